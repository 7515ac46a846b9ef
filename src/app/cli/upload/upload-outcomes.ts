import type { Fault } from '../client/call-error.js';
import type { Client } from '../client/client.js';
import type { TakenResult } from './upload-files.js';
import type { Outcome, UploadResult } from './upload-result.js';
import { type RetryOptions, withRetries } from './upload-retries.js';

interface State {
  readonly id: string;
  readonly status: string;
  readonly error: Fault | null;
}

export interface OutcomeOptions extends Pick<RetryOptions, 'pause'> {
  /** Time limit for reading all files, in ms. */
  readonly limitMs: number;
  readonly now: () => number;
  /** Called after every poll. */
  readonly onProgress: (read: number, total: number) => void;
}

const AT_A_TIME = 100;
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 2_000;

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  HELD: 'held',
  REFUSED: 'refused',
  QUARANTINED: 'quarantined',
  SPLIT: 'split',
};

const isPending = ({ status }: State): boolean => status === 'QUEUED' || status === 'NORMALIZING';

const inChunks = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / AT_A_TIME) }, (_, n) => ids.slice(n * AT_A_TIME, (n + 1) * AT_A_TIME));

const readStates = async (client: Client, ids: readonly string[], retries: RetryOptions): Promise<State[]> => {
  const states: State[] = [];
  for (const chunk of inChunks(ids)) {
    const ask = () => client.query<{ nodes: (State | null)[] }>(TRANSCRIPT_STATES, { ids: chunk });
    const { nodes } = await withRetries(ask, retries);
    states.push(...nodes.filter((node) => node !== null));
  }
  return states;
};

/** Polls until all transcripts are read or the time is over. */
const pollStates = async (
  client: Client,
  ids: readonly string[],
  options: OutcomeOptions,
): Promise<Map<string, State>> => {
  const { limitMs, now, pause, onProgress } = options;
  const retries = { pause, onRetry: () => undefined };
  const deadline = now() + limitMs;
  const states = new Map<string, State>();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, MAX_PAUSE_MS)) {
    const open = ids.filter((id) => isPending(states.get(id) ?? { id, status: 'QUEUED', error: null }));
    for (const state of await readStates(client, open, retries)) states.set(state.id, state);
    const read = [...states.values()].filter((state) => !isPending(state)).length;
    onProgress(read, ids.length);
    if (read >= ids.length || now() >= deadline) return states;
    await pause(wait);
  }
};

const callsOf = async (client: Client, { uploadId, position }: TakenResult): Promise<number | null> => {
  const after = position === 0 ? null : String(position - 1);
  const { upload } = await client.query<{
    upload: { files: { edges: { node: { splitInto: number } }[] } } | null;
  }>(FILE_SPLIT, { id: uploadId, after });
  return upload?.files.edges[0]?.node.splitInto ?? null;
};

const settle = async (client: Client, taken: TakenResult, state: State | undefined): Promise<UploadResult> => {
  const { file, transcriptId } = taken;
  if (!state || isPending(state)) return { file, transcriptId, outcome: 'waiting', calls: null, error: null };
  const outcome = OUTCOMES[state.status] ?? taken.outcome;
  const calls = outcome === 'split' ? await callsOf(client, taken) : null;
  return { file, transcriptId, outcome, calls, error: state.error };
};

/** Waits until the accepted files have been read. @returns the outcome of each */
export const uploadOutcomes = async (
  client: Client,
  taken: readonly TakenResult[],
  options: OutcomeOptions,
): Promise<UploadResult[]> => {
  const ids = [...new Set(taken.flatMap(({ transcriptId }) => transcriptId ?? []))];
  const states = ids.length === 0 ? new Map<string, State>() : await pollStates(client, ids, options);
  return Promise.all(
    taken.map(async (one) => (one.transcriptId === null ? one : settle(client, one, states.get(one.transcriptId)))),
  );
};

/** States of up to 100 transcripts. */
export const TRANSCRIPT_STATES = `query TranscriptStates($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Transcript { id status error { code message } } }
}`;

/** How many calls one file of an upload was split into. */
export const FILE_SPLIT = `query FileSplit($id: ID!, $after: String) {
  upload(id: $id) { files(first: 1, after: $after) { edges { node { splitInto } } } }
}`;
