import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startBatch } from '../../src/runs/starting/start-batch.js';
import { startRun } from '../../src/runs/starting/start-run.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import type { Violation } from '../../src/runs/violation.js';
import { superuserUrl, type TestDatabase } from '../support/database.js';
import { startTestSystem, type TestOrganization, type TestSystem, type TestSystemOptions } from '../support/system.js';

/** A system under trial, with one organization and the eyes of a superuser. */
export interface Drill extends TestSystem {
  readonly organization: TestOrganization;
  /** Any statement, past row-level security. */
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Uploads copies of a sample call and waits until they are READY. Needs a worker. */
  transcripts(count: number): Promise<string[]>;
  /** Uploads a call and waits until it is READY. Needs a worker. */
  upload(bytes: Buffer, rep: string): Promise<string>;
  startRun(transcriptId: string): Promise<string>;
  startBatch(transcriptIds: readonly string[]): Promise<string>;
  run(id: string): Promise<RunFacts>;
  /** The run once it has ended. */
  ended(id: string): Promise<RunFacts>;
}

export interface AttemptFacts {
  readonly number: number;
  readonly kind: string;
  readonly part: number | null;
  readonly status: string;
  /** Random delimiter of the request. */
  readonly nonce: string;
  readonly error_code: string | null;
  readonly delivery: string;
  readonly service_tier: string | null;
  readonly cost_status: string | null;
  readonly provider_request_id: string | null;
  readonly latency_ms: number | null;
  readonly usage: Readonly<Record<string, number>> | null;
  readonly violations: readonly Violation[];
}

export interface RunFacts {
  readonly id: string;
  readonly status: string;
  readonly error_code: string | null;
  readonly cost_status: string;
  readonly cost_pusd: string | null;
  readonly ended_at: Date | null;
  readonly lease_epoch: number;
  readonly violations: readonly Violation[];
  readonly scores: readonly {
    dimension: string;
    outcome: string;
    evidence: { quote: string; turn: number; status: string }[];
  }[];
  readonly attempts: readonly AttemptFacts[];
  readonly events: readonly string[];
}

const ENDED = ['SCORED', 'INVALID', 'NEEDS_REVIEW', 'FAILED', 'CANCELLED'];

/** The run's terminal events: exactly one, once it has ended. */
export const terminalOf = ({ events }: RunFacts): string[] =>
  events.filter((kind) => ENDED.includes(kind.replace(/^RUN_/, '')));

/** Asks until `ask` brings something. Where no event tells, looking is the only way. */
export const until = async <Found>(
  what: string,
  ask: () => Promise<Found | null | undefined | false>,
  withinMs = 60_000,
): Promise<Found> => {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (performance.now() > end) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await sleep(20);
  }
};

const RUN = `select run.*,
    coalesce((select json_agg(json_build_object('dimension', dimension, 'outcome', outcome, 'evidence', evidence) order by position)
      from score where run_id = run.id), '[]') as scores,
    coalesce((select json_agg(to_json(attempt) order by number) from attempt where run_id = run.id), '[]') as attempts,
    coalesce((select json_agg(kind order by position) from event where subject_id = run.id), '[]') as events
  from run where id = $1`;

const sample = (): Promise<Buffer> => readFile('client-examples/sample-calls/01-saltlark-discovery.vtt');

const superuserPool = (database: TestDatabase): pg.Pool => {
  const pool = new pg.Pool({ connectionString: superuserUrl(database), max: 2, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  return pool;
};

/** A drill whose workers start when it says so, and one transcript that was read already. */
export const openIdleDrill = async (
  options: Omit<TestSystemOptions, 'worker'>,
): Promise<{ readonly drill: Drill; readonly transcriptId: string }> => {
  const drill = await openDrill({ ...options, worker: false });
  const worker = drill.startWorker();
  const [transcriptId = ''] = await drill.transcripts(1);
  await worker.close(0);
  return { drill, transcriptId };
};

export const openDrill = async (options: TestSystemOptions = {}): Promise<Drill> => {
  const running = await startTestSystem(options);
  const organization = await running.createOrganization('Drill', []);
  const superuser = superuserPool(running.database);
  const sql: Drill['sql'] = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await superuser.query(text, [...values])).rows as Row[];

  const run = async (id: string): Promise<RunFacts> => {
    const [facts] = await sql<RunFacts>(RUN, [id]);
    if (!facts) throw new Error(`there is no run ${id}`);
    return facts;
  };

  const accept = async (bytes: Buffer, rep: string): Promise<string> => {
    // The same bytes would be the same transcript.
    const own = Buffer.concat([bytes, Buffer.from(`\n\nNOTE ${randomUUID()}\n`)]);
    const input = { fileName: 'call.vtt', fields: { rep }, scoring: { score: false }, bytes: own };
    return (await acceptTranscript(organization.scope(), input)).transcriptId;
  };

  const normalized = (ids: readonly string[]) =>
    until('normalizing', async () => {
      const [{ ready } = { ready: 0 }] = await sql<{ ready: number }>(
        `select count(*)::int as ready from transcript where status = 'READY' and id = any($1)`,
        [ids],
      );
      return ready === ids.length;
    });

  const upload = async (bytes: Buffer, rep: string): Promise<string> => {
    const id = await accept(bytes, rep);
    await normalized([id]);
    return id;
  };

  const transcripts = async (count: number): Promise<string[]> => {
    const bytes = await sample();
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await accept(bytes, 'Mara Quillfeather'));
    await normalized(ids);
    return ids;
  };

  return {
    ...running,
    organization,
    sql,
    transcripts,
    upload,
    run,
    // The copies of the sample are one call: a drill is about asking.
    startRun: (transcriptId) => startRun(organization.scope(), { transcriptId, choice: {}, reuse: false }),
    startBatch: (transcriptIds) =>
      startBatch(organization.scope(), { name: 'drill', transcriptIds, choice: {}, reuse: false }),
    ended: (id) =>
      until(`the end of run ${id}`, async () => {
        const facts = await run(id);
        return ENDED.includes(facts.status) && facts;
      }),
    close: async () => {
      await superuser.end();
      await running.close();
    },
  };
};
