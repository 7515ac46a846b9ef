import type { Issue, JudgeEvidence, Validator, ValidatorInput } from 'debrief/plugin-api';
import { locateQuote } from 'debrief/plugin-api/text';
import { citedEvidence, jsonPointer } from './output-pointers.js';
type Transcript = ValidatorInput['transcript'];

interface Span {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
}

const spanOf = (transcript: Transcript, { turn_index: turn, quote }: JudgeEvidence): Span | null => {
  const text = transcript.turns[turn]?.text;
  const found = text === undefined ? null : locateQuote(text, quote);
  return found === null ? null : { turn, start: found.start, end: found.end };
};

const overlap = (a: Span, b: Span): boolean => a.turn === b.turn && a.start < b.end && b.start < a.end;

/** The evidence without what repeats an earlier piece. */
const withoutRepeats = (transcript: Transcript, evidence: readonly JudgeEvidence[]): readonly JudgeEvidence[] => {
  const seen: Span[] = [];
  return evidence.filter((piece) => {
    const span = spanOf(transcript, piece);
    if (span === null) return true;
    const repeated = seen.some((other) => overlap(other, span));
    if (!repeated) seen.push(span);
    return !repeated;
  });
};

const withinDimensions = ({ transcript, output }: ValidatorInput): Issue[] =>
  Object.entries(output.dimensions).flatMap(([key, { evidence }]) => {
    const kept = withoutRepeats(transcript, evidence);
    if (kept.length === evidence.length) return [];
    const path = jsonPointer('dimensions', key, 'evidence');
    return {
      severity: 'error',
      code: 'EVIDENCE_REPEATED',
      path,
      message: `${evidence.length - kept.length} of ${evidence.length} pieces of evidence repeat another one.`,
      hint: 'Cite each passage once in a dimension.',
      repairs: [{ op: 'replace', path, value: kept }],
    };
  });

const acrossDimensions = ({ transcript, output }: ValidatorInput): Issue[] => {
  const seen: (Span & { readonly dimension: string })[] = [];
  return citedEvidence(output).flatMap(({ dimension, piece, path }) => {
    const span = piece.kind === 'rep_question' ? spanOf(transcript, piece) : null;
    if (span === null) return [];
    const other = seen.find((one) => one.dimension !== dimension && overlap(one, span));
    seen.push({ ...span, dimension });
    if (other === undefined) return [];
    return {
      severity: 'warning',
      code: 'QUESTION_IN_TWO_DIMENSIONS',
      path,
      message: `The question in turn ${span.turn} also counts for "${other.dimension}".`,
      hint: 'Count each question for the one dimension that it fits best.',
    };
  });
};

/** B5: a passage counts once in a dimension (repeats are dropped), and a question in one dimension only (a warning). */
export const evidenceNotRepeated: Validator = {
  name: 'evidence-not-repeated',
  description: 'A passage counts once.',
  order: 40,
  validate: (input) => [...withinDimensions(input), ...acrossDimensions(input)],
};
