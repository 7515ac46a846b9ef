import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { recordAudit } from '../../audit/record-audit.js';
import { insertAtCommit } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import { currentPolicy } from '../../profiles/policy-reads.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { Transcript } from '../../transcripts/transcript.entity.js';
import { resolveSpec, type SpecChoice } from './resolve-spec.js';
import { reusableRun, reuseKey, reuseRun } from './reuse-run.js';
import { runDraft, type RunPlace } from './run-draft.js';
import { recordRunEvent } from '../run-event.js';
import type { RunSpec } from '../run-spec.js';
import { namedSubject, runSubjects } from './run-subjects.js';
import { Run } from '../run.entity.js';
import { scoreRunJob } from '../score-run.job.js';

export type StartPorts = Uses<'em' | 'actor' | 'queue' | 'live' | 'plugins' | 'settings' | 'requestId' | 'now'>;

export interface NewRun {
  readonly transcriptId: string;
  readonly choice: SpecChoice;
  /** Label or name of the representative to score; where left out, each who speaks enough is. */
  readonly subject?: string | null;
  /** False asks again even where the same was asked before; where left out, as the policy says. */
  readonly reuse?: boolean | null;
  readonly idempotencyKey?: string | null;
}

/**
 * The transcript, fit to be scored.
 * @throws AppError NOT_FOUND, TRANSCRIPT_NOT_READY, or the code for which it was refused
 */
export const readyTranscript = async (
  { em, organizationId }: Uses<'em'>,
  id: string,
  path: readonly string[] = ['input', 'transcriptId'],
): Promise<Transcript> => {
  const transcript = await em.findOne(Transcript, { organizationId, id });
  if (!transcript) throw new AppError('NOT_FOUND', 'There is no such transcript.', { path });
  if (transcript.status === 'READY') return transcript;
  const why = transcript.errorMessage ? ` ${transcript.errorMessage}` : ' Wait until its status is READY.';
  const retryable = transcript.status === 'QUEUED' || transcript.status === 'NORMALIZING';
  throw new AppError('TRANSCRIPT_NOT_READY', `The transcript is ${transcript.status}.${why}`, { path, retryable });
};

/** Writes a queued run with its outbox entry, event and audit entry, in the caller's transaction. */
export const createRun = (scope: StartPorts, transcript: Transcript, spec: RunSpec, place: RunPlace): void => {
  const { em, queue, organizationId } = scope;
  const { id, batchId = null } = place;
  insertAtCommit(em, Run, { ...runDraft(scope, transcript, spec, place), status: 'QUEUED' });
  queue.send(em, scoreRunJob, { organizationId, runId: id });
  recordRunEvent(scope, { id, transcriptId: transcript.id, batchId, status: 'QUEUED' });
  const after = { transcriptId: transcript.id, model: spec.models.judge ?? null, rubric: spec.rubric.key };
  recordAudit(scope, { action: 'run.start', subjectType: 'Run', subjectId: id, after });
};

/** Whether results may be taken from earlier runs, as the policy says. */
export const isReuseAllowed = async (scope: Uses<'em'>): Promise<boolean> => (await currentPolicy(scope)).policy.reuse;

interface RunWish extends Omit<RunPlace, 'reuseKey'> {
  readonly reuse: boolean;
}

/** A run that takes the result of an earlier one that asked the same, where it may and there is one; else a queued run. */
const createOrReuse = async (
  scope: StartPorts,
  transcript: Transcript,
  spec: RunSpec,
  { reuse, ...wish }: RunWish,
): Promise<void> => {
  const place = { ...wish, reuseKey: await reuseKey(scope, transcript, spec, wish.subject.label) };
  const source = reuse ? await reusableRun(scope, place.reuseKey) : null;
  if (source) await reuseRun(scope, runDraft(scope, transcript, spec, place), source);
  else createRun(scope, transcript, spec, place);
};

/**
 * A run for each representative of a transcript who speaks enough, in the caller's transaction.
 * @param wish id of the lead's run, and whether results may be taken from earlier ones
 * @returns how many they are
 */
export const createRuns = async (
  scope: StartPorts,
  transcript: Transcript,
  spec: RunSpec,
  wish: Omit<RunWish, 'subject'>,
): Promise<number> => {
  const [lead, ...others] = await runSubjects(scope, transcript);
  for (const subject of others) await createOrReuse(scope, transcript, spec, { ...wish, id: uuidv7(), subject });
  await createOrReuse(scope, transcript, spec, { ...wish, subject: lead });
  return 1 + others.length;
};

/**
 * Starts a scoring of a transcript: of the representative who is named, else of each who speaks enough.
 * @returns id of the run, of several the lead's
 * @throws AppError as `readyTranscript` and `resolveSpec`, IDEMPOTENCY_MISMATCH, BAD_USER_INPUT for an unknown subject
 */
export const startRun = async (
  scope: StartPorts,
  { transcriptId, choice, subject, reuse: asked = null, idempotencyKey }: NewRun,
): Promise<string> =>
  inTransaction(scope, async (scope) => {
    const id = uuidv7();
    const input = {
      transcriptId,
      choice,
      ...(subject ? { subject } : {}),
      ...(asked === false ? { reuse: false } : {}),
    };
    return withIdempotencyKey(scope, { operation: 'startRun', key: idempotencyKey, input }, id, async () => {
      const transcript = await readyTranscript(scope, transcriptId);
      const { spec, reuse } = await resolveSpec(scope, choice);
      const wish = { id, reuse: reuse && asked !== false };
      if (subject) {
        const named = await namedSubject(scope, transcript, subject);
        await createOrReuse(scope, transcript, spec, { ...wish, subject: named });
      } else await createRuns(scope, transcript, spec, wish);
      await scope.em.flush();
    });
  });
