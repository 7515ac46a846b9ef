import { definePlugin } from 'debrief/plugin-api';
import { conversation } from './conversation.js';

export default definePlugin({
  name: 'conversation-metrics',
  version: '1.0.0',
  apiVersion: 1,
  description: 'Figures of how a call went: who talks how much, how long at a stretch, who asks. No model is asked.',
  setup: () => ({ transcriptMetrics: [conversation] }),
});
