import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { reservePort, startApi, type Api } from '../../src/app/api.js';
import { readConfig } from '../../src/app/config.js';
import { createOrganization } from '../../src/app/create-organization.js';
import { entities, jobs } from '../../src/app/modules.js';
import { openSystem, type Limits, type System } from '../../src/app/open-system.js';
import { startWorker } from '../../src/app/worker.js';
import { seedPrices } from '../../src/costs/prices/seed-prices.js';
import { openOrm } from '../../src/database/open-orm.js';
import { silentLogger } from '../../src/logging/logger.js';
import { loadPlugins } from '../../src/plugin-host/load-plugins.js';
import { seedPrompts } from '../../src/prompts/seed-prompts.js';
import { seedSchedules } from '../../src/queue/seed-schedules.js';
import type { JobWorkers } from '../../src/queue/job-worker.js';
import { seedRubrics } from '../../src/rubrics/seed-rubrics.js';
import type { Actor, Scope } from '../../src/scope/scope.js';
import { inlineCorrector, inlineNormalizer } from '../../src/transcripts/reading/normalizer.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export interface TestOrganization {
  readonly id: string;
  /** An administrator's key. */
  readonly key: string;
  /** A scope as a job or a request of this organization has it. */
  scope(): Scope;
}

export interface TestSystem {
  readonly database: TestDatabase;
  readonly system: System;
  readonly api: Api;
  createOrganization(name?: string, emailDomains?: readonly string[]): Promise<TestOrganization>;
  startWorker(): JobWorkers;
  close(): Promise<void>;
}

export interface TestSystemOptions {
  /** Base URL of an OpenAI-compatible endpoint, which then judges; else the baseline does. */
  readonly openAiUrl?: string;
  /** The installation's key for it; empty for none. */
  readonly openAiKey?: string;
  /** Config of the plugin that speaks to it. */
  readonly openAiConfig?: Readonly<Record<string, unknown>>;
  readonly redisUrl?: string;
  /** False leaves the queue unworked until `startWorker`. */
  readonly worker?: boolean;
  readonly poolMax?: number;
  /** A migrated database, where it is not to be one of its own on the server of this test run. */
  readonly database?: TestDatabase;
  readonly limits?: Partial<Limits>;
  /** The process's clock in ms, where it is to be wrong. */
  readonly clock?: () => number;
}

const BUILT_IN = ['transcript-formats', 'conversation-metrics', 'rubric-judge', 'baseline', 'score-checks', 'openai'];
const root = fileURLToPath(new URL('../..', import.meta.url));

const openPlugins = ({ openAiUrl, openAiKey = 'test-key', openAiConfig = {} }: TestSystemOptions) =>
  loadPlugins({
    logger: silentLogger,
    resolveFrom: root,
    secrets: (name) => ({ OPENAI_API_KEY: openAiUrl && openAiKey, OPENAI_BASE_URL: openAiUrl })[name],
    entries: BUILT_IN.map((name) => ({
      name: `./plugins/${name}`,
      ...(name === 'openai' ? { config: openAiConfig } : {}),
    })),
  });

const ACTOR: Actor = { kind: 'SYSTEM', id: null, name: 'test', role: 'SYSTEM' };

/** The whole system on a database of its own, answering on a free port; what is real in production is real here. */
export const startTestSystem = async (options: TestSystemOptions = {}): Promise<TestSystem> => {
  const database = options.database ?? (await createTestDatabase());
  const plugins = await openPlugins(options);
  const owner = await openOrm({ url: database.ownerUrl, entities, poolMax: 1, applicationName: 'debrief test' });
  await seedRubrics(owner.em.fork(), plugins.catalog.rubrics);
  await seedPrompts(owner.em.fork(), plugins.catalog.prompts);
  await seedPrices(owner.em.fork());
  await seedSchedules(owner.em.fork(), jobs);
  await owner.close(true);
  const { ownerUrl, appUrl, reporterUrl, courierUrl } = database;
  const system = await openSystem({
    urls: { owner: ownerUrl, app: appUrl, reporter: reporterUrl, courier: courierUrl },
    plugins: plugins.catalog,
    normalizer: inlineNormalizer(plugins.catalog),
    corrector: inlineCorrector(plugins.catalog.metrics),
    logger: silentLogger,
    redisUrl: options.redisUrl ?? null,
    // `DEBRIEF_WIRE=plain npm test -- test/flow` runs the flows without the patches of src/database/wire.
    wire: readConfig().wire,
    defaultModel: options.openAiUrl ? 'openai/fake-judge' : 'baseline',
    poolMax: options.poolMax ?? 6,
    secret: database.secret,
    // Tests of one failure after the other are not about the circuit.
    limits: { circuitFailures: 1_000, ...options.limits },
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const server = await reservePort('127.0.0.1', 0);
  const api = await startApi(system, server, '127.0.0.1');
  const workers: JobWorkers[] = [];
  const startOne = (): JobWorkers => {
    const started = startWorker(system);
    workers.push(started);
    return started;
  };
  if (options.worker ?? true) startOne();
  return {
    database,
    system,
    api,
    startWorker: startOne,
    createOrganization: async (name = 'Test', emailDomains = []) => {
      const id = uuidv7();
      const { key } = await createOrganization(system, { id, name, emailDomains });
      return { id, key, scope: () => system.openScope({ organizationId: id, actor: ACTOR }, null) };
    },
    close: async () => {
      await api.close();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(workers.map((worker) => worker.close(1_000)));
      await system.close();
      await plugins.dispose();
      await database.drop();
    },
  };
};
