import type { Rubric, Validator } from 'debrief/plugin-api';
import { foldText } from 'debrief/plugin-api/text';
import { jsonPointer } from './output-pointers.js';

/** This many words in a row from the instructions are no coincidence. */
const WINDOW = 12;
const FENCE = /<<<\s?(?:DATA|END)\b/i;

interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** Every text in a value, with its JSON pointer. */
const textsIn = (value: unknown, path = ''): Leaf[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, path + jsonPointer(key)));
};

/** All windows of WINDOW words, as slices of the folded text: joining words again would cost several times as much. */
const windowsOf = (text: string): readonly string[] => {
  const folded = foldText(text).text;
  const starts = [0];
  for (let at = folded.indexOf(' '); at >= 0; at = folded.indexOf(' ', at + 1)) starts.push(at + 1);
  const count = Math.max(starts.length - WINDOW + 1, 0);
  return starts
    .slice(0, count)
    .map((start, first) => folded.slice(start, (starts[first + WINDOW] ?? folded.length + 1) - 1));
};

/** Windows that only the instructions have: a rationale may cite the anchors and examples of the rubric. */
const readSecrets = (instructions: string, rubric: Rubric): ReadonlySet<string> => {
  const allowed = new Set(textsIn(rubric).flatMap(({ text }) => windowsOf(text)));
  return new Set(windowsOf(instructions).filter((window) => !allowed.has(window)));
};

/** Few prompts are in use at a time, each for many runs. They hold no words of calls. */
const MAX_KNOWN = 20;
const secretsByPrompt = new Map<string, ReadonlySet<string>>();

const secretWindows = (instructions: string, rubric: Rubric): ReadonlySet<string> => {
  const key = JSON.stringify([instructions, rubric]);
  const secrets = secretsByPrompt.get(key) ?? readSecrets(instructions, rubric);
  if (secretsByPrompt.size >= MAX_KNOWN && !secretsByPrompt.has(key)) secretsByPrompt.clear();
  secretsByPrompt.set(key, secrets);
  return secrets;
};

/** B14: the answer repeats nothing of the prompt: neither the delimiter, nor its format, nor a part of the instructions. */
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
