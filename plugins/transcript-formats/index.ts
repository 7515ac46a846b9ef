import { definePlugin } from 'debrief/plugin-api';
import { amberscript } from './amberscript.js';
import { assemblyai } from './assemblyai.js';
import { avoma } from './avoma.js';
import { awsCallAnalytics } from './aws-call-analytics.js';
import { awsPostCall } from './aws-post-call.js';
import { awsTranscribe } from './aws-transcribe.js';
import { azureSpeech } from './azure-speech.js';
import { chatJson } from './chat-json.js';
import { chatLog } from './chat-log.js';
import { csvPerCall } from './csv-per-call.js';
import { csv } from './csv.js';
import { deepgram } from './deepgram.js';
import { fathom } from './fathom.js';
import { fireflies } from './fireflies.js';
import { genericJson } from './generic-json.js';
import { gongJson } from './gong-json.js';
import { gongPage } from './gong-page.js';
import { googleMeet } from './google-meet.js';
import { googleSpeech } from './google-speech.js';
import { harperValley } from './harper-valley.js';
import { html } from './html.js';
import { hubspot } from './hubspot.js';
import { ibmWatson } from './ibm-watson.js';
import { kaldi } from './kaldi.js';
import { otterJson } from './otter-json.js';
import { otterText } from './otter-text.js';
import { plainText } from './plain-text.js';
import { podcastJson } from './podcast-json.js';
import { rev } from './rev.js';
import { sbv } from './sbv.js';
import { speechmatics } from './speechmatics.js';
import { srt } from './srt.js';
import { symbl } from './symbl.js';
import { teamsText } from './teams-text.js';
import { twilio } from './twilio.js';
import { webvtt } from './webvtt.js';
import { whisperCpp } from './whisper-cpp.js';
import { whisper } from './whisper.js';
import { zoomCaptions } from './zoom-captions.js';

const transcriptParsers = [
  webvtt,
  srt,
  sbv,
  teamsText,
  googleMeet,
  otterText,
  gongPage,
  fathom,
  zoomCaptions,
  chatLog,
  html,
  plainText,
  csv,
  csvPerCall,
  gongJson,
  twilio,
  symbl,
  otterJson,
  hubspot,
  fireflies,
  chatJson,
  avoma,
  amberscript,
  assemblyai,
  awsCallAnalytics,
  awsPostCall,
  awsTranscribe,
  azureSpeech,
  deepgram,
  googleSpeech,
  harperValley,
  ibmWatson,
  kaldi,
  podcastJson,
  rev,
  speechmatics,
  whisperCpp,
  whisper,
  genericJson,
];

export default definePlugin({
  name: 'transcript-formats',
  version: '1.0.0',
  apiVersion: 1,
  description: 'Reads the transcripts that meeting, dialer and captioning tools export.',
  setup: () => ({
    transcriptParsers,
  }),
});
