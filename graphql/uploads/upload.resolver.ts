import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { AppError } from '../../src/errors/app-error.js';
import { abortableIterator } from '../../src/live/follow.js';
import { openUpload } from '../../src/runs/starting/submit-transcripts.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { toUploadFields } from '../../src/transcripts/uploads/upload-fields.js';
import {
  type UploadFileRow,
  uploadPage,
  uploadProgress,
  type UploadRow,
} from '../../src/transcripts/uploads/upload-reads.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context, LiveContext } from '../context.js';
import { payload } from '../user-error.type.js';
import { asUploadProgress, uploadStream } from './upload-stream.js';
import { uploadFileConnection } from './upload-file.resolver.js';
import {
  CreateUploadInput,
  CreateUploadPayload,
  Upload,
  UploadConnection,
  UploadFileConnection,
  UploadFilter,
  UploadProgress,
} from './upload.type.js';
import { apiKeyLoader } from '../access/access.loaders.js';
import { uploadLoader } from './uploads.loaders.js';

interface Request<Args> {
  readonly args: Args;
  readonly context: LiveContext;
}

@Resolver(() => Upload)
export class UploadResolver {
  @Query(() => UploadConnection, { description: 'Uploads of the organization, by time.' })
  async uploads(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => UploadFilter, { nullable: true, description: 'Which uploads.' }) filter: UploadFilter | null,
    @Arg('orderBy', () => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Way of the order.' })
    orderBy: OrderDirection,
  ): Promise<ConnectionOf<UploadRow>> {
    return asConnection(await uploadPage(scope, filter ?? {}, orderBy === OrderDirection.DESC, page));
  }

  @Query(() => Upload, { nullable: true, description: 'One upload by its global id.' })
  upload(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<UploadRow | null> {
    return loaders.load(uploadLoader, fromGlobalId('Upload', id));
  }

  @Mutation(() => CreateUploadPayload, {
    description: 'Opens an upload for files that follow: send them to its `uploadUrl` within the hour, once.',
  })
  createUpload(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => CreateUploadInput, { description: 'What is known of the files.' }) input: CreateUploadInput,
  ): Promise<CreateUploadPayload> {
    return payload(async () => {
      const said = toUploadFields({ ...input }, input.score);
      const id = await openUpload(scope, { ...said, idempotencyKey: input.idempotencyKey ?? null });
      return { upload: await loaders.load(uploadLoader, id) };
    });
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: UploadRow): string {
    return toGlobalId('Upload', id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Path on this server that takes its bytes while it is OPEN; send the same key.',
  })
  uploadUrl(@Root() { id, status }: UploadRow): string | null {
    return status === 'OPEN' ? `/uploads/${toGlobalId('Upload', id)}` : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Name of the API key that made it.' })
  async createdBy(@Ctx() { loaders }: Context, @Root() { createdBy }: UploadRow): Promise<string | null> {
    return createdBy === null ? null : ((await loaders.load(apiKeyLoader, createdBy))?.name ?? null);
  }

  @FieldResolver(() => UploadFileConnection, { description: 'Its files and what became of each, in order.' })
  files(
    @Ctx() context: Context,
    @Root() { id }: UploadRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionOf<UploadFileRow>> {
    return uploadFileConnection(context, id, page);
  }

  @FieldResolver(() => UploadProgress, { description: 'How far it is.' })
  async progress(@Ctx() { scope }: Context, @Root() { id }: UploadRow): Promise<UploadProgress> {
    const progress = await uploadProgress(scope, id);
    if (!progress) throw new AppError('NOT_FOUND', 'There is no such upload.');
    return asUploadProgress(progress);
  }

  @Subscription(() => UploadProgress, {
    description: 'An upload as it is now, then whenever it has moved on, until nothing of it waits to be read.',
    subscribe: ({ args, context }: Request<{ uploadId: string; after?: number | null }>) =>
      abortableIterator(context.signal, (signal) =>
        uploadStream({ ...context, signal }, fromGlobalId('Upload', args.uploadId, ['uploadId']), args.after ?? null),
      ),
  })
  uploadProgress(
    @Root() progress: UploadProgress,
    @Arg('uploadId', () => ID, { description: 'Global id of the upload.' }) _uploadId: string,
    @Arg('after', () => Int, { nullable: true, description: 'Sequence of the last event that the subscriber has.' })
    _after: number | null,
  ): UploadProgress {
    return progress;
  }
}
