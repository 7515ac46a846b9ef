import { TELEPHONY } from '../shared/families.js';
import type { Cue, ParseWarning } from 'debrief/plugin-api';
import { sortByStart, segmentAt, type SpokenSegment, untimedSegment, wordsToCues } from './words-to-cues.js';
import {
  channelLabel,
  fields,
  type Fields,
  isFields,
  list,
  probability,
  secondsToMs,
  text,
  voiceLabel,
} from '../json/json-fields.js';
import { jsonParser } from '../json/json-parser.js';
import type { JsonDocument } from '../json/read-json.js';
import { parsed, toMetadata } from '../shared/results.js';

/** The silence at which Deepgram itself ends an utterance, unless told otherwise: with it, words and utterances make the same turns. */
const UTTERANCE_SPLIT_MS = 800;
const RULES = { pauseMs: UTTERANCE_SPLIT_MS, sentencePauseMs: UTTERANCE_SPLIT_MS };

/** The response itself, or what a client library has put around it. */
const responseOf = (root: unknown): Fields => {
  const top = fields(root);
  return isFields(top.results) ? top : fields(top.result);
};

const alternativeOf = (channel: unknown): Fields => fields(list(fields(channel).alternatives)[0]);

/** The channel of an utterance; streams write it as a list with the number of channels behind it. */
const channelOf = (utterance: Fields): string => text(list(utterance.channel)[0] ?? utterance.channel) ?? '0';

type Label = (channel: unknown, speaker: unknown) => string | null;

const pieceOf = (document: JsonDocument, node: Fields, key: string, speaker: string | null): SpokenSegment =>
  segmentAt(document, node, key, {
    speaker,
    startMs: secondsToMs(node.start),
    endMs: secondsToMs(node.end),
    confidence: probability(node.confidence),
  });

const utteranceCues = (document: JsonDocument, utterances: readonly unknown[], label: Label): Cue[] =>
  utterances
    .map(fields)
    .flatMap((utterance) =>
      wordsToCues([pieceOf(document, utterance, 'transcript', label(channelOf(utterance), utterance.speaker))]),
    );

function channelPieces(document: JsonDocument, alternative: Fields, label: (speaker: unknown) => string | null) {
  const paragraphs = list(fields(alternative.paragraphs).paragraphs).map(fields);
  const sentences = paragraphs.flatMap((paragraph) =>
    list(paragraph.sentences).map((sentence) => pieceOf(document, fields(sentence), 'text', label(paragraph.speaker))),
  );
  if (sentences.length > 0) return sentences;
  return list(alternative.words)
    .map(fields)
    .map((word) =>
      pieceOf(document, word, text(word.punctuated_word) === null ? 'word' : 'punctuated_word', label(word.speaker)),
    );
}

function channelCues(document: JsonDocument, channels: readonly unknown[], label: Label): Cue[] {
  return channels.flatMap((channel, index) => {
    const alternative = alternativeOf(channel);
    const pieces = channelPieces(document, alternative, (speaker) => label(index, speaker));
    return wordsToCues(
      pieces.length > 0 ? pieces : [untimedSegment(document, alternative, 'transcript', label(index, null))],
      RULES,
    );
  });
}

/** Speakers that the engine separated within one channel are one speaker here; a warning says so. */
function sharedChannels(utterances: readonly unknown[]): ParseWarning[] {
  const voices = Map.groupBy(utterances.map(fields), channelOf);
  const shared = [...voices].filter(([, own]) => new Set(own.map(({ speaker }) => speaker)).size > 1);
  if (shared.length === 0) return [];
  const message = `Several speakers were separated on channel ${shared.map(([channel]) => channel).join(', ')}; they are treated as one speaker.`;
  return [{ code: 'CHANNEL_SHARED', message }];
}

function metadataOf(response: Fields, channels: readonly unknown[]) {
  const { duration, request_id: id } = fields(response.metadata);
  return toMetadata({
    durationMs: secondsToMs(duration),
    language: text(fields(channels[0]).detected_language),
    externalRef: text(id),
  });
}

/** Deepgram's answer for a recording, with or without utterances, paragraphs and diarization; on several channels, the channel is the speaker. */
export const deepgram = jsonParser({
  format: 'deepgram',
  description: 'Deepgram transcription (JSON)',
  family: TELEPHONY,
  detect: (root) => {
    const results = fields(responseOf(root).results);
    const hasChannels = list(results.channels).some((channel) => Array.isArray(fields(channel).alternatives));
    return hasChannels || list(results.utterances).some((one) => 'transcript' in fields(one)) ? 0.97 : 0;
  },
  read: (document) => {
    const response = responseOf(document.root);
    const results = fields(response.results);
    const channels = list(results.channels);
    const utterances = list(results.utterances);
    const isMultichannel =
      new Set([...channels.map((_, index) => String(index)), ...utterances.map((one) => channelOf(fields(one)))]).size >
      1;
    const label: Label = (channel, speaker) => (isMultichannel ? channelLabel(channel) : voiceLabel(speaker));
    const spoken = utteranceCues(document, utterances, label);
    const cues = spoken.length > 0 ? spoken : channelCues(document, channels, label);
    return parsed(isMultichannel ? sortByStart(cues) : cues, {
      metadata: metadataOf(response, channels),
      warnings: isMultichannel ? sharedChannels(utterances) : [],
    });
  },
});
