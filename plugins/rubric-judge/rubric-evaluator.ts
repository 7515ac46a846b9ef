import {
  responseSchemaFor,
  type DimensionResult,
  type Evaluation,
  type Evaluator,
  type JudgeFlag,
  type Rubric,
  type UnscoredReason,
} from 'debrief/plugin-api';

import { buildSections } from './build-sections.js';
import { findInapplicable, findUnscorable, type Unscorable } from './unscorable.js';
import { longCallFor } from './long-call.js';
import { toEvaluation } from './to-evaluation.js';
const FLAGS: Readonly<Partial<Record<UnscoredReason, readonly JudgeFlag[]>>> = {
  NOT_A_SALES_CALL: ['not_a_sales_call'],
  UNSUPPORTED_LANGUAGE: ['unsupported_language'],
};

const unscored = (rubric: Rubric, { reason, rationale }: Unscorable): Evaluation => {
  const result: DimensionResult = { outcome: 'UNSCORED', reason, rationale, evidence: [] };
  return {
    metrics: Object.fromEntries(rubric.dimensions.map(({ key }) => [key, result])),
    coaching: null,
    flags: FLAGS[reason] ?? [],
  };
};

/** Scores a transcript by any rubric with one question to a model in the role `judge`. */
export const rubricEvaluator: Evaluator = {
  name: 'rubric',
  version: 1,
  description:
    'Asks a model to score the transcript by a rubric, with evidence from the turns, and to coach the representative.',
  modelRoles: ['judge'],
  async evaluate(transcript, options, context) {
    const unscorable = findUnscorable(transcript, options) ?? findInapplicable(transcript, options);
    if (unscorable !== null) {
      context.logger.info({ reason: unscorable.reason }, 'transcript cannot be scored; no model is asked');
      return unscored(options.rubric, unscorable);
    }
    const output = await context.ask({
      role: 'judge',
      sections: buildSections(transcript, options),
      responseSchema: responseSchemaFor(options.rubric),
      long: longCallFor(transcript, options),
    });
    return toEvaluation(output, options);
  },
};
