import { describe, expect, it, test } from '@jest/globals';
import { spin } from '../../../plugins/rubric-judge/spin.js';
import { type ExtractionOutput, extractionSchemaFor, type NormalizedTranscript } from '../../plugin-api/index.js';
import { checkExtraction, type QuoteSource, verifyPassages } from './check-extraction.js';

const person = (index: number, speakerLabel: string, role: 'REP' | 'CUSTOMER' | 'UNKNOWN') => ({
  ...{
    index,
    speakerLabel,
    role,
    name: null,
    email: null,
    affiliation: null,
    roleSource: 'FIELD' as const,
    confidence: 1,
  },
});

const TEXTS = [
  [0, 'How many invoices does your team handle in a month?'],
  [1, 'We handle about four hundred invoices, and most of them by hand.'],
  [0, 'And what happens when one of them is late?'],
  [1, 'Then the customer calls us and somebody has to look for it.'],
  [2, 'May I ask how long such a search takes you?'],
  [3, 'Somebody in the room said something about lunch.'],
  [0, 'What would it be worth to you if nobody had to search?'],
] as const;

const transcript: NormalizedTranscript = {
  ...{ title: null, startedAt: null, durationMs: null, language: 'en' },
  participants: [
    person(0, 'Nora', 'REP'),
    person(1, 'Casey', 'CUSTOMER'),
    person(2, 'Otto', 'REP'),
    person(3, 'Room', 'UNKNOWN'),
  ],
  turns: TEXTS.map(([participant, text], index) => ({
    ...{ index, participant, text, startMs: null, endMs: null, rawOffset: [0, 0] as const },
  })),
};

/** The chunk leaves out the last turn. */
const source = (subject: string | null = null): QuoteSource => ({
  transcript,
  subject,
  chunk: { number: 1, count: 2, turns: transcript.turns.slice(0, 6) },
});

type Passage = ExtractionOutput['passages'][number];
const passage = (turn_index: number, quote: string, rest: Partial<Passage> = {}): Passage => ({
  ...{ turn_index, quote, kind: 'rep_question', dimension: 'situation', answer: null },
  ...rest,
});
const output = (...passages: Passage[]): ExtractionOutput => ({ passages, is_sales_talk: true, flags: [] });

const ASKED = passage(0, 'How many invoices does your team handle in a month?');

describe('verifyPassages', () => {
  it('finds the words of a question and of its answer in their turns', () => {
    const answer = { turn_index: 1, quote: 'about four hundred invoices' };
    const { passages, issues } = verifyPassages(source(), output({ ...ASKED, answer }));
    expect(issues).toEqual([]);
    expect(passages).toEqual([
      expect.objectContaining({ turn: 0, start: 0, answer: { turn: 1, start: 10, end: 37 } }) as unknown,
    ]);
  });

  test.each<[string, Passage, string | null]>([
    ['words that nobody said', passage(0, 'How many people work in your department today?'), 'QUOTE_NOT_IN_TURN'],
    ['the turn beside the one named', { ...ASKED, turn_index: 1 }, null],
    ['a turn far from the one named', { ...ASKED, turn_index: 4 }, 'QUOTE_NOT_IN_TURN'],
    ['a turn of another chunk', passage(6, 'What would it be worth to you'), 'QUOTE_NOT_IN_TURN'],
    ['a turn that there is not', { ...ASKED, turn_index: -40 }, 'QUOTE_NOT_IN_TURN'],
    ['a question by the customer', passage(3, 'Then the customer calls us'), 'WRONG_SPEAKER'],
    ['an answer by the rep', { ...ASKED, kind: 'customer_response' }, 'WRONG_SPEAKER'],
    ['an answer by nobody known', passage(5, 'something about lunch', { kind: 'customer_response' }), 'WRONG_SPEAKER'],
    ['a missed chance, by whomever', passage(5, 'something about lunch', { kind: 'missed_opportunity' }), null],
    ['a quote that is no proof', passage(0, 'How'), 'QUOTE_NOT_IN_TURN'],
  ])('%s', (_what, given, code) => {
    const { passages, issues } = verifyPassages(source(), output(given));
    expect(issues.map((issue) => [issue.code, issue.severity])).toEqual(code === null ? [] : [[code, 'warning']]);
    expect(passages).toHaveLength(code === null ? 1 : 0);
  });

  it('takes questions only from the rep who is scored, where there are several', () => {
    const question = passage(4, 'how long such a search takes you');
    expect(verifyPassages(source('Otto'), output(question)).passages).toHaveLength(1);
    expect(verifyPassages(source('Nora'), output(question)).issues.map(({ code }) => code)).toEqual(['WRONG_SPEAKER']);
  });

  it('keeps a question whose answer cannot be verified', () => {
    const answer = { turn_index: 1, quote: 'We never had a single invoice' };
    const { passages, issues } = verifyPassages(source(), output({ ...ASKED, answer }));
    expect(passages[0]?.answer).toBeNull();
    expect(issues.map(({ path }) => path)).toEqual(['/passages/0/answer/quote']);
  });

  it('fails an answer that is mostly made up', () => {
    const made = passage(0, 'Nothing of the kind was ever asked here');
    const { issues } = verifyPassages(source(), output(ASKED, made, made, made));
    expect(issues.map(({ severity, repaired }) => [severity, repaired])).toEqual(Array(3).fill(['error', false]));
  });
});

describe('checkExtraction', () => {
  const answer = (content: string) => ({
    ...{ content, modelUsed: 'm', finishReason: 'STOP' as const, refusal: null, usage: null, providerRequestId: null },
  });

  it('reads what fits the schema of the rubric', () => {
    const checked = checkExtraction(answer(JSON.stringify(output(ASKED))), spin, source());
    expect(checked.output).toMatchObject({ isSalesTalk: true, flags: [], passages: [{ dimension: 'situation' }] });
  });

  test.each([
    ['no JSON', 'no JSON'],
    ['a class that the rubric does not have', JSON.stringify(output({ ...ASKED, dimension: 'champion' }))],
    ['a kind that it does not take', JSON.stringify(output({ ...ASKED, kind: 'rep_statement' }))],
    ['a missing field', JSON.stringify({ passages: [] })],
  ])('refuses %s', (_what, content) => {
    const checked = checkExtraction(answer(content), spin, source());
    expect(checked.output).toBeNull();
    expect(checked.issues.some(({ severity }) => severity === 'error')).toBe(true);
  });

  it('asks in a schema of the strict subset', () => {
    const objects: Record<string, unknown>[] = [];
    JSON.stringify(extractionSchemaFor(spin), (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'properties' in value) objects.push({ ...value });
      return value;
    });
    expect(objects).toHaveLength(3);
    for (const { properties, required, additionalProperties } of objects) {
      expect(required).toEqual(Object.keys(properties as object));
      expect(additionalProperties).toBe(false);
    }
  });
});
