import { v7 as uuidv7 } from 'uuid';
import { lockPeople } from '../../people/lock-people.js';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Corrector } from '../reading/normalizer.js';
import { lockNormalization, retryOnConflict } from './lock-transcript.js';
import { type CorrectPorts, prepareCorrection, type PreparedCorrection, recordCorrected } from './record-corrected.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

interface SpeakerCorrections {
  readonly transcriptId: string;
  readonly corrections: readonly SpeakerCorrection[];
  readonly idempotencyKey?: string | null;
}

const MAX_CORRECTIONS = 50;

const checkCount = ({ length }: readonly SpeakerCorrection[]): void => {
  if (length >= 1 && length <= MAX_CORRECTIONS) return;
  const message = `Send 1 to ${MAX_CORRECTIONS} corrections; these are ${length}.`;
  throw new AppError('BAD_USER_INPUT', message, { path: ['input', 'corrections'] });
};

const record = async (
  scope: CorrectPorts,
  { transcriptId, corrections, idempotencyKey }: SpeakerCorrections,
  prepared: PreparedCorrection | null,
): Promise<string> => {
  await lockPeople(scope);
  const id = uuidv7();
  const request = { operation: 'correctSpeakers', key: idempotencyKey, input: { transcriptId, corrections } };
  return withIdempotencyKey(scope, request, id, async () => {
    const transcript = await lockNormalization(scope, transcriptId, prepared?.normalization ?? null);
    if (!prepared) return;
    const before = { normalizationId: prepared.normalization.id };
    const difference = await recordCorrected(scope, transcript, prepared, id);
    const entry = { action: 'transcript.correctSpeakers', subjectType: 'Transcript', subjectId: transcriptId };
    recordAudit(scope, { ...entry, before, after: { normalizationId: id, corrections, difference } });
    await scope.em.flush();
  });
};

/**
 * Corrects the speakers of a transcript, in order: the result is a new normalization, and the corrections apply to later readings of the file too.
 * Only runs for which scoring would see a difference are started again. Of two concurrent calls the second is checked against the result of the
 * first.
 * @returns id of the new normalization
 * @throws AppError NOT_FOUND, CONFLICT while the file is being read, TRANSCRIPT_NOT_READY where it never was, BAD_USER_INPUT with the path to
 * the fault, IDEMPOTENCY_MISMATCH
 */
export const correctSpeakers = async (
  scope: CorrectPorts,
  corrector: Corrector,
  request: SpeakerCorrections,
): Promise<string> => {
  const { transcriptId, corrections } = request;
  checkCount(corrections);
  return retryOnConflict(async () => {
    const prepared = await prepareCorrection(scope, corrector, transcriptId, corrections);
    return inTransaction({ ...scope, em: scope.em.fork() }, (scope) => record(scope, request, prepared));
  });
};
