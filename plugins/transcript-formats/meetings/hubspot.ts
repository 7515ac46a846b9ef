import { SALES_TOOLS } from '../shared/families.js';
import type { ParsedMetadata, ParsedParticipant } from 'debrief/plugin-api';
import { callParser } from '../json/json-parser.js';
import { fields, type Fields, list, text, voiceLabel } from '../json/json-fields.js';
import { uniqueByLabel, toParticipant } from '../json/json-people.js';
import { cuesOf, head, warnMorePages, unitOf, type Utterance } from '../json/json-utterances.js';
import { toMetadata } from '../shared/results.js';

const isUtterance = (node: Fields): boolean => 'startTimeMillis' in node && 'text' in node && 'speaker' in node;

/** What is sent has its utterances under `transcriptCreateUtterances`, what is asked for under `utterances`. */
const utteranceList = (call: Fields): readonly unknown[] =>
  [call.transcriptCreateUtterances, call.utterances, call.transcriptUtterances].map(list).find(hasEntries) ?? [];
const hasEntries = (entries: readonly unknown[]): boolean => entries.length > 0;

const isCall = (node: Fields): boolean =>
  'transcriptCreateUtterances' in node || head(utteranceList(node)).some(isUtterance);

const titleOf = (call: Fields): ParsedMetadata =>
  toMetadata({ title: text(call.title), externalRef: text(call.engagementId) ?? text(call.id) });

function labelOf(utterance: Fields): string | null {
  const speaker = fields(utterance.speaker);
  return text(speaker.name) ?? text(speaker.email) ?? voiceLabel(text(speaker.id)) ?? text(utterance.speaker);
}

function personIn(utterance: Fields): ParsedParticipant[] {
  const label = labelOf(utterance);
  const email = text(fields(utterance.speaker).email);
  return label === null || email === null ? [] : [toParticipant(label, { email })];
}

/** The language of most utterances. */
function languageOf(nodes: readonly Fields[]): string | null {
  const counts = Map.groupBy(nodes, ({ languageCode }) => text(languageCode));
  const known = [...counts].filter(([code]) => code !== null && /^[a-z]{2,3}(?:[-_]\w{2,8})*$/i.test(code));
  return known.sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}

/** HubSpot's transcript of a call: utterances in milliseconds. */
export const hubspot = callParser({
  format: 'hubspot',
  description: 'HubSpot call transcript (JSON)',
  family: SALES_TOOLS,
  confidence: 0.98,
  needs: 'a list "transcriptCreateUtterances"',
  isCall,
  listKey: 'utterances',
  titleOf,
  read(call, json, hints) {
    const nodes = utteranceList(call).map(fields);
    const utterances = nodes.map((node): Utterance => ({
      node,
      key: 'text',
      speaker: labelOf(node),
      start: node.startTimeMillis,
      end: node.endTimeMillis,
    }));
    const { unit, warnings } = unitOf(utterances, 'ms', hints);
    return {
      cues: cuesOf(utterances, json, unit),
      participants: uniqueByLabel(nodes.flatMap(personIn)),
      metadata: { ...titleOf(call), ...toMetadata({ language: languageOf(nodes) }) },
      warnings: [...warnings, ...warnMorePages(fields(fields(call.paging).next).after)],
    };
  },
});
