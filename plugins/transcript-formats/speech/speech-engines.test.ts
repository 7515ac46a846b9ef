import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { TranscriptParser } from 'debrief/plugin-api';
import fc from 'fast-check';
import { amberscript } from './amberscript.js';
import { assemblyai } from './assemblyai.js';
import { awsCallAnalytics } from './aws-call-analytics.js';
import { awsPostCall } from './aws-post-call.js';
import { awsTranscribe } from './aws-transcribe.js';
import { azureSpeech } from './azure-speech.js';
import { deepgram } from './deepgram.js';
import { googleSpeech } from './google-speech.js';
import { harperValley } from './harper-valley.js';
import { ibmWatson } from './ibm-watson.js';
import { kaldi } from './kaldi.js';
import { podcastJson } from './podcast-json.js';
import { rev } from './rev.js';
import { speechmatics } from './speechmatics.js';
import { sourceOf } from '../test-support.js';
import { whisper } from './whisper.js';
import { whisperCpp } from './whisper-cpp.js';

const ENGINES: readonly TranscriptParser[] = [
  amberscript,
  assemblyai,
  awsCallAnalytics,
  awsPostCall,
  awsTranscribe,
  azureSpeech,
  deepgram,
  googleSpeech,
  harperValley,
  ibmWatson,
  kaldi,
  podcastJson,
  rev,
  speechmatics,
  whisper,
  whisperCpp,
];
const FOLDER = new URL('../samples/', import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'));
const read = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** The engine of a sample, by the longest format that its name begins with. */
const engineOf = (file: string): TranscriptParser | undefined =>
  ENGINES.filter(({ format }) => file.startsWith(`${format}-`)).sort((a, b) => b.format.length - a.format.length)[0];
const samples = files.flatMap((file) => {
  const engine = engineOf(file);
  return engine ? [[file, engine] as const] : [];
});

type Slot = readonly [container: Record<string, unknown>, key: string];

function slotsOf(node: unknown, found: Slot[] = []): Slot[] {
  if (typeof node !== 'object' || node === null) return found;
  for (const [key, child] of Object.entries(node)) {
    found.push([node as Record<string, unknown>, key]);
    slotsOf(child, found);
  }
  return found;
}

const JUNK = [
  undefined,
  null,
  {},
  [],
  [[]],
  '',
  ' ',
  'NaN',
  '1e400',
  -5,
  1e300,
  0.1,
  true,
  { 0: { word: [] } },
  '\uD800',
];
const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...JUNK)), { minLength: 1, maxLength: 6 });

function damaged(text: string, edits: readonly (readonly [number, unknown])[]): string {
  const root = { value: JSON.parse(text.replaceAll('NaN', 'null')) as unknown };
  for (const [at, junk] of edits) {
    const slots = slotsOf(root);
    const slot = slots[at % slots.length];
    if (slot) slot[0][slot[1]] = structuredClone(junk);
  }
  return JSON.stringify([root.value]).slice(1, -1);
}

function holdsContract(engine: TranscriptParser, text: string): void {
  const source = sourceOf(text);
  const confidence = engine.detect(source);
  expect(confidence >= 0 && confidence <= 1).toBe(true);
  const result = engine.parse(source, {});
  if (result.outcome === 'REFUSED') expect(result.code).toMatch(/^[A-Z_]+$/);
  if (result.outcome !== 'PARSED') return;
  for (const cue of result.cues) {
    expect(cue.text.trim()).not.toBe('');
    for (const time of [cue.startMs, cue.endMs]) expect(time === null || Number.isSafeInteger(time)).toBe(true);
    expect(cue.offset[0] >= 0 && cue.offset[0] <= cue.offset[1] && cue.offset[1] <= text.length).toBe(true);
    expect(cue.confidence === undefined || (cue.confidence >= 0 && cue.confidence <= 1)).toBe(true);
    expect(cue.speaker?.trim()).not.toBe('');
  }
}

describe('speech engines', () => {
  it('have a sample each', () => {
    expect(new Set(samples.map(([, engine]) => engine.format))).toEqual(new Set(ENGINES.map(({ format }) => format)));
  });

  it.each(samples)('%s is claimed by its own engine alone', (file, engine) => {
    const source = sourceOf(read(file));
    const claims = ENGINES.filter((one) => one.detect(source) > 0).map(({ format }) => format);
    expect(claims).toEqual([engine.format]);
    expect(engine.detect(source)).toBeGreaterThan(0.9);
  });

  it.each(samples)('%s: every cue points at its words', (file, engine) => {
    const text = read(file);
    const result = engine.parse(sourceOf(text), {});
    if (result.outcome !== 'PARSED') throw new Error(JSON.stringify(result));
    const cleaned = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    for (const cue of result.cues) {
      const raw = cleaned(text.slice(...cue.offset));
      const words = cleaned(cue.text).split(' ');
      expect(raw.startsWith(words[0] ?? '')).toBe(true);
      for (const word of words) expect(raw).toContain(word);
    }
  });

  it.each(samples)('%s: stays within the contract, whatever is taken out or put in', (file, engine) => {
    const text = read(file);
    fc.assert(
      fc.property(damage, (edits) => holdsContract(engine, damaged(text, edits))),
      { numRuns: 25 },
    );
  });

  it.each(ENGINES.map((engine) => [engine.format, engine] as const))(
    '%s reads nothing out of other files',
    (_format, engine) => {
      const others = [
        '',
        '{',
        '[]',
        '{}',
        '[{}]',
        '{"results":[{}]}',
        '{"results":{}}',
        '{"segments":[{}]}',
        '{"words":[{}]}',
        'Ann: hi\nBob: yes',
      ];
      for (const text of [...others, ...files.filter((file) => engineOf(file) !== engine).map(read)]) {
        expect(engine.detect(sourceOf(text))).toBe(0);
        holdsContract(engine, text);
      }
      for (const text of others) expect(engine.parse(sourceOf(text), {}).outcome).toBe('REFUSED');
    },
  );
});
