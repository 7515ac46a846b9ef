import { SALES_TOOLS } from '../shared/families.js';
import type {
  CallPart,
  ParsedMetadata,
  ParsedParticipant,
  ParseHints,
  ParseResult,
  ParseWarning,
  TranscriptParser,
  TranscriptSource,
} from 'debrief/plugin-api';
import { NOT_JSON, withCutOff } from '../json/call-parser.js';
import { findGong, hasGong, type GongCall, type GongFile, type GongTranscript } from './gong-shape.js';
import { fields, list, text } from '../json/json-fields.js';
import { byLabel, personOf } from '../json/json-people.js';
import { cuesOf, morePages, unitOf, type Utterance } from '../json/json-utterances.js';
import { jsonValuesOf, type JsonValues } from '../json/json-values.js';
import { partName } from '../shared/part-name.js';
import { parsed, refused } from '../shared/results.js';
import { statedMetadata } from '../shared/stated-metadata.js';

const FORMAT = 'gong-json';

const utterancesOf = ({ node }: GongTranscript): Utterance[] =>
  list(node.transcript)
    .map(fields)
    .flatMap((monologue) => {
      const speaker = text(monologue.speakerId) ?? text(monologue.speakerName) ?? text(monologue.speaker);
      return list(monologue.sentences).map((value): Utterance => {
        const sentence = fields(value);
        const start = sentence.start ?? sentence.start_ms ?? sentence.startMs;
        const end = sentence.end ?? sentence.end_ms ?? sentence.endMs;
        return { node: sentence, key: 'text', speaker, start, end };
      });
    });

/** Only users of Gong have a user id: they are on the seller's side also where the affiliation is not known. */
function roleOf({ affiliation, userId }: GongCall['parties'][number]): ParsedParticipant['role'] | null {
  if (affiliation === 'internal') return 'REP';
  if (affiliation === 'external') return 'CUSTOMER';
  return userId === null ? null : 'REP';
}

function participantsOf(call: GongCall | null): ParsedParticipant[] {
  const people = (call?.parties ?? []).flatMap((party) => {
    const { speakerId, name, email } = party;
    const role = roleOf(party);
    // The account that a call is filed under is the customer's.
    const affiliation = party.company ?? (role === 'CUSTOMER' ? call?.company : null);
    return speakerId === null ? [] : [personOf(speakerId, { name, email, affiliation, role })];
  });
  return byLabel(people);
}

const metadataOf = ({ callId }: GongTranscript, call: GongCall | null): ParsedMetadata => {
  const language = call?.language ?? null;
  return statedMetadata({
    title: call?.title ?? null,
    startedAt: call?.started ?? null,
    durationMs: call?.durationS == null ? null : Math.round(call.durationS * 1000),
    language: language !== null && /^(?:und|zxx)$/i.test(language) ? null : language,
    externalRef: callId ?? call?.id ?? null,
  });
};

const UNNAMED: ParseWarning = {
  code: 'SPEAKERS_UNNAMED',
  message:
    'The transcript has speaker ids only. Join it with the answer of calls/extensive in one file to give names and sides.',
};

/** The call of a transcript: by its id; where ids are missing, the only one there is. */
function callOf({ transcripts, calls, callById }: GongFile, { callId }: GongTranscript): GongCall | null {
  const [only] = calls;
  const isPair = transcripts.length === 1 && calls.length === 1 && (callId === null || only?.id == null);
  return callById.get(callId ?? '') ?? (isPair ? (only ?? null) : null);
}

function readOne(file: GongFile, transcript: GongTranscript, json: JsonValues, hints: ParseHints): ParseResult {
  const utterances = utterancesOf(transcript);
  const call = callOf(file, transcript);
  const inMs = utterances.some(({ node }) => 'start_ms' in node || 'startMs' in node);
  const { unit, warnings } = unitOf(utterances, 'ms', inMs ? { timeUnit: 'ms' } : hints);
  return parsed(cuesOf(utterances, json, unit), {
    participants: participantsOf(call),
    metadata: metadataOf(transcript, call),
    warnings: withCutOff(json, [...(call ? [] : [UNNAMED]), ...warnings, ...morePages(file.morePages?.cursor)]),
  });
}

function partOf(file: GongFile, transcript: GongTranscript, at: number): CallPart {
  const call = callOf(file, transcript);
  const { title, externalRef } = metadataOf(transcript, call);
  const content = {
    ...(file.morePages ? { records: file.morePages } : {}),
    callTranscripts: [transcript.node],
    ...(call ? { calls: [call.node] } : {}),
  };
  return {
    fileName: partName(externalRef ?? title, at, 'json'),
    text: JSON.stringify(content),
    format: FORMAT,
    metadata: statedMetadata({ title: title ?? null, externalRef: externalRef ?? null }),
  };
}

function refuseWithout({ calls }: GongFile): ParseResult {
  const message =
    calls.length > 0
      ? "This is the answer of Gong's calls/extensive: it says who was on the call, not what was said. Put the answer of calls/transcript into the same file."
      : 'The JSON holds no `callTranscripts` with a transcript.';
  return refused('FORMAT_INVALID', message);
}

function parse(source: TranscriptSource, hints: ParseHints): ParseResult {
  const json = jsonValuesOf(source);
  if (!json) return refused('FORMAT_INVALID', NOT_JSON);
  const file = findGong(json.values);
  const [transcript] = file.transcripts;
  if (!transcript) return refuseWithout(file);
  if (file.transcripts.length === 1) return readOne(file, transcript, json, hints);
  return { outcome: 'SPLIT', calls: file.transcripts.map((one, at) => partOf(file, one, at)) };
}

/** JSON that is cut off cannot be read, yet its keys tell what it was. */
const isBroken = (text: string): boolean => /^[\s\uFEFF]{0,200}[{[]/.test(text) && text.includes('"callTranscripts"');

function detect(source: TranscriptSource): number {
  const json = jsonValuesOf(source);
  if (!json) return isBroken(source.text) ? 0.9 : 0;
  return hasGong(json.values) ? 0.98 : 0;
}

/** Gong's `/v2/calls/transcript`, alone or in one file with `/v2/calls/extensive`: in any arrangement, joined by the ids of call and speaker. */
export const gongJson: TranscriptParser = {
  format: FORMAT,
  description: 'Gong API transcript (JSON), alone or joined with calls/extensive',
  family: SALES_TOOLS,
  detect,
  parse,
};
