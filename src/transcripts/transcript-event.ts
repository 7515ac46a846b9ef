import { isEventOf } from '../live/live-event.js';
import type { Uses } from '../scope/scope.js';
import { TRANSCRIPT_STATUSES, type TranscriptStatus } from './transcript.entity.js';

type TranscriptEventKind =
  | `TRANSCRIPT_${TranscriptStatus}`
  | 'TRANSCRIPT_ASSIGNED'
  | 'TRANSCRIPT_CORRECTED'
  | 'TRANSCRIPT_DELETED'
  | 'TRANSCRIPT_NOT_SCORED';

/** The status of a transcript after the event, and what the event changed. */
interface TranscriptEventPayload {
  readonly transcriptId: string;
  readonly status: TranscriptStatus;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly normalizationId?: string | null | undefined;
  readonly representativeId?: string | null | undefined;
}

declare module '../live/live-event.js' {
  interface EventPayloads extends Record<TranscriptEventKind, TranscriptEventPayload> {}
}

export const isTranscriptEvent = isEventOf<TranscriptEventKind>([
  ...TRANSCRIPT_STATUSES.map((status): TranscriptEventKind => `TRANSCRIPT_${status}`),
  'TRANSCRIPT_ASSIGNED',
  'TRANSCRIPT_CORRECTED',
  'TRANSCRIPT_DELETED',
  'TRANSCRIPT_NOT_SCORED',
]);

interface TranscriptChange extends Omit<TranscriptEventPayload, 'transcriptId'> {
  readonly id: string;
  /** What happened where it is not the change of the status. */
  readonly what?: 'ASSIGNED' | 'CORRECTED' | 'DELETED' | 'NOT_SCORED';
}

/** Records a change of a transcript for subscribers, in the caller's transaction. */
export const recordTranscriptEvent = (
  { em, live, organizationId }: Uses<'em' | 'live'>,
  { id, what, ...change }: TranscriptChange,
): void =>
  live.record(em, {
    organizationId,
    kind: `TRANSCRIPT_${what ?? change.status}`,
    subjectId: id,
    payload: { transcriptId: id, ...change },
  });
