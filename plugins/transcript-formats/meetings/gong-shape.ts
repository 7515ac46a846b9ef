import { fields, isFields, list, number, text, type Fields } from '../json/json-fields.js';
import { findNodes } from '../json/json-values.js';

interface GongParty {
  readonly speakerId: string | null;
  readonly userId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  readonly company: string | null;
}

export interface GongCall {
  /** The object as it stands in the file. */
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

export interface GongTranscript {
  /** The object as it stands in the file: `{ callId, transcript: [{ speakerId, sentences }] }`. */
  readonly node: Fields;
  readonly callId: string | null;
}

/** All that a file has of Gong's answers. */
export interface GongFile {
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

/** A call that stands in two pages, or in two files that were joined, is one call. */
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

/** All transcripts and calls of a file, whether they stand at its top, side by side in a list, one after the other, or each under a key. */
export function findGong(values: readonly unknown[]): GongFile {
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
export const hasGong = (values: readonly unknown[]): boolean =>
  findNodes(values, (node) => 'callTranscripts' in node || isTranscript(node) || isCall(node)).length > 0;
