import { AppError } from '../../errors/app-error.js';
import type { AcceptedFile, AcceptPorts } from './accept-file.js';
import { acceptUpload } from './accept-upload.js';
import type { NewUpload } from './new-upload.js';
import { MAX_FILE_BYTES } from '../file-limits.js';
import { fileOfBytes } from './uploaded-file.js';

export interface NewTranscript extends Omit<NewUpload, 'files' | 'uploadId'> {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Largest file that the organization may upload, where that is less than the product's limit. */
  readonly maxBytes?: number;
}

/**
 * Accepts one file, as an upload of its own.
 * @throws AppError TRANSCRIPT_EMPTY, PAYLOAD_TOO_LARGE, else as `acceptUpload`
 */
export const acceptTranscript = async (
  scope: AcceptPorts,
  { bytes, fileName, maxBytes = MAX_FILE_BYTES, ...input }: NewTranscript,
): Promise<AcceptedFile> => {
  const { files } = await acceptUpload(scope, { ...input, files: [fileOfBytes(fileName, bytes, maxBytes)] });
  const [file] = files;
  if (!file?.transcriptId) throw new AppError('INTERNAL_SERVER_ERROR', 'The accepted file is not there.');
  return { transcriptId: file.transcriptId, duplicate: file.duplicate };
};
