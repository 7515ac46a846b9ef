import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { avoma } from '../meetings/avoma.js';
import { chatJson } from '../generic/chat-json.js';
import { fireflies } from '../meetings/fireflies.js';
import { genericJson } from '../generic/generic-json.js';
import { gongJson } from '../meetings/gong-json.js';
import { hubspot } from '../meetings/hubspot.js';
import { otterJson } from '../meetings/otter-json.js';
import { readJsonSequence } from './read-json.js';
import { symbl } from '../meetings/symbl.js';
import { sourceOf } from '../test-support.js';
import { twilio } from '../meetings/twilio.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const SAMPLES = [
  [gongJson, 'gong-json-joined.json'],
  [gongJson, 'gong-json-two-calls.jsonl'],
  [fireflies, 'fireflies-graphql.json'],
  [avoma, 'avoma-transcription.json'],
  [hubspot, 'hubspot-utterances.json'],
  [symbl, 'symbl-messages.json'],
  [twilio, 'twilio-sentences.json'],
  [otterJson, 'otter-json-samples.json'],
  [chatJson, 'chat-json-messages.json'],
  [chatJson, 'chat-json-embedded.jsonl'],
  [genericJson, 'generic-json-api.json'],
  [genericJson, 'generic-json-paragraphs.json'],
  [genericJson, 'generic-json-text-inside.json'],
] as const;

type Parser = (typeof SAMPLES)[number][0];

const sample = (file: string): string => readFileSync(new URL(`../samples/${file}`, import.meta.url)).toString();

const JUNK = [
  null,
  true,
  -1,
  0,
  1e300,
  -1e300,
  0.5,
  '',
  ' ',
  'x',
  '1e400',
  'NaN',
  '2026-13-99T99:99:99Z',
  '\uD800',
  [],
  {},
  [[]],
  [null],
  { a: [{}] },
];

type Place = { readonly container: Record<string, unknown>; readonly key: string };

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const container = value as Record<string, unknown>;
  return Object.keys(container).flatMap((key) => [{ container, key }, ...placesIn(container[key])]);
}

/** Deletes or replaces some nodes of a document, whichever the numbers hit. */
function damage(values: readonly unknown[], hits: readonly (readonly [number, number])[]): string {
  const document = structuredClone(JSON.parse(JSON.stringify(values)) as unknown[]);
  for (const [where, what] of hits) {
    const places = placesIn(document);
    const place = places[where % Math.max(1, places.length)];
    if (!place) continue;
    if (what % (JUNK.length + 1) === JUNK.length) Reflect.deleteProperty(place.container, place.key);
    else place.container[place.key] = structuredClone(JUNK[what % (JUNK.length + 1)]);
  }
  return document.map((value) => JSON.stringify(value)).join('\n');
}

function expectContract(parser: Parser, text: string): void {
  const source = sourceOf(text);
  const confidence = parser.detect(source);
  expect(confidence >= 0 && confidence <= 1).toBe(true);
  const result = parser.parse(source, {});
  if (result.outcome === 'REFUSED') return expect(result.code).toMatch(/^[A-Z_]+$/);
  if (result.outcome === 'SPLIT') return expect(result.calls.length).toBeGreaterThan(1);
  for (const cue of result.cues) {
    const [start, end] = cue.offset;
    expect(0 <= start && start <= end && end <= text.length).toBe(true);
    for (const time of [cue.startMs, cue.endMs]) expect(time === null || Number.isSafeInteger(time)).toBe(true);
    expect(cue.text.trim()).not.toBe('');
  }
  for (const value of Object.values(result.metadata)) expect(['string', 'number']).toContain(typeof value);
  for (const { label } of result.participants) expect(typeof label).toBe('string');
}

describe('JSON parsers of calls', () => {
  it.each(SAMPLES)('%#: whatever is missing or of another type, the answer keeps to the contract', (parser, file) => {
    const { values } = readJsonSequence(sample(file));
    const hits = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(hits, (some) => expectContract(parser, damage(values, some))),
      { numRuns: 40 },
    );
  });

  it.each(SAMPLES)('%#: a file that is cut off is refused, or read up to the cut with a warning', (parser, file) => {
    const text = sample(file);
    for (let length = 1; length < text.trimEnd().length; length += 64) {
      const source = sourceOf(text.slice(0, length));
      const result = parser.parse(source, {});
      if (result.outcome === 'PARSED') expect(result.warnings.map(({ code }) => code)).toContain('FILE_CUT_OFF');
      else if (result.outcome === 'REFUSED') expect(result.code).toBe('FORMAT_INVALID');
    }
  });

  it.each(SAMPLES)('%#: each claims its own sample, and no other one as surely', (parser, file) => {
    const source = sourceOf(sample(file));
    const own = parser.detect(source);
    const others = [...new Set(SAMPLES.map(([other]) => other))].filter((other) => other !== parser);
    expect(own).toBeGreaterThan(0.5);
    for (const other of others) expect(other.detect(source)).toBeLessThan(own);
  });

  it('reads a large file in good time', () => {
    const row = (at: number) => ({
      speaker_name: `P${at % 2}`,
      speaker_id: 0,
      text: 'a few words were said here',
      raw_text: '',
      start_time: at,
      end_time: at + 1,
    });
    const text = JSON.stringify({ sentences: Array.from({ length: 10_000 }, (_, at) => row(at)) });
    for (const parser of [fireflies, genericJson]) {
      expectWithin(4_000, () => {
        const source = sourceOf(text);
        expect([parser.detect(source) > 0.5, parser.parse(source, {}).outcome]).toEqual([true, 'PARSED']);
      });
    }
  });
});
