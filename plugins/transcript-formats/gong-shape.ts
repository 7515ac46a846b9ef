export interface GongSentence {
  readonly text: string;
  readonly start: number | null;
  readonly end: number | null;
}

export interface GongTranscript {
  readonly callId: string | null;
  readonly monologues: readonly { readonly speakerId: string | null; readonly sentences: readonly GongSentence[] }[];
}

interface GongParty {
  readonly speakerId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  readonly company: string | null;
}

export interface GongCall {
  readonly id: string | null;
  readonly title: string | null;
  readonly started: string | null;
  readonly durationS: number | null;
  readonly language: string | null;
  readonly parties: readonly GongParty[];
}

type Fields = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 4;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const text = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

const number = (value: unknown): number | null => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
};

function readSentence(value: unknown): GongSentence[] {
  const sentence = fields(value);
  const words = typeof sentence.text === 'string' ? sentence.text : '';
  if (words.trim() === '') return [];
  return [
    { text: words, start: number(sentence.start ?? sentence.start_ms), end: number(sentence.end ?? sentence.end_ms) },
  ];
}

const readTranscript = (value: unknown): GongTranscript => ({
  callId: text(fields(value).callId),
  monologues: list(fields(value).transcript).map((monologue) => ({
    speakerId: text(fields(monologue).speakerId),
    sentences: list(fields(monologue).sentences).flatMap(readSentence),
  })),
});

/** Name of the party's account in the CRM data, where the export carries it. */
function readCompany(party: Fields): string | null {
  const objects = list(party.context).flatMap((context) => list(fields(context).objects));
  const account = objects.map(fields).find((object) => object.objectType === 'Account');
  const name = list(account?.fields)
    .map(fields)
    .find((field) => field.name === 'Name');
  return text(name?.value) ?? text(party.company);
}

const readParty = (value: unknown): GongParty => {
  const party = fields(value);
  return {
    speakerId: text(party.speakerId),
    name: text(party.name),
    email: text(party.emailAddress),
    affiliation: text(party.affiliation),
    company: readCompany(party),
  };
};

function readCall(value: unknown): GongCall {
  const call = fields(value);
  const data = isFields(call.metaData) ? call.metaData : call;
  return {
    id: text(data.id),
    title: text(data.title),
    started: text(data.started),
    durationS: number(data.duration),
    language: text(data.language),
    parties: list(call.parties).map(readParty),
  };
}

/** All transcripts and calls of a document, whether they stand at its top, side by side in a list, or each under a key of its own. */
export function findGong(document: unknown): {
  readonly transcripts: readonly GongTranscript[];
  readonly calls: readonly GongCall[];
} {
  const transcripts: GongTranscript[] = [];
  const calls: GongCall[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
    const node = fields(value);
    transcripts.push(...list(node.callTranscripts).map(readTranscript));
    calls.push(...list(node.calls).map(readCall));
    const rest = Array.isArray(value)
      ? value
      : Object.entries(node).flatMap(([key, child]) => (key === 'callTranscripts' || key === 'calls' ? [] : [child]));
    for (const child of rest as readonly unknown[]) visit(child, depth + 1);
  };
  visit(document, 0);
  return { transcripts, calls };
}
