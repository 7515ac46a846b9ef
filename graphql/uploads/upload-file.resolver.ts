import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import type { UploadFileRow } from '../../src/transcripts/uploads/upload-reads.js';
import type { Context } from '../context.js';
import { Failure, Transcript } from '../transcripts/transcript.type.js';
import { UploadFile } from './upload.type.js';

@Resolver(() => UploadFile)
export class UploadFileResolver {
  @FieldResolver(() => Transcript, { nullable: true, description: 'What it became, or what has its bytes already.' })
  transcript(
    @Ctx() { loaders }: Context,
    @Root() { transcriptId }: UploadFileRow,
  ): Promise<TranscriptRow | null> | null {
    return transcriptId === null ? null : loaders.transcript.load(transcriptId);
  }

  @FieldResolver(() => Failure, { nullable: true, description: 'Why it was refused at once.' })
  error(@Root() { errorCode: code, errorMessage: message }: UploadFileRow): Failure | null {
    return code === null ? null : { code, message: message ?? '' };
  }
}
