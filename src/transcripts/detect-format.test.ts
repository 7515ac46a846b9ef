import { describe, expect, it } from '@jest/globals';
import type { TranscriptParser, TranscriptSource } from '../plugin-api/transcript.js';
import { detectFormat } from './detect-format.js';

const parser = (format: string, detect: () => number): TranscriptParser => ({
  format,
  description: format.toUpperCase(),
  detect,
  parse: () => ({ outcome: 'REFUSED', code: 'FORMAT_INVALID', message: '' }),
});
const source = (text: string, fileName?: string): TranscriptSource => ({
  bytes: Buffer.from(text),
  text,
  encoding: 'utf-8',
  ...(fileName === undefined ? {} : { fileName }),
});

describe('detectFormat', () => {
  it('takes the surest parser and names the runner-up', () => {
    const found = detectFormat(source('x'), [parser('a', () => 0.5), parser('b', () => 0.9), parser('c', () => 0)]);
    expect(found).toMatchObject({
      outcome: 'DETECTED',
      parser: { format: 'b' },
      confidence: 0.9,
      runnerUp: { format: 'a', confidence: 0.5 },
    });
  });

  it('lets the file name break a tie and nothing more', () => {
    const [srt, csv] = [parser('srt', () => 0.8), parser('csv', () => 0.8)];
    expect(detectFormat(source('x', 'call.csv'), [srt, csv])).toMatchObject({
      parser: { format: 'csv' },
      confidence: 0.8,
    });
    expect(detectFormat(source('x', 'call.csv'), [parser('srt', () => 0.85), csv])).toMatchObject({
      parser: { format: 'srt' },
    });
    expect(detectFormat(source('x', 'call.csv'), [parser('csv', () => 0)])).toMatchObject({ outcome: 'REFUSED' });
  });

  it('survives parsers that throw or answer nonsense', () => {
    const broken = parser('broken', () => {
      throw new Error('boom');
    });
    expect(detectFormat(source('x'), [broken, parser('nan', () => NaN), parser('ok', () => 7)])).toMatchObject({
      parser: { format: 'ok' },
      confidence: 1,
    });
  });

  it('tells prose from formats that nobody knows, and says what is read', () => {
    const none = [parser('a', () => 0.2)];
    expect(detectFormat(source('It was a long day, and nobody called.'), none)).toMatchObject({
      code: 'NOT_A_TRANSCRIPT',
    });
    expect(detectFormat(source('{"a": [1, 2, 3]}'), none)).toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('A (a)'),
    });
  });
});
