import { definePlugin } from 'debrief/plugin-api';

import { basePrompt } from './base-prompt.js';
import { rubricEvaluator } from './rubric-evaluator.js';
import { spin } from './spin.js';

export default definePlugin({
  name: 'rubric-judge',
  version: '1.0.0',
  apiVersion: 1,
  description: 'Scores transcripts by a rubric with a model as judge; brings the SPIN rubric and the base prompt.',
  setup: () => ({ rubrics: [spin], prompts: [basePrompt], evaluators: [rubricEvaluator] }),
});
