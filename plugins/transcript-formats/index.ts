import { definePlugin } from 'debrief/plugin-api';
import { amberscript } from './speech/amberscript.js';
import { assemblyai } from './speech/assemblyai.js';
import { avoma } from './meetings/avoma.js';
import { awsCallAnalytics } from './speech/aws-call-analytics.js';
import { awsPostCall } from './speech/aws-post-call.js';
import { awsTranscribe } from './speech/aws-transcribe.js';
import { azureSpeech } from './speech/azure-speech.js';
import { chatJson } from './generic/chat-json.js';
import { chatLog } from './text/chat-log.js';
import { csvPerCall } from './tables/csv-per-call.js';
import { csv } from './tables/csv.js';
import { deepgram } from './speech/deepgram.js';
import { fathom } from './text/fathom.js';
import { fireflies } from './meetings/fireflies.js';
import { genericJson } from './generic/generic-json.js';
import { gongJson } from './meetings/gong-json.js';
import { gongPage } from './text/gong-page.js';
import { googleMeet } from './text/google-meet.js';
import { googleSpeech } from './speech/google-speech.js';
import { harperValley } from './speech/harper-valley.js';
import { html } from './web/html.js';
import { hubspot } from './meetings/hubspot.js';
import { ibmWatson } from './speech/ibm-watson.js';
import { kaldi } from './speech/kaldi.js';
import { otterJson } from './meetings/otter-json.js';
import { otterText } from './text/otter-text.js';
import { plainText } from './text/plain-text.js';
import { podcastJson } from './speech/podcast-json.js';
import { rev } from './speech/rev.js';
import { sbv } from './captions/sbv.js';
import { speechmatics } from './speech/speechmatics.js';
import { srt } from './captions/srt.js';
import { symbl } from './meetings/symbl.js';
import { teamsText } from './text/teams-text.js';
import { twilio } from './meetings/twilio.js';
import { webvtt } from './captions/webvtt.js';
import { whisperCpp } from './speech/whisper-cpp.js';
import { whisper } from './speech/whisper.js';
import { zoomCaptions } from './text/zoom-captions.js';

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
