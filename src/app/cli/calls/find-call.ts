import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { CallError } from '../client/call-error.js';
import type { Client } from '../client/client.js';
import { readBytes } from '../client/read-file.js';

export interface FoundCall {
  readonly id: string;
  readonly title: string | null;
  readonly fileName: string;
  readonly createdAt: string;
}

/** Calls by content or by a part of the title or the file's name, newest first. */
export const FIND_CALLS = `query FindCalls($filter: TranscriptFilter!) {
  transcripts(filter: $filter, first: 20) { edges { node { id title fileName createdAt } } }
}`;

const search = async (client: Client, filter: object): Promise<readonly FoundCall[]> => {
  type Answer = { readonly transcripts: { readonly edges: readonly { readonly node: FoundCall }[] } };
  const { transcripts } = await client.query<Answer>(FIND_CALLS, { filter });
  return transcripts.edges.map(({ node }) => node);
};

const isGlobalId = (text: string): boolean =>
  /^Transcript:[0-9a-f-]{36}$/.test(Buffer.from(text, 'base64url').toString());

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

const byContent = async (client: Client, path: string): Promise<FoundCall> => {
  const sha256 = createHash('sha256')
    .update(await readBytes(path))
    .digest('hex');
  const [newest] = await search(client, { sha256 });
  if (newest) return newest;
  throw new CallError('NOT_FOUND', `The server does not have ${path} yet. \`debrief score\` uploads it.`);
};

const byName = async (client: Client, wanted: string): Promise<FoundCall> => {
  const found = await search(client, { search: wanted });
  const same = found.filter(({ title, fileName }) => [title, fileName].includes(wanted));
  const fitting = same.length > 0 ? same : found;
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  if (!only) throw new CallError('NOT_FOUND', `There is no call "${wanted}". \`debrief list\` shows the calls.`);
  const named = fitting
    .slice(0, 5)
    .map(({ id, title, fileName, createdAt }) => `"${title ?? fileName}" of ${createdAt.slice(0, 10)}: ${id}`);
  throw new CallError('BAD_USER_INPUT', `Several calls fit "${wanted}". Give the id of one: ${named.join(', ')}.`);
};

/**
 * The call that a person means: a file that was uploaded, an id, or a title, whole or in part.
 * @throws CallError NOT_FOUND, BAD_USER_INPUT where several fit
 */
export const findCall = async (client: Client, wanted: string): Promise<FoundCall> => {
  if (await isFile(wanted)) return byContent(client, wanted);
  if (isGlobalId(wanted)) return { id: wanted, title: null, fileName: wanted, createdAt: '' };
  return byName(client, wanted);
};
