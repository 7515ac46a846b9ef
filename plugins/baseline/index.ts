import { definePlugin } from 'debrief/plugin-api';

import { baselineProvider } from './baseline-provider.js';

export default definePlugin({
  name: 'baseline',
  version: '1.0.0',
  apiVersion: 1,
  description: 'Scores calls offline by the wording of their questions, so that everything runs without a key.',
  setup: () => ({ modelProviders: [baselineProvider] }),
});
