import type { RecordTable } from './generic-table.js';
import { countWords } from '../shared/time-unit.js';

/** Keys of logs, commits, reviews and price lists: what their records say was not spoken. */
const NOT_SPEECH =
  /^(?:level|levelname|loglevel|severity|logger|pid|hostname|stack|stacktrace|sha|commit|rating|stars|price|license|dependencies|homepage|statuscode|errorcode|likes?|retweets?|subreddit|html_?url)$/i;

/** Keys that only a speaker has. */
const SPEAKER_KEY = /^(?:speaker|spkr|participant|interlocutor|talker|spoken|voice)/i;

const MAX_LABEL = 60;
const MIN_MEAN_WORDS = 2;

interface SpeechSignals {
  readonly rows: number;
  readonly labeled: number;
  readonly speakers: number;
  /** How often the speaker changes. */
  readonly changes: number;
  readonly meanWords: number;
  readonly isTimed: boolean;
  /** Whether the key of the speakers can mean nothing else. */
  readonly named: boolean;
}

function measureSignals({ columns, headers, rows, cellOf }: RecordTable): SpeechSignals | null {
  if (columns.speaker === null || headers.some((header) => NOT_SPEECH.test(header))) return null;
  const spoken = rows.filter((row) => (cellOf(row, columns.text)?.value.trim() ?? '') !== '');
  const labels = spoken.flatMap((row) => cellOf(row, columns.speaker)?.value.trim().toLowerCase() ?? []);
  if (spoken.length === 0 || labels.some((label) => label.length > MAX_LABEL)) return null;
  const words = spoken.reduce(
    (sum, row) => sum + countWords(cellOf(row, columns.text)?.value.slice(0, 2_000) ?? ''),
    0,
  );
  const timed = spoken.filter((row) => cellOf(row, columns.start) !== null).length;
  return {
    rows: spoken.length,
    labeled: labels.length,
    speakers: new Set(labels).size,
    changes: labels.filter((label, at) => at > 0 && label !== labels[at - 1]).length,
    meanWords: words / spoken.length,
    isTimed: timed >= spoken.length * 0.5,
    named: SPEAKER_KEY.test(headers[columns.speaker] ?? ''),
  };
}

/** People take turns: there are fewer names than records, and names change and return. In a list of items each has a name of its own. */
const takeTurns = ({ speakers, changes, labeled }: SpeechSignals): boolean =>
  speakers >= 2 && changes >= 1 && speakers <= Math.max(2, labeled * 0.6);

/** How sure it is that the records of a list were spoken, 0 to 0.6. */
export function speechConfidence(table: RecordTable): number {
  const signs = measureSignals(table);
  if (!signs) return 0;
  const { rows, isTimed, named, changes, meanWords } = signs;
  if (!named) return takeTurns(signs) && changes >= 3 && meanWords >= 3 ? (isTimed ? 0.55 : 0.5) : 0;
  // Single words with times and speakers are a call too, word by word.
  if (meanWords < MIN_MEAN_WORDS) return isTimed ? 0.45 : 0;
  if (takeTurns(signs)) return isTimed || rows >= 4 ? 0.6 : 0.5;
  return isTimed ? 0.45 : 0;
}
