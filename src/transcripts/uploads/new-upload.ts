import type { AcceptPorts } from './accept-file.js';
import type { RequestedScoring, UploadFields } from '../transcript.entity.js';
import { createHash } from 'node:crypto';
import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

/** Files of one upload, and what the uploader says of them. */
export interface NewUpload {
  readonly files: readonly UploadedFile[];
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
  readonly idempotencyKey?: string | null;
  /** The upload that was opened for these files. */
  readonly uploadId?: string;
  /** Called for each duplicate, in the transaction that found it. */
  readonly onDuplicate?: (scope: AcceptPorts, transcriptId: string) => Promise<void>;
}

/** A file whose bytes have arrived. */
export interface ArrivedFile {
  readonly fileName: string;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly byteLength: number;
  readonly read: () => Promise<Uint8Array>;
  readonly refusal: null;
}

/** A file that cannot be accepted; the others of its upload can. */
export interface RefusedFile {
  readonly fileName: string;
  readonly refusal: { readonly code: ErrorCode; readonly message: string };
}

export type UploadedFile = ArrivedFile | RefusedFile;

/** A size for people: in MiB from one MiB on, else in bytes. */
export const inMebibytes = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${bytes.toLocaleString('en')} bytes`;

export const tooLarge = (maxFileBytes: number): AppError =>
  new AppError(
    'PAYLOAD_TOO_LARGE',
    `A file may have ${inMebibytes(maxFileBytes)}. Split it, or export text without audio.`,
  );

export const refused = (fileName: string, { code, message }: AppError): RefusedFile => ({
  fileName,
  refusal: { code, message },
});

/** The file, or its refusal where it is empty. */
export const arrived = (file: Omit<ArrivedFile, 'refusal'>): UploadedFile =>
  file.byteLength > 0
    ? { ...file, refusal: null }
    : refused(
        file.fileName,
        new AppError('TRANSCRIPT_EMPTY', 'The file is empty. Export the transcript again and check its size.'),
      );

/** A file of an upload from bytes in memory. */
export const fileOfBytes = (fileName: string, bytes: Uint8Array, maxFileBytes: number): UploadedFile => {
  if (bytes.byteLength > maxFileBytes) return refused(fileName, tooLarge(maxFileBytes));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return arrived({ fileName, sha256, byteLength: bytes.byteLength, read: () => Promise.resolve(bytes) });
};
