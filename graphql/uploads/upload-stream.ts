import { AppError } from '../../src/errors/app-error.js';
import { follow } from '../../src/live/follow.js';
import { uploadProgress, type UploadProgress as Progress } from '../../src/transcripts/uploads/upload-reads.js';
import type { LiveContext } from '../context.js';
import type { UploadProgress } from './upload.type.js';
import { toGlobalId } from '../../src/scope/global-id.js';

/** Final states reached by time alone, without an event. */
const BY_TIME = new Set<Progress['status']>(['EXPIRED', 'INTERRUPTED']);

/**
 * Chooses the values for a subscriber: those that differ, each with a higher sequence than the one before. The first value is sent in any
 * case if the subscriber has none or the upload is done, and so is a final state that was reached by time.
 */
const chooser = (after: number | null) => {
  let seen = after ?? -1;
  let told = '';
  return (progress: Progress): boolean => {
    const { sequence, ...said } = progress;
    const words = JSON.stringify(said);
    const isEnd = progress.done && (told === '' || (BY_TIME.has(progress.status) && words !== told));
    if (!isEnd && (sequence <= seen || words === told)) return false;
    seen = Math.max(seen, sequence);
    told = words;
    return true;
  };
};

/** The current progress of the upload, then each change, until none of its files is pending. */
export async function* uploadStream(
  { scope, bus, signal }: LiveContext,
  uploadId: string,
  after: number | null,
): AsyncGenerator<UploadProgress> {
  const isNews = chooser(after);
  const read = async () => {
    const progress = await uploadProgress(scope, uploadId);
    if (!progress) throw new AppError('NOT_FOUND', 'There is no such upload.', { path: ['uploadId'] });
    const news = isNews(progress);
    return { values: news ? [asUploadProgress(progress)] : [], more: false, done: news && progress.done };
  };
  yield* follow({ bus, signal, read, organizationId: scope.organizationId });
}

export const asUploadProgress = (read: Progress): UploadProgress => ({
  ...read,
  status: read.status as UploadProgress['status'],
  transcripts: read.transcripts as UploadProgress['transcripts'],
  uploadId: toGlobalId('Upload', read.uploadId),
});
