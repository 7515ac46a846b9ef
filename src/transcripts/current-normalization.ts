import type { ParseWarning } from '../plugin-api/transcript.js';
import type { Uses } from '../scope/scope.js';
import type { FormatGuess } from './format-guess.js';
import type { Quality } from './quality.js';

/** The normalized form of a transcript that is in force. */
export interface CurrentNormalization {
  readonly id: string;
  readonly format: string;
  readonly confidence: number;
  readonly runnerUp: FormatGuess | null;
  readonly encoding: string;
  readonly normalizerVersion: string;
  readonly warnings: readonly ParseWarning[];
  /** Null for a form older than the gate. */
  readonly quality: Quality | null;
  /** The transcript as JSON: where it is long, to read it would hold up this thread. */
  readonly document: string;
}

/** The form in force as it is at this moment; null where there is none, or no such transcript. */
export const currentNormalization = async (
  { reads }: Uses<'reads'>,
  transcriptId: string,
): Promise<CurrentNormalization | null> => {
  const rows = await reads.read<CurrentNormalization>({
    name: 'form_in_force',
    text: `select form.id, form.format, confidence, runner_up as "runnerUp", encoding,
             normalizer_version as "normalizerVersion", warnings, quality, document::text as document
           from transcript join normalization form
             on form.organization_id = transcript.organization_id and form.id = transcript.normalization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  return rows[0] ?? null;
};
