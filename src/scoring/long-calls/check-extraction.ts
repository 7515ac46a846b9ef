import {
  extractionSchemaFor,
  type ExtractionOutput,
  type JudgeFlag,
  type ModelAnswer,
  type Rubric,
} from '../../plugin-api/index.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import { readAnswer } from '../answers/read-answer.js';
import { verifyPassages, type Ground, type VerifiedPassage } from './verify-passages.js';

/** What one chunk brought. */
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

/** Untrusted until proven: the shape first, then each quote in its turn. */
export const checkExtraction = (answer: ModelAnswer, rubric: Rubric, ground: Ground): CheckedAnswer<ChunkFindings> => {
  const read = readAnswer<ExtractionOutput>(answer, extractionSchemaFor(rubric));
  if ('faults' in read) return { output: null, issues: read.faults, repairedEvidence: NONE };
  const { passages, issues } = verifyPassages(ground, read.output);
  const fails = issues.some(({ severity }) => severity === 'error');
  const { is_sales_talk: isSalesTalk, flags } = read.output;
  return { output: fails ? null : { passages, isSalesTalk, flags }, issues, repairedEvidence: NONE };
};
