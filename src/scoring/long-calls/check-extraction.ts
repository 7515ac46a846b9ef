import {
  type EvidenceKind,
  type ExtractionOutput,
  extractionSchemaFor,
  type JudgeFlag,
  type ModelAnswer,
  type NormalizedTranscript,
  type ParticipantRole,
  type Rubric,
  type TranscriptChunk,
} from '../../plugin-api/index.js';
import { locateQuote } from '../../text/locate-quote.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import { readAnswer } from '../answers/read-answer.js';
import type { CheckedIssue } from '../model/judge-verdict.js';

/** A quote found in its turn. */
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

interface VerifiedPassages {
  readonly passages: readonly VerifiedPassage[];
  readonly issues: readonly CheckedIssue[];
}

/** Where quotes may come from. */
export interface QuoteSource {
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

/** An answer with at least this many passages of which less than half can be verified is sent back. */
const MIN_JUDGED = 4;

type Quote = ExtractionOutput['passages'][number]['answer'] & object;

/** Models miscount turns, so the turns beside the cited one are searched too. */
const locate = ({ transcript, chunk }: QuoteSource, { turn_index: at, quote }: Quote): VerifiedSpan | null => {
  const inChunk = new Set(chunk.turns.map(({ index }) => index));
  for (const turn of [at, at - 1, at + 1].filter((turn) => inChunk.has(turn))) {
    const found = locateQuote(transcript.turns[turn]?.text ?? '', quote);
    if (found) return { turn, start: found.start, end: found.end };
  }
  return null;
};

const isSaidBy = (
  { transcript, subject }: QuoteSource,
  { turn }: VerifiedSpan,
  wanted: ParticipantRole | null,
): boolean => {
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

const verifyQuote = (
  source: QuoteSource,
  quote: Quote,
  wanted: ParticipantRole | null,
  path: string,
): VerifiedSpan | CheckedIssue => {
  const found = locate(source, quote);
  if (!found) return issue('QUOTE_NOT_IN_TURN', `${path}/quote`, `Turn ${quote.turn_index} does not say it: left out.`);
  if (isSaidBy(source, found, wanted)) return found;
  return issue(
    'WRONG_SPEAKER',
    `${path}/turn_index`,
    `Turn ${found.turn} is not said by the one it must be: left out.`,
  );
};

const isVerified = (one: VerifiedSpan | CheckedIssue): one is VerifiedSpan => 'turn' in one;

/**
 * Finds what a model collected from a chunk in the turns of the chunk. Passages that are not found, or were said
 * by another speaker than their kind demands, are left out with a warning; an answer that is mostly made up fails.
 */
export const verifyPassages = (source: QuoteSource, { passages }: ExtractionOutput): VerifiedPassages => {
  const issues: CheckedIssue[] = [];
  const verified: VerifiedPassage[] = [];
  passages.forEach(({ kind, dimension, answer, ...quote }, at) => {
    const path = `/passages/${at}`;
    const span = verifyQuote(source, quote, SPEAKER[kind], path);
    if (!isVerified(span)) return void issues.push(span);
    const reply = answer === null ? null : verifyQuote(source, answer, 'CUSTOMER', `${path}/answer`);
    if (reply !== null && !isVerified(reply)) issues.push(reply);
    verified.push({ ...span, kind, dimension, answer: reply !== null && isVerified(reply) ? reply : null });
  });
  const isMadeUp = passages.length >= MIN_JUDGED && verified.length * 2 < passages.length;
  const worse = issues.map((one) => ({ ...one, severity: 'error', repaired: false }) as const);
  return { passages: verified, issues: isMadeUp ? worse : issues };
};

/** What was extracted from one chunk. */
export interface ChunkFindings {
  readonly passages: readonly VerifiedPassage[];
  readonly isSalesTalk: boolean;
  readonly flags: readonly JudgeFlag[];
}

/** A chunk that was read. */
export interface ReadChunk extends ChunkFindings {
  /** Whether a fallback model read it. */
  readonly byFallback: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Checks an untrusted extraction: its shape first, then each quote in its turn. */
export const checkExtraction = (
  answer: ModelAnswer,
  rubric: Rubric,
  source: QuoteSource,
): CheckedAnswer<ChunkFindings> => {
  const read = readAnswer<ExtractionOutput>(answer, extractionSchemaFor(rubric));
  if ('faults' in read) return { output: null, issues: read.faults, repairedEvidence: NONE };
  const { passages, issues } = verifyPassages(source, read.output);
  const fails = issues.some(({ severity }) => severity === 'error');
  const { is_sales_talk: isSalesTalk, flags } = read.output;
  return { output: fails ? null : { passages, isSalesTalk, flags }, issues, repairedEvidence: NONE };
};
