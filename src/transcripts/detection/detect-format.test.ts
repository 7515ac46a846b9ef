import { describe, expect, it } from '@jest/globals';
import type { TranscriptParser, TranscriptSource } from '../../plugin-api/transcript.js';
import { detectFormat } from './detect-format.js';

const parser = (format: string, detect: () => number, more: Partial<TranscriptParser> = {}): TranscriptParser => ({
  ...more,
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
    const [srt, csv] = [parser('srt', () => 0.8), parser('csv', () => 0.8, { extensions: ['csv', 'tsv'] })];
    expect(detectFormat(source('x', 'call.csv'), [srt, csv])).toMatchObject({
      parser: { format: 'csv' },
      confidence: 0.8,
    });
    expect(detectFormat(source('x', 'call.csv'), [parser('srt', () => 0.85), csv])).toMatchObject({
      parser: { format: 'srt' },
    });
    expect(detectFormat(source('x', 'call.TSV'), [srt, csv])).toMatchObject({ parser: { format: 'csv' } });
    expect(detectFormat(source('x', 'call.csv.txt'), [srt, csv])).toMatchObject({ parser: { format: 'srt' } });
    expect(detectFormat(source('x', 'call.csv'), [{ ...csv, detect: () => 0 }])).toMatchObject({ outcome: 'REFUSED' });
  });

  it('bounds what parsers answer', () => {
    expect(detectFormat(source('x'), [parser('nan', () => NaN), parser('ok', () => 7)])).toMatchObject({
      parser: { format: 'ok' },
      confidence: 1,
    });
  });

  it('fails with the name of a parser that throws, even where another is sure', () => {
    const boom = new Error('boom');
    const broken = parser('broken', () => {
      throw boom;
    });
    expect(() => detectFormat(source('x'), [broken, parser('ok', () => 1)])).toThrow(
      expect.objectContaining({ code: 'PARSER_FAILED', message: expect.stringMatching(/broken.*boom/), cause: boom }),
    );
  });

  it('says between what and what a file is ambiguous, and how to choose', () => {
    const warningsOf = (...confidences: readonly (readonly [string, number])[]) => {
      const found = detectFormat(
        source('x'),
        confidences.map(([format, confidence]) => parser(format, () => confidence, { fallback: format === 'rest' })),
      );
      return found.outcome === 'DETECTED' ? found.warnings : [];
    };
    const [warning] = warningsOf(['a', 0.9], ['b', 0.82]);
    expect(warning).toMatchObject({
      code: 'FORMAT_AMBIGUOUS',
      message: expect.stringMatching(/a \(90 %.* b \(82 %\)/),
    });
    expect(warning?.message).toContain('--format b');
    expect(warningsOf(['a', 0.9], ['b', 0.79])).toEqual([]);
    expect(warningsOf(['a', 0.55])).toMatchObject([{ message: expect.stringContaining('a (55 % sure)') }]);
    expect(warningsOf(['a', 0.97], ['rest', 0.95])).toEqual([]);
    expect(warningsOf(['a', 0.97], ['rest', 0.97], ['b', 0.95])).toHaveLength(1);
    expect(warningsOf(['rest', 0.75], ['csv', 0.7])).toHaveLength(1);
  });

  it.each([
    ['It was a long day, and nobody called.', 'NOT_A_TRANSCRIPT', 'prose'],
    ['{"a": [1, 2, 3]}', 'FORMAT_UNKNOWN', 'JSON'],
    ['{"a": 1}\n{"a": 2}\n', 'FORMAT_UNKNOWN', 'JSON'],
    ['{"a": [1, 2, ', 'FORMAT_INVALID', 'breaks off'],
    ['<?xml version="1.0"?><a/>', 'FORMAT_UNKNOWN', 'XML'],
    ['x = 1; y = [2, 3]; z = {4: 5};', 'FORMAT_UNKNOWN', 'none of the formats'],
  ])('%s is refused for what it is', (text, code, reason) => {
    const found = detectFormat(source(text), [parser('a', () => 0.2)]);
    expect(found).toMatchObject({ outcome: 'REFUSED', code, message: expect.stringContaining(reason) });
  });

  it('names what is read by families, and what belongs to none by its name', () => {
    const families = {
      captions: ['webvtt', 'srt', 'sbv'],
      'sales tools': ['gong-json', 'fathom', 'fireflies', 'avoma'],
    };
    const members = Object.entries(families).flatMap(([family, formats]) =>
      formats.map((format) => parser(format, () => 0, { family })),
    );
    const parsers = [parser('dialer', () => 0), ...members, parser('chat', () => 0, { refuses: true })];
    expect(detectFormat(source('%%'), parsers)).toMatchObject({
      message: expect.stringContaining(
        'Formats that are read: captions (webvtt, srt, sbv); sales tools (gong-json, fathom, fireflies and 1 more); dialer. If',
      ),
    });
  });
});
