import type { EntityManager } from '@mikro-orm/postgresql';
import type { SecretVault } from '../database/secret-vault.js';
import type { Viewer } from '../database/session.js';
import type { Reads } from '../database/wire/read-as.js';
import type { ModelGate } from '../limits/model-gate.js';
import type { EventRecorder } from '../live/live-event.js';
import type { Logger } from '../logging/logger.js';
import type { PluginCatalog } from '../plugin-host/catalog.js';
import type { JobSender } from '../queue/job-sender.js';

/** Who acts: the holder of an API key, or the system itself (a job). */
export interface Actor {
  readonly kind: 'API_KEY' | 'SYSTEM';
  readonly id: string | null;
  readonly name: string;
  readonly role: 'ADMIN' | 'ANALYST' | 'SERVICE' | 'SYSTEM';
}

/** The actor as policies of the database see it. No key belongs to a representative or to a team yet. */
export const viewerOf = ({ kind, id, role }: Actor): Viewer => ({
  actorKind: kind,
  actorId: id,
  role,
  representativeId: null,
  teamIds: [],
});

/** What applies where neither the request nor the organization says otherwise. */
export interface Settings {
  /** Model address of the judge. */
  readonly defaultModel: string;
  /** Longest call to a model, in ms. */
  readonly modelCallMs: number;
  /** How long requests are gathered into a provider's batch, in ms. */
  readonly batchGatherMs: number;
  /** Shortest time between two questions how a provider's batch stands, in ms. */
  readonly batchPollMs: number;
}

/** One per GraphQL operation or job attempt; the first parameter of every use case. */
export interface Scope {
  readonly organizationId: string;
  readonly actor: Actor;
  /** Who is looking: `em` and `reads` carry it to the policies of the database. */
  readonly viewer: Viewer;
  /** Bound to organization and viewer by row-level security; inside `inTransaction` it carries the open transaction. */
  readonly em: EntityManager;
  /** Bound in the same way. */
  readonly reads: Reads;
  readonly logger: Logger;
  readonly plugins: PluginCatalog;
  readonly queue: JobSender;
  readonly live: EventRecorder;
  /** Lets rooms further down the line take part. */
  readonly hooks: Hooks;
  /** Lets calls to models pass. */
  readonly gate: ModelGate;
  readonly vault: SecretVault;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly requestId: string | null;
}

/** What a use case touches, and so all that a test must supply. */
export type Uses<Port extends keyof Scope> = Pick<Scope, 'organizationId' | Port>;

/** A point in a use case at which rooms further down the line may take part, without the use case knowing them. */
export interface Hook<Port extends keyof Scope, Subject, Result = void> {
  readonly name: string;
  /** For the types alone: what listeners are called with. */
  readonly calledWith?: (scope: Uses<Port>, subject: Subject) => Promise<Result>;
}

export interface Hooks {
  /**
   * Runs the listeners one after the other, in the caller's transaction where it has one; a failing one fails the caller.
   * @returns what each answered
   */
  run<Port extends keyof Scope, Subject, Result>(
    hook: Hook<Port, Subject, Result>,
    scope: Uses<Port>,
    subject: Subject,
  ): Promise<readonly Result[]>;
}
