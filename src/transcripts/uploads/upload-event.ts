import { isEventOf } from '../../live/live-event.js';
import type { Uses } from '../../scope/scope.js';

declare module '../../live/live-event.js' {
  interface EventPayloads {
    readonly UPLOAD_ACCEPTED: UploadEventPayload;
  }
}

export const isUploadEvent = isEventOf(['UPLOAD_ACCEPTED']);

/** Progress of an upload after files of it were accepted or refused. */
export interface UploadEventPayload {
  readonly uploadId: string;
  /** All files of the upload, and how many of them have an outcome so far. */
  readonly total: number;
  readonly taken: number;
  readonly duplicates: number;
  readonly refused: number;
}

/** Records an upload's progress for subscribers, in the caller's transaction. */
export const recordUploadEvent = (scope: Uses<'em' | 'live'>, payload: UploadEventPayload): void => {
  const { em, live, organizationId } = scope;
  live.record(em, { organizationId, kind: 'UPLOAD_ACCEPTED', subjectId: payload.uploadId, payload });
};
