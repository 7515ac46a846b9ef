import type { AcceptPorts } from './accept-file.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';
import type { UploadedFile } from './uploaded-file.js';

/** Files that came together, and what was said of them. */
export interface NewUpload {
  readonly files: readonly UploadedFile[];
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
  readonly idempotencyKey?: string | null;
  /** The upload that was opened for these files. */
  readonly uploadId?: string;
  /** Called, where the same bytes were there already, in the transaction that found them. */
  readonly onDuplicate?: (scope: AcceptPorts, transcriptId: string) => Promise<void>;
}
