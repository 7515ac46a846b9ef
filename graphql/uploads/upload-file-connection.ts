import { AppError } from '../../src/errors/app-error.js';
import { uploadFiles, type UploadFileRow } from '../../src/transcripts/uploads/upload-reads.js';
import { connectionFrom, type ConnectionOf, type PageArgs } from '../connection.js';
import type { Context } from '../context.js';

const readCursor = (after: string | null | undefined): number => {
  if (after === null || after === undefined) return -1;
  if (/^\d{1,7}$/.test(after)) return Number(after);
  throw new AppError('BAD_CURSOR', 'This is not a cursor of a list of files.', { path: ['after'] });
};

/** Files of an upload behind a cursor, which is the place of a file. */
export const uploadFileConnection = async (
  { scope }: Context,
  uploadId: string,
  { first, after }: PageArgs,
): Promise<ConnectionOf<UploadFileRow>> => {
  const position = readCursor(after);
  const rows = await uploadFiles(scope, uploadId, position + 1, first + 1);
  const edges = rows.slice(0, first).map((node) => ({ cursor: String(node.position), node }));
  return connectionFrom(edges, { hasNextPage: rows.length > first, hasPreviousPage: position >= 0 });
};
