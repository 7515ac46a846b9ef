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
import { NOT_JSON, withTruncationWarning } from '../json/json-parser.js';
import { fields, type Fields, isFields, list, number, text } from '../json/json-fields.js';
import { uniqueByLabel, toParticipant } from '../json/json-people.js';
import { cuesOf, warnMorePages, unitOf, type Utterance } from '../json/json-utterances.js';
import { findNodes, type JsonValues, jsonValuesOf } from '../json/json-values.js';
import { parsed, callFileName, refused, toMetadata } from '../shared/results.js';

interface GongParty {
  readonly speakerId: string | null;
  readonly userId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  readonly company: string | null;
}

interface GongCall {
  /** The object as it is in the file. */
  readonly node: Fields;
  readonly id: string | null;
  readonly title: string | null;
  readonly started: string | null;
  readonly durationS: number | null;
  readonly language: string | null;
  /** Name of the customer's account. */
  readonly company: string | null;
  readonly parties: readonly GongParty[];
}

interface GongTranscript {
  /** The object as it is in the file: `{ callId, transcript: [{ speakerId, sentences }] }`. */
  readonly node: Fields;
  readonly callId: string | null;
}

/** All that a file has of Gong's answers. */
interface GongFile {
  readonly transcripts: readonly GongTranscript[];
  readonly calls: readonly GongCall[];
  readonly callById: ReadonlyMap<string, GongCall>;
  /** `records` of an answer that says that there are more pages. */
  readonly morePages: Fields | null;
}

/** Name of the account in CRM data, where the export carries it. */
function accountIn(context: unknown): string | null {
  const objects = list(context).flatMap((one) => list(fields(one).objects).map(fields));
  const account = objects.find((object) => text(object.objectType)?.toLowerCase() === 'account');
  const name = list(account?.fields)
    .map(fields)
    .find((field) => text(field.name)?.toLowerCase() === 'name');
  return text(name?.value);
}

const readParty = (value: unknown): GongParty => {
  const party = fields(value);
  return {
    speakerId: text(party.speakerId),
    userId: text(party.userId),
    name: text(party.name),
    email: text(party.emailAddress),
    affiliation: text(party.affiliation)?.trim().toLowerCase() ?? null,
    company: accountIn(party.context) ?? text(party.company),
  };
};

function readCall(node: Fields): GongCall {
  const data = isFields(node.metaData) ? node.metaData : node;
  return {
    node,
    id: text(data.id),
    title: text(data.title),
    started: text(data.started),
    durationS: number(data.duration),
    language: text(data.language),
    company: accountIn(node.context),
    parties: list(node.parties).map(readParty),
  };
}

const isMonologue = (value: unknown): boolean => 'speakerId' in fields(value) && 'sentences' in fields(value);

const isTranscript = (node: Fields): boolean => list(node.transcript).slice(0, 50).some(isMonologue);
const isCall = ({ metaData, parties }: Fields): boolean =>
  isFields(metaData) && (parties !== undefined || 'started' in metaData || 'primaryUserId' in metaData);
/** Mocks leave `metaData` out and put its fields beside the parties. Other tools have such objects too. */
const mayBeCall = (node: Fields): boolean => isCall(node) || (Array.isArray(node.parties) && 'id' in node);
const isPage = (node: Fields): boolean => 'callTranscripts' in node || ('calls' in node && 'records' in node);

function transcriptsIn(values: readonly unknown[]): Fields[] {
  const listed = findNodes(values, (node) => Array.isArray(node.callTranscripts)).flatMap((node) =>
    list(node.callTranscripts).filter(isFields),
  );
  // A transcript may have been taken out of its list.
  return listed.length > 0 ? listed : findNodes(values, isTranscript);
}

/** A call that is in two pages, or in two files that were joined, is one call. */
function oncePerCall(transcripts: readonly GongTranscript[]): GongTranscript[] {
  const seen = new Set<string>();
  return transcripts.filter(({ callId }) => {
    if (callId === null) return true;
    const isNew = !seen.has(callId);
    seen.add(callId);
    return isNew;
  });
}

const hasMore = (node: Fields): boolean => text(fields(node.records).cursor) !== null;

/** All transcripts and calls of a file: at its top, in a list, one after the other, or each under a key. */
function findGong(values: readonly unknown[]): GongFile {
  const transcripts = transcriptsIn(values).map((node) => ({ node, callId: text(node.callId) }));
  const calls = findNodes(values, mayBeCall).map(readCall);
  const page = findNodes(values, isPage).find(hasMore);
  return {
    transcripts: oncePerCall(transcripts),
    calls,
    callById: new Map(calls.flatMap((call) => (call.id === null ? [] : [[call.id, call]]))),
    morePages: page ? fields(page.records) : null,
  };
}

/** Whether any part of the values is Gong's. */
const hasGong = (values: readonly unknown[]): boolean =>
  findNodes(values, (node) => 'callTranscripts' in node || isTranscript(node) || isCall(node)).length > 0;

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

/** Only users of Gong have a user id: they are on the seller's side also if the affiliation is not known. */
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
    return speakerId === null ? [] : [toParticipant(speakerId, { name, email, affiliation, role })];
  });
  return uniqueByLabel(people);
}

const metadataOf = ({ callId }: GongTranscript, call: GongCall | null): ParsedMetadata => {
  const language = call?.language ?? null;
  return toMetadata({
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
    warnings: withTruncationWarning(json, [
      ...(call ? [] : [UNNAMED]),
      ...warnings,
      ...warnMorePages(file.morePages?.cursor),
    ]),
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
    fileName: callFileName(externalRef ?? title, at, 'json'),
    text: JSON.stringify(content),
    format: FORMAT,
    metadata: toMetadata({ title: title ?? null, externalRef: externalRef ?? null }),
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
