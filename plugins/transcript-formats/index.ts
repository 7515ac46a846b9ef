import { definePlugin } from 'debrief/plugin-api';
import { csvPerCall } from './csv-per-call.js';
import { csv } from './csv.js';
import { gongJson } from './gong-json.js';
import { plainText } from './plain-text.js';
import { srt } from './srt.js';
import { webvtt } from './webvtt.js';

export default definePlugin({
  name: 'transcript-formats',
  version: '1.0.0',
  apiVersion: 1,
  description: 'Reads the transcripts that meeting, dialer and captioning tools export.',
  setup: () => ({ transcriptParsers: [webvtt, srt, plainText, csv, csvPerCall, gongJson] }),
});
