import { describe, expect, it } from '@jest/globals';
import type { Cue, SetAside, Turn } from '../../plugin-api/transcript.js';
import { accountWords, unaccountedWords, warnOfUnaccounted } from './account-words.js';

/** A cue whose words are written so in the file. */
const cueAt = (file: string, words: string, speaker: string | null = null, text = words): Cue => {
  const at = file.indexOf(words);
  return { speaker, text, startMs: null, endMs: null, offset: [at, at + words.length] };
};

const turnOf = ({ text }: Cue, index: number): Turn => ({
  ...{ index, participant: 0, startMs: null, endMs: null, rawOffset: [0, 1] as const },
  text,
});

const account = (text: string, cues: readonly Cue[], setAside: readonly SetAside[] = []) => {
  const words = accountWords({ text, cues, setAside, dropped: [], turns: cues.map(turnOf) });
  const reasons = Object.fromEntries(words.setAside.map(({ reason, words: count }) => [reason, count]));
  return { words, reasons, missing: unaccountedWords(words) };
};

describe('accountWords of text', () => {
  const file = 'My call\n\nAnn Lee: Good morning.\n00:12 Bo: It’s 9 o’clock.\n';
  const cues = [cueAt(file, 'Good morning.', 'Ann Lee'), cueAt(file, 'It’s 9 o’clock.', 'Bo')];

  it('tells head, labels and times from words', () => {
    const { words, reasons, missing } = account(file, cues);
    expect(words).toMatchObject({ inFile: 12, inTurns: 5 });
    expect(reasons).toEqual({ HEADER: 2, LABEL: 3, TIMING: 2 });
    expect(missing).toBe(0);
  });

  it('finds a line that was lost, and says how many words', () => {
    const lost = file.replace('00:12', 'And this was lost.\n00:12');
    const [first, second] = [cueAt(lost, 'Good morning.', 'Ann Lee'), cueAt(lost, 'It’s 9 o’clock.', 'Bo')];
    const { words, missing } = account(lost, [first, second]);
    expect(missing).toBe(4);
    expect(warnOfUnaccounted(words)).toEqual([
      { code: 'WORDS_UNACCOUNTED', message: expect.stringMatching(/^4 words of the file /) },
    ]);
  });

  it('finds words that a cue lost within its place, and words that it has more', () => {
    expect(account(file, [cueAt(file, 'Good morning.', 'Ann Lee', 'Good'), cues[1]!]).missing).toBe(1);
    expect(account(file, [cueAt(file, 'Good morning.', 'Ann Lee', 'A good morning.'), cues[1]!]).missing).toBe(-1);
  });

  it('finds a cue that no turn holds', () => {
    const words = accountWords({ text: file, cues, setAside: [], dropped: [], turns: cues.slice(1).map(turnOf) });
    expect(unaccountedWords(words)).toBe(2);
  });

  it('takes the reason that the parser gives', () => {
    const noted = `${file}\nSummary: they spoke.`;
    const offset = [file.length, noted.length] as const;
    const { reasons, missing } = account(noted, cues, [{ reason: 'ANALYSIS', offset }]);
    expect(reasons).toMatchObject({ ANALYSIS: 3 });
    expect(missing).toBe(0);
  });

  it('counts tags, character references and the settings of a cue as what they are', () => {
    const vtt = 'WEBVTT\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann Lee>Q&amp;A isn&#39;t <i>now</i>.</v>\n';
    const cue = cueAt(vtt, 'Q&amp;A isn&#39;t <i>now</i>.</v>', 'Ann Lee', "Q&A isn't now.");
    const { words, reasons, missing } = account(vtt, [cue]);
    expect(words.inTurns).toBe(4);
    expect(reasons).toEqual({ TIMING: 9, MARKUP: 9, HEADER: 1 });
    expect(missing).toBe(0);
  });
});

describe('accountWords of JSON', () => {
  const call = (more: object) =>
    JSON.stringify({ id: 'c1', summary: 'They spoke of nine things, of one more and then of all the rest.', ...more });

  it('tells fields and summaries from what was said', () => {
    const file = call({
      lines: [
        { who: 'Ann', text: 'Good\nmorning \u00e9t\u00e9.' },
        { who: 'Bo', text: 'Yes.' },
      ],
    });
    const cues = [cueAt(file, 'Good\\nmorning été.', 'Ann', 'Good\nmorning été.'), cueAt(file, 'Yes.', 'Bo')];
    const { words, reasons, missing } = account(file, cues);
    expect(words).toMatchObject({ inFile: 21, inTurns: 4 });
    expect(reasons).toEqual({ ANALYSIS: 14, METADATA: 3 });
    expect(missing).toBe(0);
  });

  it('finds a record under the key of the words that was lost', () => {
    const file = call({ lines: [{ text: 'Good morning.' }, { text: 'Nobody read this.' }, { text: 'Yes.' }] });
    expect(account(file, [cueAt(file, 'Good morning.'), cueAt(file, 'Yes.')]).missing).toBe(3);
  });

  it('knows the same words in other pieces', () => {
    const text = 'Good morning to you.';
    const words = text.split(' ').map((word) => ({ text: word }));
    const file = call({ text: `${text} Yes.`, lines: [{ text, words }, { text: 'Yes.' }] });
    const from = file.indexOf(`"${text}"`) + 1;
    const first = { ...cueAt(file, text), offset: [from, from + text.length] as const };
    const second = file.lastIndexOf('Yes.');
    const { reasons, missing } = account(file, [first, { ...cueAt(file, 'Yes.'), offset: [second, second + 4] }]);
    expect(reasons).toMatchObject({ REPEATED: 9 });
    expect(missing).toBe(0);
  });

  it('knows a cue that was put together of words', () => {
    const file = call({ words: ['Good', 'morning.'].map((word) => ({ word, tag: 'n' })) });
    const offset = [file.indexOf('Good'), file.lastIndexOf('morning.') + 8] as const;
    const cue = { ...cueAt(file, 'Good'), text: 'Good morning.', offset };
    const { reasons, missing } = account(file, [cue]);
    expect(reasons).toEqual({ ANALYSIS: 14, METADATA: 3 });
    expect(missing).toBe(0);
  });
});
