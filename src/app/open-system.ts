import { withTimeout } from '../async/with-timeout.js';
import { ALL_ORGANIZATIONS, listOrganizations } from '../access/organizations.js';
import { openAuthenticator, type Authenticator, type Identity } from '../access/authenticate.js';
import type { WireMode } from '../database/wire/batch-statements.js';
import { openCourierPool, openCourierReads } from '../database/wire/courier.js';
import { openOrm, poolOf, type Orm } from '../database/open-orm.js';
import { openReadAs, type Reads } from '../database/wire/read-as.js';
import type { RoleUrls } from '../database/roles.js';
import { sessionVariables, type Session } from '../database/session.js';
import { openSecretVault } from '../database/secret-vault.js';
import { openModelGate } from '../limits/model-gate.js';
import { openEventBus, type EventBus } from '../live/event-bus.js';
import { openEventRecorder } from '../live/live-event.js';
import { openEventStamper } from '../live/event-stamper.js';
import type { Logger } from '../logging/logger.js';
import type { PluginCatalog } from '../plugin-host/catalog.js';
import { openClockWatch, type ClockWatch } from '../queue/clock-skew.js';
import { openDispatcher } from '../queue/dispatcher.js';
import { openJobSender } from '../queue/job-sender.js';
import { checkRedisPolicy, openQueueConnection, type QueueConnection } from '../queue/queue-connection.js';
import { openReconciler } from '../queue/reconciler.js';
import { openScheduler } from '../queue/scheduler.js';
import { openRunBacklog, type RunBacklog } from '../runs/run-backlog.js';
import { openHooks } from '../scope/hook.js';
import { viewerOf, type Scope } from '../scope/scope.js';
import type { Corrector, Normalizer } from '../transcripts/reading/normalizer.js';
import { entities, hookListeners, jobs, watched } from './modules.js';

export interface SystemOptions {
  readonly urls: RoleUrls;
  readonly redisUrl: string | null;
  readonly plugins: PluginCatalog;
  /** Reads uploaded files; closed with the system. */
  readonly normalizer: Normalizer;
  /** Apart from the reader of files, so that a person need not wait for one. */
  readonly corrector: Corrector;
  readonly defaultModel: string;
  /** The installation's: seals the credentials of organizations. */
  readonly secret: string;
  readonly logger: Logger;
  /** Whether statements are sent together; `batched` unless told. */
  readonly wire?: WireMode;
  /** Connections of the app's pool. */
  readonly poolMax?: number;
  readonly limits?: Partial<Limits>;
  /** This process's clock in ms, where it is not the machine's. */
  readonly clock?: () => number;
}

export interface Limits {
  /** Longest call to a model. */
  readonly modelCallMs: number;
  /** How long requests are gathered into a provider's batch. */
  readonly batchGatherMs: number;
  /** Shortest time between two questions how a provider's batch stands. */
  readonly batchPollMs: number;
  /** Pause before a job's second try; each further one is twice as long. */
  readonly retryBaseMs: number;
  /** Failures of a model within ten seconds after which it is left alone for a while. */
  readonly circuitFailures: number;
}

/** What every process has, whether it serves the API, works, or both. */
export interface System {
  readonly logger: Logger;
  readonly authenticator: Authenticator;
  readonly bus: EventBus;
  readonly backlog: RunBacklog;
  /** Every organization of the installation. */
  readonly organizations: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  readonly queue: QueueConnection;
  /** Null where the queue does not depend on this process's clock. */
  readonly clock: ClockWatch | null;
  readonly limits: Limits;
  readonly normalizer: Normalizer;
  /** Apart from the reader of files, so that a person need not wait for one. */
  readonly corrector: Corrector;
  /** A scope for one operation or job attempt, bound to the identity's organization. */
  readonly openScope: (identity: Identity, requestId: string | null) => Scope;
  /** What keeps the process from working; empty when nothing does. */
  problems(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const LIMITS: Limits = {
  modelCallMs: 60_000,
  batchGatherMs: 15_000,
  batchPollMs: 60_000,
  retryBaseMs: 1_000,
  circuitFailures: 5,
};
const CLOSE_LIMIT_MS = 5_000;
const APP_POOL = 12;
const COURIER_POOL = 5;

interface Connections {
  readonly orm: Orm;
  readonly courier: ReturnType<typeof openCourierPool>;
  readonly queue: QueueConnection;
  readonly bus: EventBus;
}

const connect = async (options: SystemOptions): Promise<Connections> => {
  const { urls, redisUrl, logger, poolMax = APP_POOL, wire = 'batched' } = options;
  if (redisUrl) await checkRedisPolicy(redisUrl);
  const orm = await openOrm({ url: urls.app, entities, poolMax, wire, applicationName: 'debrief app' });
  return {
    orm,
    courier: openCourierPool({ url: urls.courier, poolMax: COURIER_POOL, logger }),
    queue: openQueueConnection({ url: redisUrl ?? urls.courier, poolMax: jobs.length + 5, logger }),
    bus: openEventBus({ url: urls.app, logger }),
  };
};

/** The loops that dispatch the outbox, number events and send overdue work again. */
const startCouriers = ({ courier: pool, queue: connection }: Connections, logger: Logger) => {
  const dispatcher = openDispatcher({ pool, connection, jobs, logger });
  const stamper = openEventStamper({ pool, logger });
  const reconciler = openReconciler({ pool, watched, logger, onResent: () => dispatcher.wake() });
  const scheduler = openScheduler({
    pool,
    jobs,
    organizations: ALL_ORGANIZATIONS,
    logger,
    onEnqueued: () => dispatcher.wake(),
  });
  const loops = [dispatcher, stamper, reconciler, scheduler];
  return {
    dispatcher,
    stamper,
    /** Why loops fail, a sentence each. */
    troubles: () => loops.flatMap((loop) => loop.trouble() ?? []),
    close: async () => {
      await Promise.all(loops.map((loop) => loop.close()));
    },
  };
};

const problemsOf = async (
  { courier }: Connections,
  clock: ClockWatch | null,
  troubles: readonly string[],
): Promise<readonly string[]> => {
  const skew = (clock?.skewMs ?? 0) / 1_000;
  const askew = clock?.tolerable === false ? [`This machine's clock is ${skew} s off the database's: set it.`] : [];
  try {
    await courier.query('select 1');
    return [...askew, ...troubles];
  } catch {
    // The pool logs why; a probe only needs to know that there is no answer.
    return [...askew, 'The database does not answer.'];
  }
};

/** On Redis the queue goes by the clock of Redis alone. */
const watchClock = async ({ queue, courier: pool }: Connections, { logger, clock }: SystemOptions) =>
  queue.backend === 'postgres' ? openClockWatch({ pool, logger, ...(clock ? { now: clock } : {}) }) : null;

type Ports = Pick<Scope, 'plugins' | 'queue' | 'live' | 'hooks' | 'gate' | 'vault' | 'settings'>;

/** What every scope shares. */
const openPorts = (
  { orm }: Connections,
  { dispatcher, stamper }: ReturnType<typeof startCouriers>,
  { plugins, secret, defaultModel, logger }: SystemOptions,
  { modelCallMs, batchGatherMs, batchPollMs, circuitFailures }: Limits,
): Ports => ({
  plugins,
  queue: openJobSender(() => dispatcher.wake()),
  live: openEventRecorder(() => stamper.wake()),
  hooks: openHooks(hookListeners),
  gate: openModelGate({
    forkEm: () => orm.em.fork(),
    logger,
    callMs: modelCallMs,
    rules: { failures: circuitFailures },
  }),
  vault: openSecretVault(secret),
  settings: { defaultModel, modelCallMs, batchGatherMs, batchPollMs },
});

const scopeOpener =
  ({ orm }: Connections, readAs: (session: Session) => Reads, ports: Ports, logger: Logger) =>
  ({ organizationId, actor }: Identity, requestId: string | null): Scope => {
    const session = { organizationId, viewer: viewerOf(actor) };
    return {
      ...ports,
      ...session,
      actor,
      requestId,
      em: orm.em.fork({ session: { variables: sessionVariables(session) } }),
      reads: readAs(session),
      logger: logger.child({ organizationId, ...(requestId ? { requestId } : {}) }),
      now: () => new Date(),
    };
  };

/** A connection that is still in use (a queue that did not answer) must not keep the process alive. */
const disconnect = async ({ bus, queue, orm, courier }: Connections, logger: Logger): Promise<void> => {
  await bus.close();
  const closing = Promise.all([queue.close(), orm.close(true), courier.end()]);
  await withTimeout(CLOSE_LIMIT_MS, () => closing).catch((error: unknown) => {
    logger.warn({ err: error }, 'not every connection was closed');
  });
};

/** What looks across organizations. */
const readAcross = (courier: Connections['courier']): Pick<System, 'authenticator' | 'backlog' | 'organizations'> => {
  const reads = openCourierReads(courier);
  return {
    authenticator: openAuthenticator(reads),
    backlog: openRunBacklog(reads),
    organizations: () => listOrganizations(reads),
  };
};

/**
 * Connects everything that the API and the worker share.
 * @throws AppError DATABASE_UNREACHABLE, UNAVAILABLE or CONFIG_INVALID for Redis
 */
export const openSystem = async (options: SystemOptions): Promise<System> => {
  const { logger, normalizer, corrector } = options;
  const connections = await connect(options);
  const { courier, queue, bus } = connections;
  const clock = await watchClock(connections, options);
  const limits = { ...LIMITS, ...options.limits };
  const couriers = startCouriers(connections, logger);
  const ports = openPorts(connections, couriers, options, limits);
  const readAs = openReadAs(await poolOf(connections.orm), options.wire);
  return {
    logger,
    bus,
    queue,
    clock,
    limits,
    normalizer,
    corrector,
    openScope: scopeOpener(connections, readAs, ports, logger),
    ...readAcross(courier),
    problems: () => problemsOf(connections, clock, couriers.troubles()),
    close: async () => {
      clock?.close();
      await couriers.close();
      await Promise.all([normalizer.close(), corrector.close()]);
      await disconnect(connections, logger);
    },
  };
};
