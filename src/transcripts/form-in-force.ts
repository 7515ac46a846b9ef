import { AppError } from '../errors/app-error.js';
import type { NormalizedTranscript, ParseWarning } from '../plugin-api/transcript.js';
import type { Uses } from '../scope/scope.js';
import type { FormatGuess } from './detect-format.js';
import type { Quality } from './quality.js';
import type { Transcript } from './transcript.entity.js';

export interface FormInForce {
  readonly id: string;
  readonly format: string;
  readonly confidence: number;
  readonly runnerUp: FormatGuess | null;
  readonly encoding: string;
  readonly normalizerVersion: string;
  readonly warnings: readonly ParseWarning[];
  /** Null for a form older than the gate. */
  readonly quality: Quality | null;
  readonly transcript: NormalizedTranscript;
}

/**
 * The normalized form of a transcript that is in force, whole.
 * @throws AppError TRANSCRIPT_NOT_READY where its file was never read
 */
export const formInForce = async (
  { em, organizationId }: Uses<'em'>,
  { status, normalizationId }: Transcript,
): Promise<FormInForce> => {
  const rows: { form: string }[] = await em.execute(
    `select jsonb_build_object('id', id, 'format', format, 'confidence', confidence, 'runnerUp', runner_up,
       'encoding', encoding, 'normalizerVersion', normalizer_version, 'warnings', warnings, 'quality', quality,
       'transcript', document)::text as form
     from normalization where organization_id = ? and id = ?`,
    [organizationId, normalizationId ?? null],
  );
  if (rows[0]) return JSON.parse(rows[0].form) as FormInForce;
  const message = `The transcript is ${status}: its file was never read, so there are no speakers yet.`;
  throw new AppError('TRANSCRIPT_NOT_READY', message, { path: ['input', 'transcriptId'], retryable: false });
};
