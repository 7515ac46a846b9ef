import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../../audit/record-audit.js';
import { advisoryLock } from '../../database/wire/commit-writes.js';
import type { Uses } from '../../scope/scope.js';
import { displayName } from './upload-fields.js';
import { insertRawFile } from './raw-file.js';
import { normalizeTranscriptJob } from '../transcript.jobs.js';
import { replayTranscript } from '../replay-transcript.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import { type RequestedScoring, Transcript, type UploadFields } from '../transcript.entity.js';

export type AcceptPorts = Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId'>;

export interface NewFile {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly fileName: string;
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
  /** The transcript of the file that this call was split off. */
  readonly parentId?: string;
}

export interface AcceptedFile {
  readonly transcriptId: string;
  /** True where a transcript of the same bytes existed. */
  readonly duplicate: boolean;
}

/**
 * Locks contents by their hash until the caller's transaction ends. A caller with several files locks them all first, in one order: two callers
 * with the same files could deadlock otherwise.
 */
export const lockContents = async ({ em, organizationId }: Uses<'em'>, hashes: readonly string[]): Promise<void> => {
  for (const sha256 of hashes.toSorted()) {
    await advisoryLock(em, `${organizationId} ${sha256}`);
  }
};

/** The organization's transcript of the same bytes. Concurrent uploads of them wait for each other here. */
const sameContent = async (scope: Uses<'em'>, sha256: string): Promise<Transcript | null> => {
  const { em, organizationId } = scope;
  await lockContents(scope, [sha256]);
  return em.findOne(Transcript, { organizationId, contentHash: sha256 }, { orderBy: { id: 'desc' } });
};

const write = async ({ em, organizationId }: AcceptPorts, id: string, file: NewFile): Promise<void> => {
  const { bytes, sha256, fields, scoring, parentId } = file;
  const rawFileId = uuidv7();
  const fileName = displayName(file.fileName);
  await insertRawFile(em, { organizationId, id: rawFileId, fileName, bytes, sha256 });
  em.persist(
    em.create(Transcript, {
      organizationId,
      id,
      rawFileId,
      fileName,
      contentHash: sha256,
      status: 'QUEUED',
      uploadFields: fields,
      requestedScoring: scoring,
      title: fields.title ?? null,
      externalRef: fields.externalRef ?? null,
      callType: fields.callType ?? null,
      parentId: parentId ?? null,
    }),
  );
};

const announce = (scope: AcceptPorts, id: string, { bytes, sha256, fileName, parentId }: NewFile): void => {
  const { em, queue, organizationId } = scope;
  queue.send(em, normalizeTranscriptJob, { organizationId, transcriptId: id });
  recordTranscriptEvent(scope, { id, status: 'QUEUED' });
  const after = {
    fileName: displayName(fileName),
    byteLength: bytes.byteLength,
    sha256,
    ...(parentId ? { parentId } : {}),
  };
  recordAudit(scope, { action: 'transcript.upload', subjectType: 'Transcript', subjectId: id, after });
};

/**
 * Accepts a file in the caller's transaction: raw bytes, transcript, outbox entry, event and audit entry. Bytes that were uploaded before give
 * the transcript that they became; where it could not be read, it is read again with the new fields.
 */
export const acceptFile = async (scope: AcceptPorts, file: NewFile): Promise<AcceptedFile> => {
  const same = await sameContent(scope, file.sha256);
  if (same) {
    const { fields, scoring } = file;
    if (same.status === 'REFUSED' || same.status === 'QUARANTINED') replayTranscript(scope, same, { fields, scoring });
    await scope.em.flush();
    return { transcriptId: same.id, duplicate: true };
  }
  const id = uuidv7();
  await write(scope, id, file);
  announce(scope, id, file);
  await scope.em.flush();
  return { transcriptId: id, duplicate: false };
};
