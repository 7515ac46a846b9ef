import { createHash } from 'node:crypto';
import { insertAtCommit } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { type AcceptedFile, acceptFile, type AcceptPorts } from './accept-file.js';
import { beginUpload } from './begin-upload.js';
import { displayPath } from './upload-fields.js';
import { fileOfBytes, type NewUpload, type UploadedFile } from './new-upload.js';
import { recordUploadEvent } from './upload-event.js';
import { ACCEPTING_UNTIL, UploadFile } from './upload.entity.js';
import { MAX_FILE_BYTES } from '../file-limits.js';

/** The outcome of one file: its transcript, or the reason why it has none. */
export interface FileOutcome {
  /** 0-based, in the order of the upload. */
  readonly position: number;
  readonly fileName: string;
  readonly transcriptId: string | null;
  readonly duplicate: boolean;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface AcceptedUpload {
  readonly uploadId: string;
  /** In the order of the upload. */
  readonly files: readonly FileOutcome[];
}

type Placed = UploadedFile & { readonly position: number };

/** Limits of one transaction, so that other uploads get their turn in between. */
const FILES_AT_ONCE = 10;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

const inBatches = (files: readonly UploadedFile[]): Placed[][] => {
  const batches: Placed[][] = [];
  let bytesLeft = 0;
  for (const [position, file] of files.entries()) {
    const size = file.refusal ? 0 : file.byteLength;
    const batch = batches.at(-1);
    bytesLeft -= size;
    if (batch && batch.length < FILES_AT_ONCE && bytesLeft >= 0) batch.push({ ...file, position });
    else {
      batches.push([{ ...file, position }]);
      bytesLeft = BYTES_AT_ONCE - size;
    }
  }
  return batches;
};

const contentOf = (file: UploadedFile): string => (file.refusal ? file.refusal.code : file.sha256);

/** The same order in every upload, so that two uploads of the same files cannot deadlock. */
const byContent = (batch: readonly Placed[]): Placed[] =>
  batch.toSorted((a, b) => (contentOf(a) < contentOf(b) ? -1 : 1));

const hashOf = (files: readonly UploadedFile[]): string =>
  createHash('sha256')
    .update(JSON.stringify(files.map((file) => [file.fileName, contentOf(file)])))
    .digest('hex');

/** @throws AppError the refusal of the first file where none can be accepted */
const requireAcceptable = (files: readonly UploadedFile[]): void => {
  const refusals = files.flatMap(({ fileName, refusal }) => (refusal ? [{ fileName, ...refusal }] : []));
  if (refusals.length < files.length) return;
  const [first] = refusals;
  if (!first) throw new AppError('BAD_USER_INPUT', 'There is no file in the upload.');
  const more = files.length > 1 ? ` (${displayPath(first.fileName)}, the first of ${files.length} refused files)` : '';
  throw new AppError(first.code, `${first.message}${more}`);
};

const acceptOrRefuse = async (scope: AcceptPorts, input: NewUpload, file: Placed): Promise<FileOutcome> => {
  const { position, fileName } = file;
  const named = { position, fileName: displayPath(fileName) };
  if (file.refusal) {
    const { code, message } = file.refusal;
    return { ...named, transcriptId: null, duplicate: false, errorCode: code, errorMessage: message };
  }
  const { fields, scoring, onDuplicate } = input;
  const accepted = await acceptFile(scope, {
    bytes: await file.read(),
    sha256: file.sha256,
    fileName,
    fields,
    scoring,
  });
  if (accepted.duplicate) await onDuplicate?.(scope, accepted.transcriptId);
  return { ...named, ...accepted, errorCode: null, errorMessage: null };
};

/**
 * The outcomes of these files that an earlier attempt recorded, in this process or another. Locks the upload until the transaction ends and
 * renews its lease, so that it is not shown as INTERRUPTED.
 */
const recordedOutcomes = async (
  scope: AcceptPorts,
  uploadId: string,
  batch: readonly Placed[],
): Promise<FileOutcome[]> => {
  const { em, organizationId } = scope;
  await em.execute(`update upload set lease_until = ${ACCEPTING_UNTIL} where organization_id = ? and id = ?`, [
    organizationId,
    uploadId,
  ]);
  return em.execute(
    `select position, file_name as "fileName", transcript_id as "transcriptId", duplicate, error_code as "errorCode",
       error_message as "errorMessage" from upload_file
     where organization_id = ? and upload_id = ? and position between ? and ?`,
    [organizationId, uploadId, batch[0]?.position ?? 0, batch.at(-1)?.position ?? 0],
  );
};

interface Upload {
  readonly id: string;
  readonly input: NewUpload;
  readonly outcomes: FileOutcome[];
}

const announce = (scope: AcceptPorts, { id, input, outcomes }: Upload): void => {
  recordUploadEvent(scope, {
    uploadId: id,
    total: input.files.length,
    taken: outcomes.length,
    duplicates: outcomes.filter(({ duplicate }) => duplicate).length,
    refused: outcomes.filter(({ errorCode }) => errorCode !== null).length,
  });
};

/** Accepts those files of a batch that have no outcome yet, in the caller's transaction. */
const acceptBatch = async (
  scope: AcceptPorts,
  { id, input, outcomes }: Upload,
  batch: readonly Placed[],
  before: readonly FileOutcome[],
): Promise<FileOutcome[]> => {
  const { em, organizationId } = scope;
  const known = new Set(before.map(({ position }) => position));
  const missing = byContent(batch.filter(({ position }) => !known.has(position)));
  if (missing.length === 0) return [...before];
  const externalRef = input.fields.externalRef ?? null;
  const fresh: FileOutcome[] = [];
  for (const file of missing) {
    const outcome = await acceptOrRefuse(scope, input, file);
    insertAtCommit(em, UploadFile, { organizationId, uploadId: id, externalRef, ...outcome });
    fresh.push(outcome);
  }
  announce(scope, { id, input, outcomes: [...outcomes, ...before, ...fresh] });
  await em.flush();
  return [...before, ...fresh];
};

const end = ({ em, organizationId }: AcceptPorts, uploadId: string): Promise<unknown> =>
  em.execute(`update upload set status = 'ACCEPTED' where organization_id = ? and id = ?`, [organizationId, uploadId]);

/**
 * Accepts files as one upload, a batch in each transaction. Each becomes a transcript, is a duplicate of one, or is refused for a reason that
 * is kept with the upload. All outcomes are durable once this returns. Repeated after a crash, with the same idempotency key or for the same
 * opened upload, it completes what is missing.
 * @throws AppError the first file's refusal where no file can be accepted: nothing is stored then. IDEMPOTENCY_MISMATCH, QUOTA_EXCEEDED; for
 * an upload that was opened before also NOT_FOUND, CONFLICT
 */
export const acceptUpload = async (scope: AcceptPorts, input: NewUpload): Promise<AcceptedUpload> => {
  requireAcceptable(input.files);
  const [first = [], ...others] = inBatches(input.files);
  const isAll = others.length === 0;
  const outcomes: FileOutcome[] = [];
  const id = await inTransaction({ ...scope, em: scope.em.fork() }, async (scope) => {
    const next = { contentHash: hashOf(input.files), status: isAll ? 'ACCEPTED' : 'ACCEPTING' } as const;
    const { id, fresh } = await beginUpload(scope, input, next);
    const before = fresh ? [] : await recordedOutcomes(scope, id, first);
    outcomes.push(...(await acceptBatch(scope, { id, input, outcomes }, first, before)));
    return id;
  });
  for (const batch of others) {
    const isLast = batch === others.at(-1);
    const done = await inTransaction({ ...scope, em: scope.em.fork() }, async (scope) => {
      const done = await acceptBatch(scope, { id, input, outcomes }, batch, await recordedOutcomes(scope, id, batch));
      if (isLast) await end(scope, id);
      return done;
    });
    outcomes.push(...done);
  }
  return { uploadId: id, files: outcomes.toSorted((a, b) => a.position - b.position) };
};

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
