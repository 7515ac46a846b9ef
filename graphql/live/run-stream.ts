import { AppError } from '../../src/errors/app-error.js';
import { eventStream, latestSequence } from '../../src/live/event-stream.js';
import { attemptsOf, runsById } from '../../src/runs/run-reads.js';
import { hasEnded } from '../../src/runs/run-status.js';
import type { LiveContext } from '../context.js';
import { asRunEvent, runEventOf } from './as-live-event.js';
import type { RunEvent } from './live.type.js';

const snapshot = async ({ scope }: LiveContext, runId: string, sequence: number): Promise<RunEvent> => {
  const run = (await runsById(scope, [runId]))[0];
  if (!run) throw new AppError('NOT_FOUND', 'There is no such run.', { path: ['runId'] });
  const attempts = (await attemptsOf(scope, [runId])).length;
  return asRunEvent({ ...run, runId, sequence, attempts, at: run.endedAt ?? run.startedAt ?? run.createdAt });
};

/**
 * Without `after`: the run as it is now, then each change. With it: each change behind that event, none missing. Ends
 * after the run's last event, at once where that has passed.
 */
export async function* runStream(context: LiveContext, runId: string, after: number | null): AsyncGenerator<RunEvent> {
  const { scope, bus, signal } = context;
  const { reads, organizationId } = scope;
  // Read before the run itself: what happens in between comes twice rather than never.
  const latest = await latestSequence(reads, organizationId, runId);
  const now = await snapshot(context, runId, latest);
  if (after === null) yield now;
  if (after === null ? now.terminal : now.terminal && after >= latest && latest > 0) return;
  const options = { reads, bus, organizationId, signal, subjectId: runId, after: after ?? latest };
  const isLast = (event: { payload: Readonly<Record<string, unknown>> }): boolean =>
    hasEnded(event.payload['status'] as RunEvent['status']);
  for await (const event of eventStream({ ...options, isLast })) yield runEventOf(event);
}
