import { AppError } from '../../src/errors/app-error.js';
import { eventStream, latestEvent } from '../../src/live/event-stream.js';
import type { StampedEvent } from '../../src/live/live-event.js';
import { isRunEvent } from '../../src/runs/run-event.js';
import { attemptsOf, runsById, type RunRow } from '../../src/runs/run-reads.js';
import { hasEnded } from '../../src/runs/run-status.js';
import type { LiveContext } from '../context.js';
import { asRunEvent, runEventOf } from './as-live-event.js';
import type { RunEvent } from './live.type.js';

const isLast = (event: StampedEvent): boolean => isRunEvent(event) && hasEnded(event.payload.status);

const runOf = async ({ scope }: LiveContext, runId: string): Promise<RunRow> => {
  const run = (await runsById(scope, [runId]))[0];
  if (run) return run;
  throw new AppError('NOT_FOUND', 'There is no such run.', { path: ['runId'] });
};

const snapshot = async ({ scope }: LiveContext, run: RunRow, sequence: number): Promise<RunEvent> => {
  const attempts = (await attemptsOf(scope, [run.id])).length;
  const at = run.endedAt ?? run.startedAt ?? run.createdAt;
  return asRunEvent({ ...run, runId: run.id, sequence, attempts, at });
};

const changes = async function* (
  { scope: { reads, organizationId }, bus, signal }: LiveContext,
  subjectId: string,
  after: number,
): AsyncGenerator<RunEvent> {
  const events = eventStream({ reads, bus, organizationId, signal, subjectId, after, isLast });
  for await (const event of events) if (isRunEvent(event)) yield runEventOf(event);
};

/**
 * Without `after`: the current state of the run, then each change. With it: each change after that event, without a gap.
 * Ends after the run's last event, immediately if that event is before `after`.
 */
export async function* runStream(context: LiveContext, runId: string, after: number | null): AsyncGenerator<RunEvent> {
  const { reads } = context.scope;
  // Read before the run itself: a change in between is sent twice rather than never.
  const latest = await latestEvent(reads, runId);
  const run = await runOf(context, runId);
  if (after === null || latest === null) {
    const now = await snapshot(context, run, latest?.sequence ?? 0);
    yield now;
    if (now.terminal) return;
  }
  // Checked on the event and not on the run: the last event of a run that ended just now may still be unstamped.
  if (latest && isLast(latest) && latest.sequence <= (after ?? 0)) return;
  // An `after` from the future would wait for an event that has passed.
  const newest = latest?.sequence ?? 0;
  yield* changes(context, runId, Math.min(after ?? newest, newest));
}
