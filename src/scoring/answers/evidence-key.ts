import type { JudgeEvidence } from '../../plugin-api/index.js';

/** A piece of evidence by its content: evaluators pass evidence on as it is, its place may change. */
export const evidenceKey = ({ kind, turn_index, quote }: JudgeEvidence): string => `${kind} ${turn_index} ${quote}`;
