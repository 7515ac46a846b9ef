import { toGlobalId } from '../../src/scope/global-id.js';
import type { UploadProgress as ReadProgress } from '../../src/transcripts/uploads/upload-reads.js';
import type { UploadProgress } from './upload.type.js';

export const asUploadProgress = (read: ReadProgress): UploadProgress => ({
  ...(read as unknown as UploadProgress),
  uploadId: toGlobalId('Upload', read.uploadId),
});
