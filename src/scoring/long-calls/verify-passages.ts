import type {
  EvidenceKind,
  ExtractionOutput,
  NormalizedTranscript,
  ParticipantRole,
  TranscriptChunk,
} from '../../plugin-api/index.js';
import { locateQuote } from '../../text/locate-quote.js';
import type { CheckedIssue } from '../model/checked-issue.js';

/** Words found in their turn. */
export interface VerifiedSpan {
  readonly turn: number;
  /** UTF-16 offsets into the text of the turn, end exclusive. */
  readonly start: number;
  readonly end: number;
}

export interface VerifiedPassage extends VerifiedSpan {
  readonly kind: EvidenceKind;
  readonly dimension: string;
  readonly answer: VerifiedSpan | null;
}

export interface VerifiedPassages {
  readonly passages: readonly VerifiedPassage[];
  readonly issues: readonly CheckedIssue[];
}

/** Where quotes may stand. */
export interface Ground {
  readonly transcript: NormalizedTranscript;
  readonly chunk: TranscriptChunk;
  /** Label of the representative who is scored, where several speak. */
  readonly subject: string | null;
}

const SPEAKER: Readonly<Record<EvidenceKind, ParticipantRole | null>> = {
  rep_question: 'REP',
  rep_statement: 'REP',
  customer_response: 'CUSTOMER',
  missed_opportunity: null,
};

/** From so many passages on, an answer of which less than half can be proven is sent back. */
const FEW = 4;

type Quote = ExtractionOutput['passages'][number]['answer'] & object;

/** Models miscount: the words may stand in the turn beside the one named. */
const locate = ({ transcript, chunk }: Ground, { turn_index: at, quote }: Quote): VerifiedSpan | null => {
  const inChunk = new Set(chunk.turns.map(({ index }) => index));
  for (const turn of [at, at - 1, at + 1].filter((turn) => inChunk.has(turn))) {
    const found = locateQuote(transcript.turns[turn]?.text ?? '', quote);
    if (found) return { turn, start: found.start, end: found.end };
  }
  return null;
};

const isSaidBy = ({ transcript, subject }: Ground, { turn }: VerifiedSpan, wanted: ParticipantRole | null): boolean => {
  const speaker = transcript.participants[transcript.turns[turn]?.participant ?? -1];
  if (wanted === null) return true;
  return speaker?.role === wanted && (wanted !== 'REP' || subject === null || speaker.speakerLabel === subject);
};

const issue = (code: string, path: string, message: string): CheckedIssue => ({
  severity: 'warning',
  code,
  path,
  message,
  hint: 'Copy 3 or more words in a row exactly as a turn of this part has them, with the number of that turn.',
  repaired: true,
});

const prove = (
  ground: Ground,
  quote: Quote,
  wanted: ParticipantRole | null,
  path: string,
): VerifiedSpan | CheckedIssue => {
  const found = locate(ground, quote);
  if (!found) return issue('QUOTE_NOT_IN_TURN', `${path}/quote`, `Turn ${quote.turn_index} does not say it: left out.`);
  if (isSaidBy(ground, found, wanted)) return found;
  return issue(
    'WRONG_SPEAKER',
    `${path}/turn_index`,
    `Turn ${found.turn} is not said by the one it must be: left out.`,
  );
};

const isProven = (one: VerifiedSpan | CheckedIssue): one is VerifiedSpan => 'turn' in one;

/**
 * Finds what a model collected from a chunk in the turns of the chunk. What does not stand there, or was said by another
 * than its kind demands, is left out with a warning; an answer that is mostly made up fails.
 */
export const verifyPassages = (ground: Ground, { passages }: ExtractionOutput): VerifiedPassages => {
  const issues: CheckedIssue[] = [];
  const proven: VerifiedPassage[] = [];
  passages.forEach(({ kind, dimension, answer, ...quote }, at) => {
    const path = `/passages/${at}`;
    const span = prove(ground, quote, SPEAKER[kind], path);
    if (!isProven(span)) return void issues.push(span);
    const reply = answer === null ? null : prove(ground, answer, 'CUSTOMER', `${path}/answer`);
    if (reply !== null && !isProven(reply)) issues.push(reply);
    proven.push({ ...span, kind, dimension, answer: reply !== null && isProven(reply) ? reply : null });
  });
  const isMadeUp = passages.length >= FEW && proven.length * 2 < passages.length;
  const worse = issues.map((one) => ({ ...one, severity: 'error', repaired: false }) as const);
  return { passages: proven, issues: isMadeUp ? worse : issues };
};
