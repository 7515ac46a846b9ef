import { TELEPHONY } from '../shared/families.js';
import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';
import { callParser } from '../json/json-parser.js';
import { channelLabel, fields, type Fields, list, number, text } from '../json/json-fields.js';
import { toParticipant } from '../json/json-people.js';
import { cuesOf, head, warnMorePages, unitOf, type Utterance } from '../json/json-utterances.js';
import { findNodes, type JsonValues } from '../json/json-values.js';
import { readRoleWord } from '../shared/role-word.js';
import { toMetadata } from '../shared/results.js';

/** Clients of some languages write the keys in camel case. */
const either = (node: Fields, key: string): unknown =>
  node[key] ?? node[key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())];

const isSentence = (node: Fields): boolean =>
  either(node, 'media_channel') !== undefined && typeof node.transcript === 'string';

const isCall = (node: Fields): boolean => head(node.sentences).some(isSentence);

const sidOf = (call: Fields): string | null =>
  text(either(call, 'transcript_sid')) ??
  head(call.sentences)
    .map((sentence) => text(either(sentence, 'transcript_sid')))
    .find((sid) => sid !== null) ??
  null;

const titleOf = (call: Fields): ParsedMetadata =>
  toMetadata({ title: text(call.title) ?? text(call.friendly_name), externalRef: sidOf(call) });

/** The order of the answer, unless every sentence has a number. */
function sentencesOf(call: Fields): readonly Fields[] {
  const sentences = list(call.sentences).map(fields);
  const numbered = sentences.flatMap((node) => {
    const index = number(either(node, 'sentence_index'));
    return index === null ? [] : [{ node, index }];
  });
  if (numbered.length < sentences.length) return sentences;
  return numbered.sort((a, b) => a.index - b.index).map(({ node }) => node);
}

const toUtterance = (node: Fields): Utterance => ({
  node,
  key: 'transcript',
  speaker: channelLabel(either(node, 'media_channel')),
  start: either(node, 'start_time'),
  end: either(node, 'end_time'),
  confidence: node.confidence,
});

const hasChannel = (node: Fields): boolean => either(node, 'channel_participant') !== undefined;

/** Who spoke on which channel, if the file also holds the transcript's own record. */
const peopleOf = (json: JsonValues): ParsedParticipant[] =>
  findNodes(json.values, hasChannel).flatMap((node) => {
    const label = channelLabel(either(node, 'channel_participant'));
    const role = readRoleWord(text(node.role) ?? '');
    return label === null
      ? []
      : [toParticipant(label, { name: text(either(node, 'full_name')), email: text(node.email), role })];
  });

/** Twilio's sentences: times are strings of seconds, and each channel is a person. */
export const twilio = callParser({
  format: 'twilio',
  description: 'Twilio Voice Intelligence sentences (JSON)',
  family: TELEPHONY,
  confidence: 0.98,
  needs: 'a list "sentences" with media channels',
  isCall,
  listKey: 'sentences',
  titleOf,
  read(call, json, hints) {
    const utterances = sentencesOf(call).map(toUtterance);
    const { unit, warnings } = unitOf(utterances, 's', hints);
    const next = fields(call.meta);
    return {
      cues: cuesOf(utterances, json, unit),
      participants: peopleOf(json),
      metadata: titleOf(call),
      warnings: [...warnings, ...warnMorePages(either(next, 'next_page_url'))],
    };
  },
});
