import type { JudgeEvidence, JudgeOutput } from 'debrief/plugin-api';

/** A JSON pointer (RFC 6901) from its parts: `/dimensions/problem/evidence/0/quote`. */
export const jsonPointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export interface CitedEvidence {
  readonly dimension: string;
  readonly piece: JudgeEvidence;
  /** JSON pointer to the piece. */
  readonly path: string;
}

/** All evidence of an answer, with its JSON pointers. */
export const citedEvidence = (output: JudgeOutput): readonly CitedEvidence[] =>
  Object.entries(output.dimensions).flatMap(([dimension, { evidence }]) =>
    evidence.map((piece, at) => ({ dimension, piece, path: jsonPointer('dimensions', dimension, 'evidence', at) })),
  );

interface WrittenText {
  /** JSON pointer to it. */
  readonly path: string;
  readonly text: string;
}

/** What the judge wrote for people to read: rationale, strengths, advice, summary. Quotes and examples are not among it. */
export const writtenTexts = ({ dimensions, coaching }: JudgeOutput): readonly WrittenText[] => [
  ...Object.entries(dimensions).map(([key, { rationale }]) => ({
    path: jsonPointer('dimensions', key, 'rationale'),
    text: rationale,
  })),
  ...coaching.strengths.map(({ text }, at) => ({ path: jsonPointer('coaching', 'strengths', at, 'text'), text })),
  ...coaching.improvements.map(({ advice }, at) => ({
    path: jsonPointer('coaching', 'improvements', at, 'advice'),
    text: advice,
  })),
  { path: '/coaching/summary', text: coaching.summary },
];

/** Words in quotation marks are in the language of the transcript. */
export const withoutQuotes = (text: string): string => text.replace(/["“„«][^"“”„«»]{0,400}["”“»]/g, ' ');
