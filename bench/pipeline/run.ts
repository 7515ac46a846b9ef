// `npm run bench:pipeline [-- --calls N] [-- --no-peers]`: calls through the whole product against an endpoint with the latency of a model,
// compared with other programs on the same questions in the same run.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printTable } from '../support/print-table.js';
import { generateCall } from './generate-calls.js';
import { measurePromptfoo, type PeerFacts } from './promptfoo.js';
import type { ServerMessage } from './server.js';
import { writeQuestions } from './write-questions.js';

const { values: flags } = parseArgs({
  options: { calls: { type: 'string', default: '1000' }, peers: { type: 'boolean', default: true } },
  allowNegative: true,
});
const CALLS = Number(flags.calls);
const CALL_BYTES = 20_000;
const LATENCY_MS = 200;
const CONCURRENCY = 50;
const IDEAL = (CONCURRENCY * 1_000) / LATENCY_MS;
const UPLOADS_AT_ONCE = 8;
const MAX_MS = 600_000;

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;

const receive = async <Kind extends ServerMessage['kind']>(server: ChildProcess, kind: Kind) => {
  for (;;) {
    const [message] = (await once(server, 'message')) as [ServerMessage];
    if (message.kind === kind) return message as Extract<ServerMessage, { kind: Kind }>;
  }
};

const request = <Kind extends 'COUNTS' | 'FACTS'>(server: ChildProcess, kind: Kind) => {
  const answer = receive(server, kind);
  server.send(kind);
  return answer;
};

/** Uploads all calls. @returns the mean time of one upload in ms */
const uploadAll = async (url: string, key: string, texts: readonly string[]): Promise<number> => {
  const waiting = texts.map((text, nth) => ({ text, nth }));
  let total = 0;
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const began = performance.now();
      const response = await fetch(
        `${url}/uploads?fileName=call-${next.nth}.txt&rep=Dana%20Example&model=openai/bench`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
          body: next.text,
        },
      );
      if (!response.ok) throw new Error(`an upload was answered with ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
      total += performance.now() - began;
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, one));
  return total / texts.length;
};

const ENDED = ['SCORED', 'INVALID', 'NEEDS_REVIEW', 'FAILED', 'CANCELLED'];

const untilScored = async (server: ChildProcess, calls: number): Promise<Readonly<Record<string, number>>> => {
  for (const began = performance.now(); performance.now() - began < MAX_MS; await sleep(200)) {
    const { counts } = await request(server, 'COUNTS');
    if (ENDED.reduce((sum, status) => sum + (counts[status] ?? 0), 0) >= calls) return counts;
  }
  throw new Error('the calls were not scored in time');
};

interface Ours extends PeerFacts {
  readonly databaseCpuMs: number;
  readonly databaseMiB: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly stages: Readonly<Record<string, number>>;
}

const measureOurs = async (folder: string, endpoint: string, texts: readonly string[]): Promise<Ours> => {
  const server = fork(script('server.js'), {
    env: {
      ...process.env,
      DEBRIEF_HOME: join(folder, 'home'),
      PORT: '0',
      OPENAI_BASE_URL: endpoint,
      OPENAI_API_KEY: 'bench',
      LOG_LEVEL: 'error',
    },
  });
  try {
    const { url, key } = await receive(server, 'READY');
    const before = await request(server, 'FACTS');
    const began = performance.now();
    const uploading = uploadAll(url, key, texts);
    const counts = await untilScored(server, texts.length);
    const seconds = (performance.now() - began) / 1_000;
    const after = await request(server, 'FACTS');
    server.send('END');
    await once(server, 'exit');
    return {
      seconds,
      counts,
      // Includes PostgreSQL, which is a child process of the server.
      cpuMs: after.own.cpuMs - before.own.cpuMs,
      databaseCpuMs: after.database.cpuMs - before.database.cpuMs,
      peakMiB: after.own.peakMiB,
      databaseMiB: after.database.peakMiB,
      stages: { upload: round(await uploading), ...after.stages },
    };
  } finally {
    server.kill();
  }
};

const measureBareLoop = async (endpoint: string, questions: string): Promise<PeerFacts> => {
  const loop = fork(script('bare-loop.js'), [endpoint, questions, String(CONCURRENCY)]);
  const [facts] = (await once(loop, 'message')) as [PeerFacts];
  return facts;
};

const folder = await mkdtemp(join(tmpdir(), 'debrief-pipeline-'));
const fake = fork(script('fake-endpoint.js'), [String(LATENCY_MS)]);
try {
  const [{ url: endpoint }] = (await once(fake, 'message')) as [{ url: string }];
  const texts = Array.from({ length: CALLS }, (_, nth) => generateCall(nth, CALL_BYTES));
  const questions = join(folder, 'questions.json');
  await writeQuestions(questions, texts);
  const ours = await measureOurs(folder, endpoint, texts);
  const bare = flags.peers ? await measureBareLoop(endpoint, questions) : null;
  const promptfoo = flags.peers ? await measurePromptfoo(folder, endpoint, questions, CONCURRENCY) : 'left out';

  const rate = (facts: PeerFacts): number => CALLS / facts.seconds;
  const row = (name: string, facts: PeerFacts): string[] => [
    ...[name, facts.seconds.toFixed(1), rate(facts).toFixed(1), `${round((rate(facts) / IDEAL) * 100)} %`],
    ...[(facts.cpuMs / CALLS).toFixed(1), facts.peakMiB.toFixed(0)],
  ];
  printTable(
    ['who', 'seconds', 'calls/s', 'of the ideal', 'CPU ms a call', 'peak MiB'],
    [
      row('debrief, upload to stored', ours),
      ...(bare ? [row('bare loop, nothing stored', bare)] : []),
      ...(typeof promptfoo === 'string' ? [] : [row('promptfoo', promptfoo)]),
    ],
  );
  if (typeof promptfoo === 'string') console.log(`promptfoo: ${promptfoo}`);
  console.log(
    `\nends: ${Object.entries(ours.counts)
      .map(([status, count]) => `${count} ${status}`)
      .join(
        ', ',
      )}; of it PostgreSQL: ${(ours.databaseCpuMs / CALLS).toFixed(1)} ms a call, ${ours.databaseMiB.toFixed(0)} MiB in its largest process`,
  );
  console.log('\nWhere the time of a call goes (means, ms; stages wait for each other):');
  printTable(
    ['stage', 'ms'],
    Object.entries(ours.stages).map(([stage, ms]) => [stage, String(ms)]),
  );

  const figuresOf = (facts: PeerFacts) => ({
    seconds: round(facts.seconds, 2),
    perSecond: round(rate(facts)),
    cpuMsPerCall: round(facts.cpuMs / CALLS, 2),
    peakMiB: round(facts.peakMiB),
  });
  const met =
    typeof promptfoo === 'string'
      ? bare !== null && rate(ours) >= 0.6 * rate(bare)
      : rate(ours) >= 4 * rate(promptfoo) && ours.cpuMs <= promptfoo.cpuMs / 2 && ours.peakMiB <= promptfoo.peakMiB / 2;
  const figures = {
    calls: CALLS,
    debrief: {
      ...figuresOf(ours),
      databaseCpuMsPerCall: round(ours.databaseCpuMs / CALLS, 2),
      shareOfIdeal: round(rate(ours) / IDEAL, 3),
      ends: ours.counts,
      stages: ours.stages,
    },
    bareLoop: bare && figuresOf(bare),
    promptfoo: typeof promptfoo === 'string' ? promptfoo : figuresOf(promptfoo),
    ratioToBareLoop: bare && round(rate(ours) / rate(bare), 3),
    ratioToPromptfoo: typeof promptfoo === 'string' ? null : round(rate(ours) / rate(promptfoo), 2),
  };
  const aim =
    typeof promptfoo === 'string'
      ? 'at least 0.6 of the rate of the bare loop (promptfoo is not at hand)'
      : 'at least 4 times the rate of promptfoo at half its processor time and half its memory or less';
  console.log(JSON.stringify({ name: 'pipeline', figures, aim, met }));
} finally {
  fake.kill();
  await rm(folder, { recursive: true, force: true });
}
