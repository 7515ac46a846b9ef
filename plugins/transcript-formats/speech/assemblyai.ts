import { TELEPHONY } from '../shared/families.js';
import type { Cue } from 'debrief/plugin-api';
import {
  channelLabel,
  fields,
  type Fields,
  list,
  probability,
  secondsToMs,
  text,
  voiceLabel,
  wholeMs,
} from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import { segmentAt, type SpokenSegment, untimedSegment, wordsToCues } from './words-to-cues.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, refused, toMetadata } from '../shared/results.js';

const OWN_KEYS = [
  'audio_url',
  'audio_duration',
  'acoustic_model',
  'speaker_labels',
  'speech_model',
  'speech_models',
  'language_model',
];

const hasWholeTimes = (piece: unknown): boolean => {
  const { start, end, text: words } = fields(piece);
  return typeof words === 'string' && Number.isInteger(start) && Number.isInteger(end);
};

function detect(root: unknown): number {
  const top = fields(root);
  const [utterance] = list(top.utterances);
  const [word] = list(top.words);
  const known = OWN_KEYS.filter((key) => key in top).length;
  if (known >= 2 && ('words' in top || 'utterances' in top)) return 0.97;
  // Other engines have utterances too, with times in seconds.
  return hasWholeTimes(utterance) && (known > 0 || hasWholeTimes(list(fields(utterance).words)[0] ?? word)) ? 0.9 : 0;
}

/** On a recording of several channels each utterance names its channel, and the channel is the speaker. */
const speakerOf = ({ channel, speaker }: Fields): string | null =>
  text(channel) === null ? voiceLabel(speaker) : channelLabel(channel);

const pieceOf = (document: JsonDocument, node: Fields): SpokenSegment =>
  segmentAt(document, node, 'text', {
    speaker: speakerOf(node),
    startMs: wholeMs(node.start),
    endMs: wholeMs(node.end),
    confidence: probability(node.confidence),
  });

function readCues(document: JsonDocument, top: Fields): Cue[] {
  const utterances = list(top.utterances).map((one) => ({ ...pieceOf(document, fields(one)), breaks: true }));
  const spoken = wordsToCues(utterances);
  if (spoken.length > 0) return spoken;
  const words = wordsToCues(list(top.words).map((word) => pieceOf(document, fields(word))));
  return words.length > 0 ? words : wordsToCues([untimedSegment(document, top, 'text')]);
}

const metadataOf = (top: Fields) =>
  toMetadata({
    durationMs: secondsToMs(top.audio_duration),
    language: text(top.language_code),
    externalRef: text(top.id),
  });

/** AssemblyAI's transcript: utterances where speakers were asked for, else words; times in whole milliseconds, the duration in seconds. */
export const assemblyai = jsonParser({
  format: 'assemblyai',
  description: 'AssemblyAI transcript (JSON)',
  family: TELEPHONY,
  detect,
  read: (document) => {
    const top = fields(document.root);
    if (top.status === 'error' || top.status === 'queued' || top.status === 'processing') {
      const state = top.status === 'error' ? 'failed' : 'is not finished';
      return refused(
        'TRANSCRIPT_EMPTY',
        `AssemblyAI's transcription ${state}: the file holds no speech. Export it when it is completed.`,
      );
    }
    return parsed(readCues(document, top), { metadata: metadataOf(top) });
  },
});
