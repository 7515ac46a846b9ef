import { describe, expect, it } from '@jest/globals';
import type { Normalization } from '../../src/transcripts/normalizing/normalize-file.js';
import { named, normalizeSample, parsers, samples, strays, type Expected } from './support.js';

/** What was made of a sample, in the terms of its sidecar. */
function found(result: Normalization): Omit<Expected, 'options'> {
  if (result.outcome === 'REFUSED') return { format: null, code: result.code };
  if (result.outcome === 'SPLIT') return { format: result.format, calls: result.calls.length };
  const { participants, turns } = result.transcript;
  const starts = turns.flatMap(({ startMs }) => startMs ?? []);
  const ends = turns.flatMap(({ endMs }) => endMs ?? []);
  return {
    format: result.format,
    turns: turns.length,
    speakers: participants.length,
    roles: Object.fromEntries(participants.map(({ speakerLabel, role }) => [speakerLabel, role])),
    firstStartMs: starts.length === 0 ? null : Math.min(...starts),
    lastEndMs: ends.length === 0 ? null : Math.max(...ends),
    warnings: result.warnings.map(({ code }) => code).sort(),
  };
}

function expectation({ options: _options, warnings, ...expected }: Expected): Omit<Expected, 'options'> {
  return warnings === undefined ? expected : { ...expected, warnings: [...warnings].sort() };
}

describe('the samples of all formats', () => {
  it.each(named(samples))('%s', (_file, sample) => {
    expect(sample.expected).not.toBeNull();
    expect(found(normalizeSample(sample, sample.bytes))).toEqual(expectation(sample.expected!));
  });

  it('every expectation has its sample, and every format has one', () => {
    expect(strays).toEqual([]);
    const shown = new Set(samples.map((sample) => normalizeSample(sample, sample.bytes).format));
    expect(parsers.map(({ format }) => format).filter((format) => !shown.has(format))).toEqual([]);
  });

  it('say that they are synthetic', () => {
    const silent = samples.filter(
      ({ file, bytes }) => !file.endsWith('.docx') && !/synthetic/i.test(file + bytes.toString()),
    );
    expect(silent.map(({ file }) => file)).toEqual([]);
  });
});
