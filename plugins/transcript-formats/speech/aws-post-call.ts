import { TELEPHONY } from '../shared/families.js';
import type { Cue, ParsedParticipant, ParseResult } from 'debrief/plugin-api';
import { sortByStart, segmentAt, type SpokenSegment, wordsToCues } from './words-to-cues.js';
import { contactCenterRole } from '../json/json-people.js';
import {
  channelLabel,
  fields,
  type Fields,
  isFields,
  list,
  meanProbability,
  secondsToMs,
  text,
  voiceLabel,
  wholeMs,
} from '../json/json-fields.js';
import { setAsideStrings } from '../json/set-aside-strings.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, toMetadata } from '../shared/results.js';
import { readRoleWord } from '../shared/role-word.js';

function speechSegment(document: JsonDocument, node: unknown): SpokenSegment {
  const segment = fields(node);
  return segmentAt(document, segment, text(segment.DisplayText) === null ? 'OriginalText' : 'DisplayText', {
    speaker: text(segment.SegmentSpeaker),
    startMs: secondsToMs(segment.SegmentStartTime),
    endMs: secondsToMs(segment.SegmentEndTime),
    confidence: meanProbability(list(segment.WordConfidence).map((word) => fields(word).Confidence)),
    breaks: true,
  });
}

/** Display texts identify `spk_0`: a side such as `Agent`, or a name. */
const labeledBy = (analytics: Fields): ParsedParticipant[] =>
  list(analytics.SpeakerLabels)
    .map(fields)
    .flatMap(({ Speaker: speaker, DisplayText: shown }) => {
      const [label, name] = [text(speaker), text(shown)];
      const role = contactCenterRole(name) ?? readRoleWord(name ?? '');
      if (label === null || name === null) return [];
      return [role === null ? { label, name } : { label, role }];
    });

function audioSegment(document: JsonDocument, node: unknown): SpokenSegment {
  const segment = fields(node);
  const channel = channelLabel(fields(segment.channel).channel_label);
  const { speaker_name: name, speaker_label: label } = fields(segment.speaker);
  return segmentAt(document, segment, 'text', {
    speaker: text(name) ?? voiceLabel(label) ?? channel,
    startMs: wholeMs(segment.start_timestamp_millis),
    endMs: wholeMs(segment.end_timestamp_millis),
    confidence: null,
    breaks: true,
  });
}

/** Post-Call Analytics: `SpeechSegments` in seconds, numbers also as strings. */
const readAnalytics = (document: JsonDocument, top: Fields): ParseResult => {
  const analytics = fields(top.ConversationAnalytics);
  const [source] = list(analytics.SourceInformation).map((one) => fields(fields(one).TranscribeJobInfo));
  return parsed(wordsToCues(list(top.SpeechSegments).map((segment) => speechSegment(document, segment))), {
    participants: labeledBy(analytics),
    metadata: toMetadata({
      durationMs: secondsToMs(analytics.Duration),
      language: text(analytics.LanguageCode),
      externalRef: text(source?.TranscriptionJobName),
    }),
    setAside: setAsideStrings(document, list(analytics.SpeakerLabels), null),
  });
};

/** Bedrock Data Automation: `audio_segments` in milliseconds. */
const readAutomation = (document: JsonDocument, top: Fields): ParseResult => {
  const { duration_millis: duration, asset_id: id } = fields(top.metadata);
  const cues: Cue[] = wordsToCues(list(top.audio_segments).map((segment) => audioSegment(document, segment)));
  return parsed(sortByStart(cues), {
    metadata: toMetadata({ durationMs: wholeMs(duration), externalRef: text(id) }),
  });
};

/** What Amazon's post-call pipelines make of a transcription: Post-Call Analytics, and the audio output of Bedrock Data Automation. */
export const awsPostCall = jsonParser({
  format: 'aws-post-call',
  description: 'Amazon Post-Call Analytics or Bedrock Data Automation audio output (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const top = fields(root);
    if (Array.isArray(top.SpeechSegments) && isFields(top.ConversationAnalytics)) return 0.98;
    const segments = list(top.audio_segments).slice(0, 20).map(fields);
    return segments.some((segment) => 'start_timestamp_millis' in segment) ? 0.97 : 0;
  },
  read: (document) => {
    const top = fields(document.root);
    return Array.isArray(top.SpeechSegments) ? readAnalytics(document, top) : readAutomation(document, top);
  },
});
