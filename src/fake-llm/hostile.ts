import type { JudgeOutput } from '../plugin-api/index.js';
import * as behave from './behaviors.js';
import type { Behavior, ChatBody } from './fake-openai.js';
import { faithful, faithfulOutput } from './faithful.js';

/** A way in which a model, or a proxy before it, misbehaves. */
export interface HostileBehavior {
  /** Also the name of the model that behaves this way. */
  readonly name: string;
  readonly about: string;
  /** Makes a new instance: some go through several faults in turn. */
  readonly start: () => Behavior;
}

const JSON_TYPE = { 'content-type': 'application/json' };

type Spoil = (output: JudgeOutput) => void;

/** A faithful answer with something wrong in it, as text. */
const spoiledText = (body: ChatBody, spoil: Spoil, write: (text: string) => string = (text) => text): string => {
  const output = structuredClone(faithfulOutput(body));
  spoil(output);
  return write(JSON.stringify(output));
};

const spoiled = (spoil: Spoil, write?: (text: string) => string): Behavior =>
  behave.answer((body: ChatBody) => spoiledText(body, spoil, write));

const firstOf = ({ dimensions }: JudgeOutput) => Object.values(dimensions)[0];
const setScore = (output: JudgeOutput, score: unknown): void => void Object.assign(firstOf(output) ?? {}, { score });
const setEvidence = (output: JudgeOutput, fields: Readonly<Record<string, unknown>>): void =>
  void Object.assign(firstOf(output)?.evidence[0] ?? {}, fields);

const rateLimit = (headers: Readonly<Record<string, string>>): Behavior =>
  behave.apiError(429, { code: 'rate_limit_exceeded', type: 'requests' }, { ...headers });

/** Sends the headers and nothing else. */
const stall: Behavior = (_request, response) => {
  response.writeHead(200, JSON_TYPE);
  response.flushHeaders();
};

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** Writes one long JSON string until the reader hangs up, or up to `bytes`. */
const flood =
  (bytes: number): Behavior =>
  (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    response.write('{"id":"chatcmpl-fake","choices":[{"message":{"content":"');
    let left = bytes;
    const pump = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= CHUNK.length;
        if (!response.write(CHUNK)) return void response.once('drain', pump);
      }
      response.end();
    };
    pump();
  };

const quoteCustomerAsRep: Spoil = (output) => {
  const all = Object.values(output.dimensions).flatMap(({ evidence }) => evidence);
  const said = all.find(({ kind }) => kind === 'customer_response');
  if (said) setEvidence(output, { turn_index: said.turn_index, quote: said.quote });
};

const REPEATED_KEY = (text: string): string => text.replace(/"score":/, '"score":0,"score":');
const POISONED_KEY = (text: string): string => text.replace('{', '{"__proto__":{"isAdmin":true},');

/** The 25 behaviors, in no particular order. */
export const HOSTILE_BEHAVIORS: readonly HostileBehavior[] = [
  {
    name: 'rate-limited',
    about: '429 three times, each with the wait in another header, the last one unreadable; then an answer.',
    start: () =>
      behave.inTurn(
        rateLimit({ 'retry-after-ms': '300' }),
        rateLimit({ 'retry-after': '1' }),
        rateLimit({ 'retry-after': 'abc' }),
        faithful(),
      ),
  },
  {
    name: 'no-quota',
    about: '429 because the account has no money left.',
    start: () => behave.apiError(429, { code: 'insufficient_quota', type: 'insufficient_quota' }),
  },
  {
    name: 'unauthorized',
    about: '401: the key is not known.',
    start: () => behave.apiError(401, { code: 'invalid_api_key' }),
  },
  { name: 'forbidden', about: '403: the key may not do this.', start: () => behave.apiError(403, {}) },
  {
    name: 'model-unknown',
    about: '404: there is no such model.',
    start: () => behave.apiError(404, { code: 'model_not_found' }),
  },
  { name: 'error-page', about: '500 with a page of HTML.', start: () => behave.html(500) },
  { name: 'sign-in-page', about: '200 with a page of HTML.', start: () => behave.html(200) },
  { name: 'no-choices', about: '200 with an empty list of choices.', start: behave.emptyChoices },
  { name: 'half-json', about: '200 with a body that ends in the middle.', start: behave.truncatedJson },
  { name: 'untyped', about: '200 without a content type.', start: behave.untyped },
  { name: 'silent', about: 'Takes the request and never answers.', start: behave.hang },
  { name: 'stalling', about: 'Sends the headers and nothing more.', start: () => stall },
  { name: 'dripping', about: 'Sends a byte at a time, without end.', start: () => behave.sendSlowly(50) },
  {
    name: 'resetting',
    about: 'Breaks the connection in the middle of the body.',
    start: () => behave.reset('in-body'),
  },
  {
    name: 'cut-short',
    about: 'Stops at the output limit, whatever it is.',
    start: () => behave.answer('{"call_check":{"is_sales_call":true,', { finishReason: 'length' }),
  },
  {
    name: 'refusing',
    about: 'Refuses to judge.',
    start: () => behave.answer(null, { refusal: 'I cannot judge people.' }),
  },
  {
    name: 'filtered',
    about: 'Is stopped by a content filter.',
    start: () => behave.answer(null, { finishReason: 'content_filter' }),
  },
  {
    name: 'wrong-types',
    about: 'Writes scores as words, then turns as text.',
    start: () =>
      behave.inTurn(
        spoiled((output) => setScore(output, 'ten')),
        spoiled((output) => setEvidence(output, { turn_index: '2' })),
      ),
  },
  {
    name: 'wrong-keys',
    about: 'Adds a property, then leaves one out.',
    start: () =>
      behave.inTurn(
        spoiled((output) => Object.assign(output, { verdict: 'good' })),
        spoiled((output) => Reflect.deleteProperty(output, 'coaching')),
      ),
  },
  {
    name: 'wrong-numbers',
    about: 'Scores off the scale, then with a number that no computer can hold.',
    start: () =>
      behave.inTurn(
        spoiled((output) => setScore(output, 9.5)),
        spoiled(
          (output) => setScore(output, 123_456),
          (text) => text.replace('123456', '1e400'),
        ),
      ),
  },
  {
    name: 'poisoned-keys',
    about: 'Gives a key twice, then one that reaches for the prototype.',
    start: () =>
      behave.inTurn(
        spoiled(() => undefined, REPEATED_KEY),
        spoiled(() => undefined, POISONED_KEY),
      ),
  },
  {
    name: 'invented-quote',
    about: 'Quotes what nobody said.',
    start: () => spoiled((output) => setEvidence(output, { quote: 'Is the moon made of green cheese these days?' })),
  },
  {
    name: 'wrong-speaker',
    about: 'Counts words of the customer for the representative.',
    start: () => spoiled(quoteCustomerAsRep),
  },
  {
    name: 'wrong-turn',
    about: 'Cites a turn that is not there.',
    start: () => spoiled((output) => setEvidence(output, { turn_index: 9_999 })),
  },
  { name: 'flooding', about: 'Answers with 50 MB.', start: () => flood(50 * 1024 * 1024) },
];

/**
 * Serves a model for each behavior: `openai/wrong-turn` behaves as its name says, and so does `openai/wrong-turn@2`, which goes
 * through its faults separately. Any other model answers faithfully, so that it can serve as a fallback.
 */
export const hostile = (): Behavior => {
  const models = new Map<string, Behavior>();
  const others = faithful();
  const behaviorOf = (model: string): Behavior => {
    const found = HOSTILE_BEHAVIORS.find(({ name }) => name === model.split('@')[0]);
    const known = models.get(model) ?? found?.start();
    if (known) models.set(model, known);
    return known ?? others;
  };
  return (request, response) => behaviorOf(request.body.model)(request, response);
};
