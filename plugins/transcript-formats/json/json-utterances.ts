import type { Cue, ParseHints, ParseWarning } from 'debrief/plugin-api';
import { fields, type Fields, list, number, probability, secondsToMs, text, wholeMs } from './json-fields.js';
import type { JsonValues } from './json-values.js';
import { countWords, sniffTimeUnit, type TimeUnit } from '../shared/time-unit.js';

/** One record of a list of utterances, as vendors of meeting tools write it. */
export interface Utterance {
  readonly node: Fields;
  /** Key of the words spoken. */
  readonly key: string;
  readonly speaker: string | null;
  readonly start: unknown;
  readonly end: unknown;
  readonly confidence?: unknown;
}

const confidenceOf = (value: unknown): { readonly confidence?: number } => {
  const confidence = probability(value);
  return confidence === null ? {} : { confidence };
};

const wordsOf = ({ node, key }: Utterance): string => (typeof node[key] === 'string' ? node[key] : '');

/** Cues of the utterances that hold words, with the place of the words in the source. */
export function cuesOf(utterances: readonly Utterance[], json: JsonValues, unit: TimeUnit): Cue[] {
  const toMs = unit === 's' ? secondsToMs : wholeMs;
  return utterances.flatMap((utterance): Cue[] => {
    const { node, key, speaker, start, end, confidence } = utterance;
    const words = wordsOf(utterance);
    if (words.trim() === '') return [];
    const offset = json.spanOf(node, key) ?? ([0, 0] as const);
    return [{ speaker, text: words, startMs: toMs(start), endMs: toMs(end), offset, ...confidenceOf(confidence) }];
  });
}

/** The unit of a format whose times are `expected`, unless speech in that unit were impossible; then with a warning. */
export function unitOf(
  utterances: readonly Utterance[],
  expected: TimeUnit,
  { timeUnit }: ParseHints,
): { readonly unit: TimeUnit; readonly warnings: readonly ParseWarning[] } {
  const times = utterances.flatMap(({ start, end }) => [number(start), number(end)]).filter((time) => time !== null);
  const words = utterances.reduce((sum, utterance) => sum + countWords(wordsOf(utterance)), 0);
  const unit = timeUnit ?? sniffTimeUnit(times, words, expected);
  return { unit, warnings: timeUnit !== undefined || unit === expected ? [] : [unitWarning(unit)] };
}

const unitWarning = (unit: TimeUnit): ParseWarning =>
  unit === 's'
    ? {
        code: 'TIME_UNIT_SECONDS',
        message: 'Times were read as seconds: in milliseconds the speech would be impossibly fast.',
      }
    : {
        code: 'TIME_UNIT_MILLISECONDS',
        message: 'Times were read as milliseconds: in seconds the speech would be impossibly slow.',
      };

/** The last time of the cues in milliseconds, 0 if they have none. */
export const lastTimeMs = (cues: readonly Cue[]): number =>
  cues.reduce((last, { startMs, endMs }) => Math.max(last, startMs ?? 0, endMs ?? 0), 0);

/** The first records of a list, enough to know its kind by. */
export const head = (value: unknown): readonly Fields[] => list(value).slice(0, 50).map(fields);

/** A warning where an answer says that there are more pages. */
export const warnMorePages = (token: unknown): readonly ParseWarning[] =>
  text(token) === null
    ? []
    : [
        {
          code: 'MORE_PAGES',
          message: 'The file is one page of an answer with more pages; their content is missing.',
        },
      ];
