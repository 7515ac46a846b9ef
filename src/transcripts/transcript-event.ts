import type { Uses } from '../scope/scope.js';
import type { TranscriptStatus } from './transcript.entity.js';

interface TranscriptChange {
  readonly id: string;
  readonly status: TranscriptStatus;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** Records a transcript's new status for subscribers, in the caller's transaction. */
export const recordTranscriptEvent = (scope: Uses<'em' | 'live'>, { id, ...change }: TranscriptChange): void => {
  const { em, live, organizationId } = scope;
  live.record(em, {
    organizationId,
    kind: `TRANSCRIPT_${change.status}`,
    subjectId: id,
    payload: { transcriptId: id, ...change },
  });
};
