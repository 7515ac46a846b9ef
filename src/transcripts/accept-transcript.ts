import { createHash } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { acceptFile, type AcceptedFile, type AcceptPorts } from './accept-file.js';
import { MAX_FILE_BYTES } from './normalize-file.js';
import type { RequestedScoring, UploadFields } from './transcript.entity.js';

export interface NewTranscript {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
  readonly idempotencyKey?: string | null;
}

const checkSize = (bytes: Uint8Array): void => {
  if (bytes.byteLength === 0) {
    throw new AppError('TRANSCRIPT_EMPTY', 'The file is empty. Export the transcript again and check its size.');
  }
  if (bytes.byteLength > MAX_FILE_BYTES) {
    const limit = `${MAX_FILE_BYTES / 1024 / 1024} MiB`;
    throw new AppError(
      'PAYLOAD_TOO_LARGE',
      `The file is larger than ${limit}. Split it, or export text without audio.`,
    );
  }
};

/**
 * Accepts one file. Once this returns, the upload cannot be lost.
 * @throws AppError TRANSCRIPT_EMPTY, PAYLOAD_TOO_LARGE
 */
export const acceptTranscript = async (
  scope: AcceptPorts,
  { bytes, fileName, fields, scoring }: NewTranscript,
): Promise<AcceptedFile> => {
  checkSize(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return inTransaction(scope, (scope) => acceptFile(scope, { bytes, sha256, fileName, fields, scoring }));
};
