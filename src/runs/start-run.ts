import { v7 as uuidv7 } from 'uuid';
import { once } from '../access/once.js';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { Transcript } from '../transcripts/transcript.entity.js';
import { resolveSpec, type SpecChoice } from './resolve-spec.js';
import type { RunSubject } from './choose-subjects.js';
import { recordRunEvent } from './run-event.js';
import type { RunSpec } from './run-spec.js';
import { namedSubject, runSubjects } from './run-subjects.js';
import { Run } from './run.entity.js';
import { scoreRunJob } from './score-run.job.js';

export type StartPorts = Uses<'em' | 'actor' | 'queue' | 'live' | 'plugins' | 'settings' | 'requestId'>;

export interface NewRun {
  readonly transcriptId: string;
  readonly choice: SpecChoice;
  /** Label or name of the representative to score; where left out, each who speaks enough is. */
  readonly subject?: string | null;
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

interface RunPlace {
  readonly id: string;
  readonly subject: RunSubject;
  readonly batchId?: string | null;
}

/** Writes a queued run with its promise of work, event and audit entry, in the caller's transaction. */
export const createRun = (
  scope: StartPorts,
  transcript: Transcript,
  spec: RunSpec,
  { id, subject, batchId = null }: RunPlace,
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
      representativeId: subject.representativeId,
      subjectLabel: subject.label,
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
 * Queues a run for each representative of a transcript who speaks enough, in the caller's transaction.
 * @param id of the lead's run
 * @returns how many they are
 */
export const createRuns = async (
  scope: StartPorts,
  transcript: Transcript,
  spec: RunSpec,
  { id, batchId = null }: Omit<RunPlace, 'subject'>,
): Promise<number> => {
  const [lead, ...others] = await runSubjects(scope, transcript);
  for (const subject of others) createRun(scope, transcript, spec, { id: uuidv7(), subject, batchId });
  createRun(scope, transcript, spec, { id, subject: lead, batchId });
  return 1 + others.length;
};

/**
 * Queues a scoring of a transcript: of the representative who is named, else of each who speaks enough.
 * @returns id of the run, of several the lead's
 * @throws AppError as `readyTranscript` and `resolveSpec`, IDEMPOTENCY_MISMATCH, BAD_USER_INPUT for an unknown subject
 */
export const startRun = async (
  scope: StartPorts,
  { transcriptId, choice, subject, idempotencyKey }: NewRun,
): Promise<string> =>
  inTransaction(scope, async (scope) => {
    const id = uuidv7();
    const input = { transcriptId, choice, ...(subject ? { subject } : {}) };
    return once(scope, { operation: 'startRun', key: idempotencyKey, input }, id, async () => {
      const transcript = await readyTranscript(scope, transcriptId);
      const spec = await resolveSpec(scope, choice);
      if (subject) createRun(scope, transcript, spec, { id, subject: await namedSubject(scope, transcript, subject) });
      else await createRuns(scope, transcript, spec, { id });
      await scope.em.flush();
    });
  });
