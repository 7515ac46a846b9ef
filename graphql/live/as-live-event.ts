import type { UnscoredReason } from '../../src/plugin-api/index.js';
import type { StampedEvent } from '../../src/live/live-event.js';
import { isRunEvent, type RunEventPayload } from '../../src/runs/run-event.js';
import { hasEnded } from '../../src/runs/run-status.js';
import type { TranscriptStatus } from '../transcripts/transcript.type.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { isTranscriptEvent } from '../../src/transcripts/transcript-event.js';
import { isUploadEvent } from '../../src/transcripts/uploads/upload-event.js';
import { overallOutcome } from '../runs/run-outcomes.js';
import type { RunStatus } from '../runs/run.type.js';
import type { OrganizationEvent, RunEvent } from './live.type.js';

interface RunChange extends Omit<RunEventPayload, 'overallReason'> {
  readonly sequence: number;
  readonly at: Date;
  readonly overallReason: string | null;
}

/** The state of a run for subscribers, from an event or from the run itself. */
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

type StampedRunEvent = Omit<StampedEvent, 'payload'> & { readonly payload: RunEventPayload };

export const runEventOf = ({ sequence, at, payload }: StampedRunEvent): RunEvent =>
  asRunEvent({ ...payload, sequence, at });

/** Which type of node an event is of; `Unknown` for a kind of another version of Debrief, which `node` does not find. */
const subjectTypeOf = (event: StampedEvent) => {
  if (isRunEvent(event)) return 'Run';
  if (isUploadEvent(event)) return 'Upload';
  return isTranscriptEvent(event) ? 'Transcript' : 'Unknown';
};

/** An event as subscribers get it. One of an unknown kind keeps its place in the sequence and tells its kind alone. */
export const organizationEventOf = (event: StampedEvent): OrganizationEvent => ({
  sequence: event.sequence,
  kind: event.kind,
  at: event.at,
  subjectId: toGlobalId(subjectTypeOf(event), event.subjectId),
  transcriptStatus: isTranscriptEvent(event) ? (event.payload.status as TranscriptStatus) : null,
  run: isRunEvent(event) ? runEventOf(event) : null,
  upload: isUploadEvent(event) ? event.payload : null,
});
