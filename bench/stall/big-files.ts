const MIB = 1024 * 1024;

/** Slightly below the limit of a file. */
const SIZE = 10 * MIB - 4_096;

const WORDS = 'so what does that mean for the team when the orders come in late and who deals with it then'.split(' ');

const sentence = (nth: number, words: number): string =>
  Array.from({ length: words }, (_, at) => WORDS[(nth * 7 + at) % WORDS.length] ?? '').join(' ');

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23);

const fill = (head: string, piece: (nth: number) => string, size = SIZE): string => {
  const pieces = [head];
  for (let length = head.length, nth = 0; length < size; nth += 1) {
    const next = piece(nth);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('');
};

const SPEAKERS = ['Dana Example', 'Sam Sample'] as const;
const speaker = (nth: number): string => SPEAKERS[nth % 2] ?? '';

/** Synthetic files that are expensive to read, each for another reason. */
export const BIG_FILES: Readonly<Record<string, () => string>> = {
  'captions, as many words as may be': () =>
    fill(
      'WEBVTT\n\n',
      (nth) =>
        `${nth + 1}\n${clock(nth * 800)} --> ${clock(nth * 800 + 700)}\n${speaker(nth)}: ${sentence(nth, 3)}\n\n`,
      6 * MIB,
    ),
  'text, two million characters': () => fill('', (nth) => `${speaker(nth)}: ${sentence(nth, 12)}\n`, 1_990_000),
  'text, short lines, refused': () => fill('', (nth) => `${speaker(nth)}: ok ${nth % 10}\n`),
  'JSON, word by word': () =>
    `{"results":{"utterances":[${fill('', (nth) => `${nth === 0 ? '' : ','}{"start":${nth * 2},"end":${nth * 2 + 1},"transcript":"${sentence(nth, 6)}","speaker":${nth % 2},"channel":0,"confidence":0.9,"words":[${Array.from({ length: 6 }, () => '{"word":"so","start":1,"end":2,"confidence":0.9}').join(',')}]}`)}]}}`,
};
