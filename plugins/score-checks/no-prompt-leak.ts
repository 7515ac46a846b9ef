import type { Rubric, Validator } from 'debrief/plugin-api';
import { foldText } from 'debrief/plugin-api/text';
import { jsonPointer } from './json-pointer.js';

/** So many words in a row from the instructions are no accident. */
const WINDOW = 12;
const FENCE = /<<<\s?(?:DATA|END)\b/i;

interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** Every text in a value, with where it stands. */
const textsIn = (value: unknown, path = ''): Leaf[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, path + jsonPointer(key)));
};

const windowsOf = (text: string): readonly string[] => {
  const words = foldText(text).text.split(' ');
  const count = Math.max(words.length - WINDOW + 1, 0);
  return Array.from({ length: count }, (_, at) => words.slice(at, at + WINDOW).join(' '));
};

/** Runs of words that only the instructions have. Anchors and examples of the rubric may be cited in a rationale. */
const secretWindows = (instructions: string, rubric: Rubric): ReadonlySet<string> => {
  const open = new Set(textsIn(rubric).flatMap(({ text }) => windowsOf(text)));
  return new Set(windowsOf(instructions).filter((window) => !open.has(window)));
};

/** B14: nothing of the prompt comes back: not the delimiter, not its form, not a stretch of the instructions. */
export const noPromptLeak: Validator = {
  name: 'no-prompt-leak',
  description: 'The answer repeats nothing of the prompt.',
  order: 140,
  validate: ({ output, prompt, rubric }) => {
    const secret = secretWindows(prompt.instructions, rubric);
    const leaks = (text: string): boolean =>
      (prompt.nonce !== '' && text.includes(prompt.nonce)) ||
      FENCE.test(text) ||
      windowsOf(text).some((window) => secret.has(window));
    return textsIn(output)
      .filter(({ text }) => leaks(text))
      .map(({ path }) => ({
        severity: 'error',
        code: 'PROMPT_LEAKED',
        path,
        message: 'The text repeats part of the prompt.',
        hint: 'Write in your own words about the call only; repeat nothing of the instructions or the delimiters.',
      }));
  },
};
