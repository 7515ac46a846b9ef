import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import { type UploadFileRow, uploadFiles } from '../../src/transcripts/uploads/upload-reads.js';
import type { Context } from '../context.js';
import { Failure, Transcript } from '../transcripts/transcript.type.js';
import { UploadFile } from './upload.type.js';
import { AppError } from '../../src/errors/app-error.js';
import { connectionFrom, type ConnectionOf, type PageArgs } from '../connection.js';
import { transcriptLoader } from '../transcripts/transcripts.loaders.js';

@Resolver(() => UploadFile)
export class UploadFileResolver {
  @FieldResolver(() => Transcript, { nullable: true, description: 'What it became, or what has its bytes already.' })
  transcript(
    @Ctx() { loaders }: Context,
    @Root() { transcriptId }: UploadFileRow,
  ): Promise<TranscriptRow | null> | null {
    return transcriptId === null ? null : loaders.load(transcriptLoader, transcriptId);
  }

  @FieldResolver(() => Failure, { nullable: true, description: 'Why it was refused at once.' })
  error(@Root() { errorCode: code, errorMessage: message }: UploadFileRow): Failure | null {
    return code === null ? null : { code, message: message ?? '' };
  }
}

const readCursor = (after: string | null | undefined): number => {
  if (after === null || after === undefined) return -1;
  if (/^\d{1,7}$/.test(after)) return Number(after);
  throw new AppError('BAD_CURSOR', 'This is not a cursor of a list of files.', { path: ['after'] });
};

/** Files of an upload after a cursor, which is the position of a file. */
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
