import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { UNFINISHED_TRANSCRIPT_STATUSES } from '../transcript.jobs.js';
import { Transcript } from '../transcript.entity.js';

/**
 * The transcript with its row locked for a person's change, until the transaction ends.
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

/** A concurrent change was faster: the prepared change is of a normalization that is no longer the current one. */
class OutdatedPreparationError extends Error {}

const MAX_TRIES = 10;

/**
 * As `lockTranscript`, and checks that the normalization which the change was prepared for is still the current one. Call it in `retryOnConflict`.
 * @throws AppError as `lockTranscript`, TRANSCRIPT_NOT_READY where its file was never read
 */
export const lockNormalization = async (
  scope: Uses<'em'>,
  transcriptId: string,
  preparedFor: { readonly id: string } | null,
): Promise<Transcript> => {
  const transcript = await lockTranscript(scope, transcriptId);
  const { status, normalizationId } = transcript;
  if (!normalizationId) {
    const message = `The transcript is ${status}: its file was never read, so there are no speakers yet.`;
    throw new AppError('TRANSCRIPT_NOT_READY', message, { path: ['input', 'transcriptId'], retryable: false });
  }
  if (normalizationId !== preparedFor?.id) throw new OutdatedPreparationError();
  return transcript;
};

/**
 * Runs work that is prepared outside of its transaction, so that no lock is held meanwhile; repeats it where a concurrent change was faster.
 * @throws AppError CONFLICT after 10 tries; else as the work
 */
export const retryOnConflict = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let left = MAX_TRIES; left > 0; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OutdatedPreparationError)) throw error;
    }
  }
  const path = ['input', 'transcriptId'];
  throw new AppError('CONFLICT', 'Others change this transcript all the time. Try again.', { path, retryable: true });
};
