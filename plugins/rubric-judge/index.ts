import { definePlugin } from 'debrief/plugin-api';

import { bant } from './bant.js';
import { basePrompt } from './base-prompt.js';
import { challenger } from './challenger.js';
import { meddic } from './meddic.js';
import { meddpicc } from './meddpicc.js';
import { rubricEvaluator } from './rubric-evaluator.js';
import { sandler } from './sandler.js';
import { spin } from './spin.js';

export default definePlugin({
  name: 'rubric-judge',
  version: '1.1.0',
  apiVersion: 1,
  description:
    'Scores transcripts by a rubric with a model as judge; brings the rubrics SPIN, MEDDIC, MEDDPICC, BANT, Challenger and Sandler, and the base prompt.',
  setup: () => ({
    rubrics: [spin, meddic, meddpicc, bant, challenger, sandler],
    prompts: [basePrompt],
    evaluators: [rubricEvaluator],
  }),
});
