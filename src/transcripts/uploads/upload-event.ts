import type { Uses } from '../../scope/scope.js';

/** What subscribers get when files of an upload were taken: how far it is by then. */
export interface UploadEventPayload {
  readonly uploadId: string;
  /** Files that came, and how many of them were taken or refused so far. */
  readonly total: number;
  readonly taken: number;
  readonly duplicates: number;
  readonly refused: number;
}

/** Records that files of an upload were taken, in the caller's transaction. */
export const recordUploadEvent = (scope: Uses<'em' | 'live'>, payload: UploadEventPayload): void => {
  const { em, live, organizationId } = scope;
  live.record(em, { organizationId, kind: 'UPLOAD_ACCEPTED', subjectId: payload.uploadId, payload: { ...payload } });
};
