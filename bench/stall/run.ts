// `npm run bench:stall`: how long the event loop of a serving process is blocked while files of 10 MiB are uploaded and read.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { printTable } from '../support/print-table.js';
import { BIG_FILES } from './big-files.js';
import type { ServerMessage } from './server.js';

const AIM_MS = 50;
const MAX_MS = 120_000;
const PENDING = ['QUEUED', 'NORMALIZING'];

type Ready = Extract<ServerMessage, { kind: 'READY' }>;
type Delay = Extract<ServerMessage, { kind: 'DELAY' }>;

const receive = async <Kind extends ServerMessage['kind']>(server: ChildProcess, kind: Kind) => {
  for (;;) {
    const [message] = (await once(server, 'message')) as [ServerMessage];
    if (message.kind === kind) return message as Extract<ServerMessage, { kind: Kind }>;
  }
};

const askDelay = async (server: ChildProcess): Promise<Delay> => {
  const answer = receive(server, 'DELAY');
  server.send('DELAY');
  return answer;
};

const STATUS = 'query ($id: ID!) { transcript(id: $id) { status turnCount } }';

interface Transcript {
  readonly status: string;
  readonly turnCount: number | null;
}

const untilRead = async ({ url, key }: Ready, id: string): Promise<Transcript> => {
  for (const began = performance.now(); performance.now() - began < MAX_MS; await sleep(200)) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: STATUS, variables: { id } }),
    });
    const { data } = (await response.json()) as { data: { transcript: Transcript } };
    if (!PENDING.includes(data.transcript.status)) return data.transcript;
  }
  return { status: 'not done in time', turnCount: null };
};

const upload = async ({ url, key }: Ready, text: string): Promise<string> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' };
  const response = await fetch(`${url}/uploads?score=false`, { method: 'POST', headers, body: Buffer.from(text) });
  const { transcript } = (await response.json()) as { transcript: { id: string } };
  return transcript.id;
};

const home = await mkdtemp(join(tmpdir(), 'debrief-stall-'));
const server = fork(fileURLToPath(new URL('server.js', import.meta.url)), {
  env: { ...process.env, DEBRIEF_HOME: home, PORT: '0' },
});
const rows: { name: string; seconds: number; transcript: Transcript; delay: Delay }[] = [];
try {
  const ready = await receive(server, 'READY');
  for (const [name, make] of Object.entries(BIG_FILES)) {
    const text = make();
    await askDelay(server);
    const began = performance.now();
    const transcript = await untilRead(ready, await upload(ready, text));
    rows.push({ name, transcript, seconds: (performance.now() - began) / 1_000, delay: await askDelay(server) });
  }
  server.send('END');
  await once(server, 'exit');
} finally {
  server.kill();
  await rm(home, { recursive: true, force: true });
}

printTable(
  ['file', 'read as', 'turns', 'seconds', 'longest stall ms', 'p99 ms', 'RSS MiB'],
  rows.map(({ name, transcript, seconds, delay }) => [
    ...[name, transcript.status, String(transcript.turnCount ?? ''), seconds.toFixed(1)],
    ...[delay.maxMs.toFixed(1), delay.p99Ms.toFixed(1), delay.rssMiB.toFixed(0)],
  ]),
);
const longestMs = Math.max(...rows.map(({ delay }) => delay.maxMs));
const figures = {
  longestMs: Math.round(longestMs * 10) / 10,
  files: rows.map(({ name, delay, seconds }) => ({
    name,
    maxMs: Math.round(delay.maxMs * 10) / 10,
    seconds: Math.round(seconds * 10) / 10,
  })),
};
console.log(JSON.stringify({ name: 'stall', figures, aim: `no stall above ${AIM_MS} ms`, met: longestMs <= AIM_MS }));
