import type { UnscoredReason } from '../../src/plugin-api/index.js';
import type { StampedEvent } from '../../src/live/event-stream.js';
import type { RunEventPayload } from '../../src/runs/run-event.js';
import { hasEnded } from '../../src/runs/run-status.js';
import type { TranscriptStatus } from '../transcripts/transcript.type.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import type { UploadEventPayload } from '../../src/transcripts/uploads/upload-event.js';
import { overallOutcome } from '../runs/run-outcomes.js';
import type { RunStatus } from '../runs/run.type.js';
import type { OrganizationEvent, RunEvent } from './live.type.js';

interface RunChange extends Omit<RunEventPayload, 'overallReason'> {
  readonly sequence: number;
  readonly at: Date;
  readonly overallReason: string | null;
}

/** A run's state as subscribers get it, from an event or from the run itself. */
export const asRunEvent = (change: RunChange): RunEvent => {
  const { sequence, at, attempts, status, flags, runId, transcriptId, batchId, errorCode, errorMessage } = change;
  return {
    sequence,
    at,
    attempts,
    flags,
    runId: toGlobalId('Run', runId),
    transcriptId: toGlobalId('Transcript', transcriptId),
    batchId: batchId === null ? null : toGlobalId('Batch', batchId),
    status: status as RunStatus,
    overall: overallOutcome({
      overallOutcome: change.overallOutcome,
      overallScore: change.overallScore,
      overallReason: change.overallReason as UnscoredReason | null,
      overallPotential: change.overallPotential,
      overallNormalized: change.overallNormalized,
    }),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    terminal: hasEnded(status),
  };
};

export const runEventOf = ({ sequence, at, payload }: StampedEvent): RunEvent =>
  asRunEvent({ ...(payload as unknown as RunEventPayload), sequence, at });

const SUBJECTS = { RUN: 'Run', UPLOAD: 'Upload', TRANSCRIPT: 'Transcript' } as const;

const subjectOf = (kind: string): keyof typeof SUBJECTS =>
  kind.startsWith('RUN_') ? 'RUN' : kind.startsWith('UPLOAD_') ? 'UPLOAD' : 'TRANSCRIPT';

export const organizationEventOf = (event: StampedEvent): OrganizationEvent => {
  const { sequence, kind, subjectId, payload, at } = event;
  const subject = subjectOf(kind);
  return {
    sequence,
    kind,
    at,
    subjectId: toGlobalId(SUBJECTS[subject], subjectId),
    transcriptStatus: subject === 'TRANSCRIPT' ? (payload.status as TranscriptStatus) : null,
    run: subject === 'RUN' ? runEventOf(event) : null,
    upload: subject === 'UPLOAD' ? (payload as unknown as UploadEventPayload) : null,
  };
};
