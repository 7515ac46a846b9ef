import { AppError } from '../../src/errors/app-error.js';
import type { NewTranscript } from '../../src/transcripts/uploads/accept-transcript.js';
import { toUploadFields } from '../../src/transcripts/uploads/upload-fields.js';
import type { ImportTranscriptInput } from './transcript.type.js';

const MAX_INLINE_CHARACTERS = 80_000;

/** An inline import in the form of an upload. */
export const asNewTranscript = (input: ImportTranscriptInput): NewTranscript => {
  if (input.text.length > MAX_INLINE_CHARACTERS) {
    const message = `Inline text may have ${MAX_INLINE_CHARACTERS} characters. Send larger files to POST /uploads.`;
    throw new AppError('PAYLOAD_TOO_LARGE', message, { path: ['input', 'text'] });
  }
  return {
    bytes: Buffer.from(input.text.toWellFormed()),
    fileName: input.fileName ?? 'transcript',
    idempotencyKey: input.idempotencyKey ?? null,
    ...toUploadFields({ ...input }, input.score),
  };
};
