import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { UNFINISHED_TRANSCRIPT_STATUSES } from '../transcript-lease.js';
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
