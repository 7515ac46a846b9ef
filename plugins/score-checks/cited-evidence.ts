import type { JudgeEvidence, JudgeOutput } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';

export interface CitedEvidence {
  readonly dimension: string;
  readonly piece: JudgeEvidence;
  /** JSON pointer to the piece. */
  readonly path: string;
}

/** All evidence of an answer, with where it stands. */
export const citedEvidence = (output: JudgeOutput): readonly CitedEvidence[] =>
  Object.entries(output.dimensions).flatMap(([dimension, { evidence }]) =>
    evidence.map((piece, at) => ({ dimension, piece, path: jsonPointer('dimensions', dimension, 'evidence', at) })),
  );
