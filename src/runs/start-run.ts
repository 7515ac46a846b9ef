import { v7 as uuidv7 } from 'uuid';
import { once } from '../access/once.js';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { Transcript } from '../transcripts/transcript.entity.js';
import { resolveSpec, type SpecChoice } from './resolve-spec.js';
import { recordRunEvent } from './run-event.js';
import type { RunSpec } from './run-spec.js';
import { Run } from './run.entity.js';
import { scoreRunJob } from './score-run.job.js';

export type StartPorts = Uses<'em' | 'actor' | 'queue' | 'live' | 'plugins' | 'settings' | 'requestId'>;

export interface NewRun {
  readonly transcriptId: string;
  readonly choice: SpecChoice;
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

/** Writes a queued run with its promise of work, event and audit entry, in the caller's transaction. */
export const createRun = (
  scope: StartPorts,
  transcript: Transcript,
  spec: RunSpec,
  id: string,
  batchId: string | null,
): void => {
  const { em, queue, organizationId, actor } = scope;
  em.persist(
    em.create(Run, {
      organizationId,
      id,
      batchId,
      spec,
      transcriptId: transcript.id,
      normalizationId: transcript.normalizationId ?? '',
      representativeId: transcript.representativeId ?? null,
      companyId: transcript.companyId ?? null,
      status: 'QUEUED',
      promptVersionId: spec.promptVersion.id,
      model: spec.models.judge ?? '',
      rubricKey: spec.rubric.key,
      rubricVersion: spec.rubric.version,
      requestedBy: actor.id,
      callAt: transcript.startedAt ?? transcript.createdAt,
    }),
  );
  queue.send(em, scoreRunJob, { organizationId, runId: id });
  recordRunEvent(scope, { id, transcriptId: transcript.id, batchId, status: 'QUEUED' });
  const after = { transcriptId: transcript.id, model: spec.models.judge ?? null, rubric: spec.rubric.key };
  recordAudit(scope, { action: 'run.start', subjectType: 'Run', subjectId: id, after });
};

/**
 * Queues one scoring of a transcript.
 * @returns id of the run
 * @throws AppError as `readyTranscript` and `resolveSpec`, IDEMPOTENCY_MISMATCH
 */
export const startRun = async (scope: StartPorts, { transcriptId, choice, idempotencyKey }: NewRun): Promise<string> =>
  inTransaction(scope, async (scope) => {
    const id = uuidv7();
    const request = { operation: 'startRun', key: idempotencyKey, input: { transcriptId, choice } };
    return once(scope, request, id, async () => {
      const transcript = await readyTranscript(scope, transcriptId);
      createRun(scope, transcript, await resolveSpec(scope, choice), id, null);
      await scope.em.flush();
    });
  });
