import { readFile, stat } from 'node:fs/promises';
import type { ReproductionBundle } from '../../../scoring/replay/reproduction-bundle.js';
import { CallError, errorFacts, networkFault } from '../client/call-error.js';
import { readAnswer } from '../client/client.js';

const MAX_BYTES = 256 * 1024 * 1024;
const LIMIT_MS = 60_000;

const OBJECTS = ['run', 'spec', 'transcript', 'rubric', 'prompt', 'result'] as const;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Whether all parts are there; the replay checks their content. */
const isBundle = (value: unknown): value is ReproductionBundle =>
  isFields(value) &&
  value.format === 'debrief-reproduction-bundle' &&
  value.version === 1 &&
  Array.isArray(value.attempts) &&
  OBJECTS.every((name) => isFields(value[name]));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a bundle: the caller reports it with the name of the file.
    return null;
  }
};

const asBundle = (text: string, from: string): ReproductionBundle => {
  const value = parsed(text);
  if (isBundle(value)) return value;
  const message = `${from} is no reproduction bundle of version 1. Get one from GET /runs/ID/bundle.`;
  throw new CallError('BAD_USER_INPUT', message);
};

/** Whether the argument names a file; if not, it is the id of a run. */
export const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    // Not there, or not accessible.
    () => false,
  );

/** @throws CallError FILE_UNREADABLE, PAYLOAD_TOO_LARGE, BAD_USER_INPUT */
export const readBundle = async (path: string): Promise<ReproductionBundle> => {
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw new CallError('PAYLOAD_TOO_LARGE', `${path} is larger than 256 MiB.`);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CallError('FILE_UNREADABLE', `${path} cannot be read (${errorFacts(error).code ?? 'unknown'}).`);
  });
  return asBundle(text, path);
};

/** @throws CallError with the server's code, TIMEOUT, UNAVAILABLE */
export const fetchBundle = async (url: string, key: string, runId: string): Promise<ReproductionBundle> => {
  const target = new URL(`${url}/runs/${encodeURIComponent(runId)}/bundle`);
  const response = await fetch(target, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch((error: unknown) => {
    throw networkFault(error, target, LIMIT_MS);
  });
  const text = await response.text();
  if (!response.ok) readAnswer({ status: response.status, text, retryAfterMs: null }, target, 'data');
  return asBundle(text, `What ${target.origin} answered`);
};
