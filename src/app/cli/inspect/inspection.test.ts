import { describe, expect, it } from '@jest/globals';
import type { TranscriptParser } from '../../../plugin-api/index.js';
import { normalizeFile } from '../../../transcripts/normalizing/normalize-file.js';
import { inspectionLines } from './inspection-lines.js';
import { failedInspection, inspectionOf } from './inspection.js';
import { PLAIN } from '../test-support.js';

const cue = (speaker: string, text: string, startMs: number | null) =>
  ({ speaker, text, startMs, endMs: null, offset: [0, 1] }) as const;

const parser = (times: boolean): TranscriptParser => ({
  format: 'lines',
  description: 'Lines',
  detect: () => 0.9,
  parse: () => ({
    outcome: 'PARSED',
    cues: [
      cue('Rep: Dana Example', 'How do orders reach you today?', times ? 1_000 : null),
      cue('Ada Sample (Guest)', 'By fax.', times ? 4_000 : null),
    ],
    participants: [],
    metadata: { title: 'Order desk', externalRef: 'crm-7' },
    warnings: [{ code: 'ODD', message: 'Something is odd.' }],
  }),
});

const other: TranscriptParser = { ...parser(true), format: 'other', detect: () => 0.4 };

const read = (times = true, options = {}) =>
  inspectionOf(normalizeFile(Buffer.from('some text'), { parsers: [parser(times), other], ...options }));

describe('inspectionOf', () => {
  it('has the keys of the contract, in their order', () => {
    const found = read();
    expect(Object.keys(found)).toEqual([
      'format',
      'confidence',
      'encoding',
      'metadata',
      'participants',
      'turns',
      'warnings',
      'words',
    ]);
    expect(Object.keys(found.metadata)).toEqual([
      'title',
      'startedAt',
      'durationMs',
      'language',
      'externalRef',
      'runnerUp',
    ]);
    expect(Object.keys(found.participants[0] ?? {})).toEqual([
      'index',
      'speakerLabel',
      'name',
      'email',
      'affiliation',
      'role',
      'roleSource',
      'confidence',
    ]);
    expect(found.turns[1]).toEqual({
      index: 1,
      speaker: 'Ada Sample',
      role: 'CUSTOMER',
      startMs: 4_000,
      endMs: null,
      text: 'By fax.',
    });
    expect(found).toMatchObject({ format: 'lines', confidence: 0.9, metadata: { runnerUp: { format: 'other' } } });
  });

  it('takes the roles from the options', () => {
    const { participants } = read(true, { rep: 'Ada Sample' });
    expect(participants[1]).toMatchObject({ role: 'REP', roleSource: 'OPTION' });
  });

  it('shows a refusal with empty lists and the error last', () => {
    const refused = inspectionOf(normalizeFile(Buffer.from(''), { parsers: [] }));
    expect(Object.keys(refused).at(-1)).toBe('error');
    expect(refused).toMatchObject({ confidence: 0, metadata: {}, turns: [], error: { code: 'TRANSCRIPT_EMPTY' } });
    expect(failedInspection({ code: 'X', message: 'Y' })).toMatchObject({ format: null, encoding: null });
  });
});

describe('inspectionLines', () => {
  it('shows format, people, warnings and turns', () => {
    const text = inspectionLines(read(), PLAIN).join('\n');
    expect(text).toContain('Format      lines (90 %; next other, 40 %)');
    expect(text).toContain('Reference   crm-7');
    expect(text).toContain('from a word in the label (LABEL, 90 %), in the file “Ada Sample (Guest)”');
    expect(text).toContain('  - Something is odd. (ODD)');
    expect(text).toMatch(/^0 {2}00:01 {2}.* {2}How do orders reach you today\?$/m);
    expect(text).toMatch(/^1 {2}00:04 {2}Ada Sample +CUSTOMER {2}By fax\.$/m);
  });

  it('shows where the words of the file went, and those that went nowhere', () => {
    const found = { ...read(), warnings: [] };
    const words = { inFile: 112, inTurns: 90, setAside: [{ reason: 'TIMING', words: 15 } as const] };
    const lines = inspectionLines({ ...found, words }, PLAIN).join('\n');
    expect(lines).toContain(
      'Words of the file (112)\n   90  in the turns\n   15  times (TIMING)\n    7  neither (WORDS_UNACCOUNTED)\n',
    );
    const all = inspectionLines({ ...found, words: { ...words, inFile: 105 } }, PLAIN).join('\n');
    expect(all).not.toContain('WORDS_UNACCOUNTED');
  });

  it('has no column of times for a file without times', () => {
    const text = inspectionLines(read(false), PLAIN).join('\n');
    expect(text).not.toContain('time');
    expect(text).toContain('Duration    not known');
  });

  it('names the calls of a file that holds several', () => {
    const call = (title: string | null) => ({
      fileName: 'part.txt',
      text: 'words',
      metadata: title === null ? {} : { title, externalRef: 'crm-8' },
    });
    const calls = [call('First call'), ...Array.from({ length: 51 }, () => call(null))];
    const several: TranscriptParser = { ...parser(true), parse: () => ({ outcome: 'SPLIT', calls }) };
    const found = inspectionOf(normalizeFile(Buffer.from('some text'), { parsers: [several] }));
    const lines = inspectionLines(found, PLAIN);
    expect(lines.slice(3, 6)).toEqual(['Calls (52)', '  - First call, reference crm-8', '  - part.txt']);
    expect(lines).toContain('  and 2 more');
    expect(lines.join('\n')).not.toContain('Turns');
  });
});
