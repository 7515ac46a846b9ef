// The server of `bench:pipeline`: all of `npm start` in a separate process, which reports its progress and the resources used.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/app/config.js';
import { createOrganization } from '../../src/app/create-organization.js';
import { openStack } from '../../src/app/open-stack.js';
import { v7 as uuidv7 } from 'uuid';
import { treeFacts, type TreeFacts } from './processor-time.js';

/** Mean milliseconds of each stage of a run, from the stored events and attempts. */
export type Stages = Readonly<Record<string, number>>;

export type ServerMessage =
  | { readonly kind: 'READY'; readonly url: string; readonly key: string }
  | { readonly kind: 'COUNTS'; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'FACTS'; readonly own: TreeFacts; readonly database: TreeFacts; readonly stages: Stages };

const send = (message: ServerMessage): void => void process.send?.(message);

const config = readConfig();
const stack = await openStack(config, { api: true, worker: true, progress: () => undefined });
const organizationId = uuidv7();
const { key } = await createOrganization(stack.system, { id: organizationId, name: 'Bench', emailDomains: [] });
const postmaster = Number(readFileSync(join(stack.database.location, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
const { reads } = stack.system.openScope(
  { organizationId, actor: { kind: 'SYSTEM', id: null, name: 'bench', role: 'SYSTEM' } },
  null,
);

const counts = async (): Promise<Record<string, number>> => {
  const rows = await reads.read<{ status: string; count: number }>({
    name: 'bench_counts',
    text: 'select status, count(*)::int as count from run group by status',
    values: [],
  });
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
};

const STAGES = `
  with at as (
    select subject_id, kind, min(created_at) as at from event where subject_id is not null group by subject_id, kind),
  call as (
    select run_id, min(created_at) as began, sum(latency_ms)::float8 as ms from attempt group by run_id)
  select
    avg(extract(epoch from reading.at - queued.at) * 1000) as "waiting to be read",
    avg(extract(epoch from ready.at - reading.at) * 1000) as "read and normalize",
    avg(extract(epoch from started.at - ready.at) * 1000) as "start of the run",
    avg(extract(epoch from scoring.at - started.at) * 1000) as "waiting to be scored",
    avg(extract(epoch from call.began - scoring.at) * 1000) as "prompt",
    avg(call.ms) as "call",
    avg(extract(epoch from validating.at - call.began) * 1000 - call.ms) as "store the answer",
    avg(extract(epoch from run.ended_at - validating.at) * 1000) as "validate and write"
  from run
  join call on call.run_id = run.id
  join at queued on queued.subject_id = run.transcript_id and queued.kind = 'TRANSCRIPT_QUEUED'
  join at reading on reading.subject_id = run.transcript_id and reading.kind = 'TRANSCRIPT_NORMALIZING'
  join at ready on ready.subject_id = run.transcript_id and ready.kind = 'TRANSCRIPT_READY'
  join at started on started.subject_id = run.id and started.kind = 'RUN_QUEUED'
  join at scoring on scoring.subject_id = run.id and scoring.kind = 'RUN_SCORING'
  join at validating on validating.subject_id = run.id and validating.kind = 'RUN_VALIDATING'`;

const stages = async (): Promise<Stages> => {
  const [row = {}] = await reads.read<Record<string, string | number>>({
    name: 'bench_stages',
    text: STAGES,
    values: [],
  });
  return Object.fromEntries(Object.entries(row).map(([name, ms]) => [name, Math.round(Number(ms) * 10) / 10]));
};

const facts = async (): Promise<void> =>
  send({ kind: 'FACTS', own: treeFacts(process.pid), database: treeFacts(postmaster), stages: await stages() });

/** For root, the data folder is outside of the benchmark's folder. */
const end = async (): Promise<void> => {
  await stack.close();
  await rm(stack.database.location, { recursive: true, force: true });
  process.disconnect();
};

process.on('message', (question) => {
  if (question === 'COUNTS') void counts().then((found) => send({ kind: 'COUNTS', counts: found }));
  if (question === 'FACTS') void facts();
  if (question === 'END') void end();
});
send({ kind: 'READY', url: stack.api?.url ?? '', key });
