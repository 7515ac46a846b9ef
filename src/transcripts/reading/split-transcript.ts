import { createHash } from 'node:crypto';
import type { CallPart } from '../../plugin-api/index.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { acceptFile, lockContents, type AcceptPorts } from '../uploads/accept-file.js';
import { endReading } from './record-reading.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import type { Transcript, UploadFields } from '../transcript.entity.js';

/** Calls of one transaction: building their rows blocks this thread. */
const AT_ONCE = 10;

/** Upload fields of one call: those of the file, overridden by the call's own. */
const fieldsOf = ({ uploadFields }: Transcript, { metadata, format }: CallPart): UploadFields => {
  const { title: _title, externalRef: _ref, format: _format, ...shared } = uploadFields;
  return { ...shared, ...metadata, ...(format === undefined ? {} : { format }) };
};

const withContent = (part: CallPart) => {
  const bytes = Buffer.from(part.text);
  return { part, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
};

const acceptParts = async (scope: AcceptPorts, parent: Transcript, parts: readonly CallPart[]): Promise<void> => {
  const files = parts.map(withContent);
  await lockContents(
    scope,
    files.map(({ sha256 }) => sha256),
  );
  for (const { part, bytes, sha256 } of files) {
    const fields = fieldsOf(parent, part);
    const { requestedScoring: scoring, id: parentId } = parent;
    await acceptFile(scope, { bytes, sha256, fileName: part.fileName, fields, scoring, parentId });
  }
};

/**
 * Makes a transcript of each call of a file, and ends the file's own as SPLIT. Safe to repeat after a crash: the same content is the same
 * transcript.
 */
export const splitTranscript = async (
  scope: AcceptPorts,
  parent: Transcript,
  epoch: number,
  { calls, format }: { readonly calls: readonly CallPart[]; readonly format: string },
): Promise<void> => {
  for (let from = 0; from < calls.length; from += AT_ONCE) {
    const fresh = { ...scope, em: scope.em.fork() };
    await inTransaction(fresh, (scope) => acceptParts(scope, parent, calls.slice(from, from + AT_ONCE)));
  }
  await inTransaction(scope, async (scope) => {
    const ending = { status: 'SPLIT', errorCode: null, errorMessage: null, format } as const;
    if (!(await endReading(scope, parent, epoch, ending))) return;
    recordTranscriptEvent(scope, { id: parent.id, status: 'SPLIT' });
    await scope.em.flush();
  });
};
