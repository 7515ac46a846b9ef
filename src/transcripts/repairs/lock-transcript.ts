import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { UNFINISHED_TRANSCRIPT_STATUSES } from '../normalize-transcript.job.js';
import { Transcript } from '../transcript.entity.js';

/**
 * The transcript, for a person to change: nobody else does until the transaction ends, and nobody reads its file meanwhile.
 * @throws AppError NOT_FOUND, CONFLICT while its file is being read
 */
export const lockTranscript = async ({ em, organizationId }: Uses<'em'>, id: string): Promise<Transcript> => {
  const path = ['input', 'transcriptId'];
  await em.execute('select 1 from transcript where organization_id = ? and id = ? for update', [organizationId, id]);
  const transcript = await em.findOne(Transcript, { organizationId, id }, { refresh: true });
  if (!transcript) throw new AppError('NOT_FOUND', 'There is no Transcript with this id.', { path });
  const { status } = transcript;
  if (!(UNFINISHED_TRANSCRIPT_STATUSES as readonly string[]).includes(status)) return transcript;
  const message = `The file is being read (${status}). Try again when that is done.`;
  throw new AppError('CONFLICT', message, { path, retryable: true });
};

/** Somebody was faster: what was prepared is of a form that is not in force any more. */
class FormMovedError extends Error {}

const TRIES = 10;

/**
 * The transcript, for a person to change, with the form that the change was prepared for still in force. To be called within `retryOnConflict`.
 * @throws AppError as `lockTranscript`, TRANSCRIPT_NOT_READY where its file was never read
 */
export const lockNormalization = async (
  scope: Uses<'em'>,
  transcriptId: string,
  form: { readonly id: string } | null,
): Promise<Transcript> => {
  const transcript = await lockTranscript(scope, transcriptId);
  const { status, normalizationId } = transcript;
  if (!normalizationId) {
    const message = `The transcript is ${status}: its file was never read, so there are no speakers yet.`;
    throw new AppError('TRANSCRIPT_NOT_READY', message, { path: ['input', 'transcriptId'], retryable: false });
  }
  if (normalizationId !== form?.id) throw new FormMovedError();
  return transcript;
};

/**
 * Does work that is prepared outside of its transaction, so that nobody waits for the preparation, and prepared anew where somebody was faster.
 * @throws AppError CONFLICT where somebody always is; else as the work
 */
export const retryOnConflict = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof FormMovedError)) throw error;
    }
  }
  const path = ['input', 'transcriptId'];
  throw new AppError('CONFLICT', 'Others change this transcript all the time. Try again.', { path, retryable: true });
};
