import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { once } from '../access/once.js';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { cleanUnicode } from '../text/clean-unicode.js';
import { MAX_FILE_BYTES } from './normalize-file.js';
import { normalizeTranscriptJob } from './normalize-transcript.job.js';
import { RawFile } from './raw-file.entity.js';
import { recordTranscriptEvent } from './transcript-event.js';
import { Transcript, type RequestedScoring, type UploadFields } from './transcript.entity.js';

export interface NewTranscript {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
  readonly idempotencyKey?: string | null;
}

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId'>;

/** Last part of a name as some client sent it, fit to be shown; never used as a path. */
const displayName = (fileName: string): string => {
  const last = cleanUnicode(fileName).split(/[/\\]/).at(-1)?.trim() ?? '';
  return last === '' ? 'transcript' : last.slice(0, 200);
};

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

const write = (scope: Ports, id: string, contentHash: string, input: NewTranscript): void => {
  const { em, queue, organizationId } = scope;
  const { bytes, fields, scoring } = input;
  const rawFileId = uuidv7();
  const fileName = displayName(input.fileName);
  em.persist(
    em.create(RawFile, {
      organizationId,
      id: rawFileId,
      fileName,
      bytes: Buffer.from(bytes),
      byteLength: bytes.byteLength,
      sha256: contentHash,
    }),
  );
  em.persist(
    em.create(Transcript, {
      organizationId,
      id,
      rawFileId,
      fileName,
      contentHash,
      status: 'QUEUED',
      uploadFields: fields,
      requestedScoring: scoring,
      title: fields.title ?? null,
      externalRef: fields.externalRef ?? null,
    }),
  );
  queue.send(em, normalizeTranscriptJob, { organizationId, transcriptId: id });
  recordTranscriptEvent(scope, { id, status: 'QUEUED' });
  const after = { fileName, byteLength: bytes.byteLength, sha256: contentHash };
  recordAudit(scope, { action: 'transcript.upload', subjectType: 'Transcript', subjectId: id, after });
};

/**
 * Accepts a file: raw bytes, transcript, promise of work, event and audit entry in one transaction. Once this returns,
 * the upload cannot be lost.
 * @returns id of the transcript
 * @throws AppError TRANSCRIPT_EMPTY, PAYLOAD_TOO_LARGE, IDEMPOTENCY_MISMATCH
 */
export const acceptTranscript = async (scope: Ports, input: NewTranscript): Promise<string> => {
  checkSize(input.bytes);
  const contentHash = createHash('sha256').update(input.bytes).digest('hex');
  const { fields, scoring, idempotencyKey } = input;
  return inTransaction(scope, async (scope) => {
    const request = { operation: 'uploadTranscript', key: idempotencyKey, input: { contentHash, fields, scoring } };
    const id = uuidv7();
    return once(scope, request, id, async () => {
      write(scope, id, contentHash, input);
      await scope.em.flush();
    });
  });
};
