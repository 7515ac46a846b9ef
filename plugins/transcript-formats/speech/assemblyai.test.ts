import { describe, expect, it } from '@jest/globals';
import { assemblyai } from './assemblyai.js';
import { parsedBy, sourceOf } from '../test-support.js';

const answer = (more: object) =>
  JSON.stringify({ id: 't1', audio_url: 'x', audio_duration: 65, status: 'completed', ...more });
const word = (text: string, start: number, speaker: string | null = null) => ({
  text,
  start,
  end: start + 200,
  confidence: 0.8,
  speaker,
});
const told = (text: string) =>
  parsedBy(assemblyai, text).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('assemblyai', () => {
  it('reads utterances in milliseconds, the duration in seconds', () => {
    const text = answer({
      language_code: 'en_us',
      utterances: [{ speaker: 'A', text: 'Hello.', start: 250, end: 900, confidence: 0.97 }],
    });
    const { cues, metadata } = parsedBy(assemblyai, text);
    expect(cues).toEqual([
      {
        speaker: 'Speaker A',
        text: 'Hello.',
        startMs: 250,
        endMs: 900,
        confidence: 0.97,
        offset: expect.any(Array) as unknown,
      },
    ]);
    expect(text.slice(...(cues[0]?.offset ?? [0, 0]))).toBe('Hello.');
    expect(metadata).toEqual({ durationMs: 65_000, language: 'en_us', externalRef: 't1' });
  });

  it.each([[null], [[]], [undefined]])('reads words where utterances are %j', (utterances) => {
    expect(
      told(answer({ utterances, words: [word('Hi', 0, 'A'), word('Bo.', 250, 'A'), word('Yes', 500, 'B')] })),
    ).toEqual([
      ['Speaker A', 'Hi Bo.', 0, 450],
      ['Speaker B', 'Yes', 500, 700],
    ]);
  });

  it('has no speakers where none were asked for, and at last only the text', () => {
    expect(told(answer({ words: [word('Hi', 0)] }))).toEqual([[null, 'Hi', 0, 200]]);
    expect(told(answer({ words: [], text: 'All of it.' }))).toEqual([[null, 'All of it.', null, null]]);
  });

  it('takes channels and names as they are told', () => {
    const utterances = [
      { speaker: '1', channel: '1', text: 'Hello.', start: 0, end: 900 },
      { speaker: 'Sales Rep', text: 'Hi.', start: 1000, end: 1200 },
    ];
    expect(told(answer({ utterances })).map(([who]) => who)).toEqual(['Channel 1', 'Sales Rep']);
  });

  it.each(['error', 'queued', 'processing'])('refuses a transcription whose status is %s', (status) => {
    expect(assemblyai.parse(sourceOf(answer({ status, words: [] })), {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });

  it('leaves the utterances of others to them', () => {
    const own = { speaker: 'A', text: 'Hi', start: 1, end: 2, words: [{ text: 'Hi', start: 1, end: 2 }] };
    expect(assemblyai.detect(sourceOf(JSON.stringify({ utterances: [own] })))).toBe(0.9);
    const seconds = { ...own, start: 1.25 };
    expect(assemblyai.detect(sourceOf(JSON.stringify({ utterances: [seconds], audio_duration: 9 })))).toBe(0);
    expect(assemblyai.detect(sourceOf('{"words":[],"text":"x"}'))).toBe(0);
  });
});
