import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainText } from './plain-text.js';
import { parsedBy, sourceOf } from '../test-support.js';
import { expectWithin } from '../../../test/support/expect-within.js';

interface Said {
  readonly speaker: string;
  readonly text: string;
  /** Whole seconds, which is as much as these forms write. */
  readonly seconds: number;
}

const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19);

const FORMS: Readonly<Record<string, { readonly timed: boolean; readonly write: (said: Said) => string }>> = {
  'Name: text': { timed: false, write: ({ speaker, text }) => `${speaker}: ${text}` },
  'Name: above the text': { timed: false, write: ({ speaker, text }) => `${speaker}:\n${text}\n` },
  '**Name:** text': { timed: false, write: ({ speaker, text }) => `**${speaker}:** ${text}\n` },
  '- **Name**: text': { timed: false, write: ({ speaker, text }) => `- **${speaker}**: ${text}` },
  '> Name: text': { timed: false, write: ({ speaker, text }) => `> ${speaker}: ${text}` },
  '[time] Name: text': {
    timed: true,
    write: ({ speaker, text, seconds }) => `[${clock(seconds)}] ${speaker}: ${text}`,
  },
  'time Name: text': { timed: true, write: ({ speaker, text, seconds }) => `${clock(seconds)} ${speaker}: ${text}` },
  'Name (time): text': {
    timed: true,
    write: ({ speaker, text, seconds }) => `${speaker} (${clock(seconds)}): ${text}`,
  },
  'Name time above the text': {
    timed: true,
    write: ({ speaker, text, seconds }) => `${speaker} ${clock(seconds)}\n${text}\n`,
  },
  '**[time] Name:** text': {
    timed: true,
    write: ({ speaker, text, seconds }) => `**[${clock(seconds)}] ${speaker}:** ${text}\n`,
  },
};

/** Words with whatever speech is written with: figures, quotations, clocks, colons inside the sentence. */
const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,9}$/),
  fc.constantFrom(
    '“quoted”',
    "don't",
    '40%',
    '$3,000',
    'at 10:30',
    'é',
    '日本',
    '(laughs)',
    '—',
    'a: b',
    'https://a.test/b:c',
    '1.',
    '[inaudible]',
  ),
);
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => `so ${words.join(' ')} then.`);
const call = fc
  .record({
    speakers: fc.constantFrom(
      ['Ann', 'Bo'],
      ['Dana Whitfield', 'Priya Nair (Acme)'],
      ['Rep', 'Customer'],
      ['SPEAKER_00', 'SPEAKER_01'],
    ),
    texts: fc.array(fc.tuple(text, fc.nat(90)), { minLength: 4, maxLength: 12 }),
  })
  .map(({ speakers, texts }) => {
    let seconds = 0;
    return texts.map(([words, pause], at): Said => {
      seconds += pause;
      return { speaker: speakers[at % 2]!, text: words, seconds };
    });
  });

describe('plain-text: turns written as text read back as the same turns', () => {
  it.each(Object.entries(FORMS))('%s', (_name, { timed, write }) => {
    fc.assert(
      fc.property(call, fc.constantFrom('\n', '\r\n', '\r'), (said, end) => {
        const file = said.map(write).join('\n').replaceAll('\n', end);
        const cues = parsedBy(plainText, file).cues;
        expect(cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs])).toEqual(
          said.map((one) => [one.speaker, one.text, timed ? one.seconds * 1000 : null, null]),
        );
        expect(plainText.detect(sourceOf(file))).toBeGreaterThanOrEqual(0.5);
        for (const cue of cues) expect(file.slice(...cue.offset)).toContain(cue.text.slice(0, 2));
      }),
      { numRuns: 60 },
    );
  });

  it('reads hostile lines in linear time', () => {
    const parts = [
      'a',
      ' ',
      ':',
      '*',
      '**',
      '[',
      '(',
      '"',
      '`',
      '>',
      '> ',
      '- ',
      '# ',
      '1. ',
      '0:',
      '0:01 ',
      '0:01',
      '(0:01) ',
      'A ',
      'a:',
      '|',
      '-',
      '–',
      '\\',
      '_',
      '. ',
      'Call 1 ',
      'ann, ',
      '=',
      ';',
      '\t',
    ];
    for (const part of parts) {
      const line = `${part.repeat(50_000 / part.length)}!`;
      for (const file of [line, `Ann: hi\nBo: ${line}\nAnn: ${line}\nBo: yes\n`, `Title: ${line}\n${line}: x\n`]) {
        const hostile = () => {
          plainText.detect(sourceOf(file));
          plainText.parse(sourceOf(file), {});
        };
        expectWithin(100, hostile, part);
      }
    }
  });
});
