import type { EventBus } from '../../live/event-bus.js';
import { follow } from '../../live/follow.js';
import type { Uses } from '../../scope/scope.js';
import { hasEnded, type RunStatus } from '../run-status.js';
import { AppError } from '../../errors/app-error.js';
import { currentPolicy } from '../../profiles/policy-reads.js';
import type { ScoringMode } from '../../profiles/scoring-policy.js';
import { transcriptsById } from '../../transcripts/transcript-reads.js';
import { chooseMode, type ChosenMode } from './choose-mode.js';
import type { RunBacklog } from '../run-backlog.js';
import { type NewRun, type StartPorts, startRun } from './start-run.js';

/** Longest that a caller may wait, in ms. */
export const MAX_WAIT_MS = 20_000;

interface Waiting {
  readonly bus: EventBus;
  /** Aborts when the caller has gone, or the server goes. */
  readonly signal: AbortSignal;
  readonly waitMs: number;
}

const statusOf = async ({ reads }: Uses<'reads'>, id: string): Promise<RunStatus | null> => {
  const rows = await reads.read<{ status: RunStatus }>({
    name: 'run_status',
    text: 'select status from run where id = $1',
    values: [id],
  });
  return rows[0]?.status ?? null;
};

/**
 * Waits until a run has ended, the time is over or the signal aborts, whichever comes first. Reads the status once when it has begun to listen and
 * after each news of the organization; in between it holds nothing but its place in the list of listeners.
 */
export const waitForRun = async (scope: Uses<'reads'>, id: string, { bus, signal, waitMs }: Waiting): Promise<void> => {
  const { organizationId } = scope;
  const limit = AbortSignal.timeout(Math.ceil(waitMs));
  const read = async () => {
    const status = await statusOf(scope, id);
    return { values: [], more: false, done: status === null || hasEnded(status) };
  };
  const news = follow({ bus, organizationId, signal: AbortSignal.any([signal, limit]), read });
  while (!(await news.next()).done);
};

export interface WaitWish {
  /** Null leaves it to the policy. */
  readonly mode: ScoringMode | null;
  /** Longest wait in ms; null for the usual one. */
  readonly waitMs: number | null;
}

export interface WaitingPorts {
  readonly bus: EventBus;
  readonly backlog: RunBacklog;
  /** Aborts when the caller has gone, or the server goes. */
  readonly signal: AbortSignal;
  /** When the request came, by `performance.now()`: however many runs it starts, it waits for the longest time once. */
  readonly since: number;
}

export interface StartedRun extends ChosenMode {
  readonly runId: string;
}

const USUAL_WAIT_MS = 10_000;

const checkedWait = ({ waitMs }: WaitWish): number => {
  const wanted = waitMs ?? USUAL_WAIT_MS;
  if (wanted >= 0 && wanted <= MAX_WAIT_MS) return wanted;
  const message = `waitMs must be from 0 to ${MAX_WAIT_MS}; it is ${wanted}.`;
  throw new AppError('BAD_USER_INPUT', message, { path: ['input', 'waitMs'] });
};

const modeFor = async (
  scope: Uses<'em' | 'reads'>,
  transcriptId: string,
  asked: ScoringMode | null,
  backlog: RunBacklog,
): Promise<ChosenMode> => {
  const { policy } = await currentPolicy(scope);
  const [transcript] = await transcriptsById(scope, [transcriptId]);
  const turns = transcript?.turnCount ?? 0;
  return chooseMode({ asked, policy, turns, backlog: await backlog.count(scope.organizationId) });
};

/**
 * Starts a scoring, and waits for its end where mode and policy say so. Whether or not it has ended then, the run is on its way; of several
 * representatives the lead's run is waited for.
 * @throws AppError as `startRun`, BAD_USER_INPUT for a wait that is too long
 */
export const startAndWait = async (
  scope: StartPorts & Uses<'reads'>,
  { bus, backlog, signal, since }: WaitingPorts,
  input: NewRun,
  wish: WaitWish,
): Promise<StartedRun> => {
  const waitMs = checkedWait(wish);
  const chosen = await modeFor(scope, input.transcriptId, wish.mode, backlog);
  const runId = await startRun(scope, input);
  const left = Math.min(waitMs, since + MAX_WAIT_MS - performance.now());
  if (chosen.mode === 'SYNC' && left > 0) await waitForRun(scope, runId, { bus, signal, waitMs: left });
  return { ...chosen, runId };
};
