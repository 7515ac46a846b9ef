import { AppError } from '../../errors/app-error.js';
import type { EventBus } from '../../live/event-bus.js';
import { currentPolicy } from '../../profiles/current-policy.js';
import type { ScoringMode } from '../../profiles/scoring-policy.js';
import type { Uses } from '../../scope/scope.js';
import { transcriptsById } from '../../transcripts/transcript-reads.js';
import { chooseMode, type ChosenMode } from './choose-mode.js';
import type { RunBacklog } from '../run-backlog.js';
import { startRun, type NewRun, type StartPorts } from './start-run.js';
import { MAX_WAIT_MS, waitForRun } from './wait-for-run.js';

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
