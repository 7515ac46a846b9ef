import { executeWithParameters } from '../../database/wire/execute-with-parameters.js';
import type { Uses } from '../../scope/scope.js';
import type { NormalizationOrigin } from '../normalization.entity.js';
import type { ReadTranscript } from '../normalizing/read-file.js';

type Carried =
  'format' | 'confidence' | 'runnerUp' | 'encoding' | 'warnings' | 'normalizerVersion' | 'quality' | 'metrics';

interface NewNormalization extends Pick<ReadTranscript, Carried | 'difference' | 'document'> {
  readonly id: string;
  readonly transcriptId: string;
  readonly origin: NormalizationOrigin;
  readonly basedOnId: string | null;
}

/** Written by SQL: the document comes as JSON, and to build it as an object would only hold up this thread. */
export const insertNormalization = async (
  { em, organizationId }: Uses<'em'>,
  form: NewNormalization,
): Promise<void> => {
  const { id, transcriptId, normalizerVersion, format, confidence, runnerUp, encoding, document, warnings } = form;
  const { quality, metrics, origin, basedOnId, difference } = form;
  await executeWithParameters(
    em,
    `insert into normalization (organization_id, id, transcript_id, normalizer_version, format, confidence, encoding,
       document, warnings, quality, metrics, origin, based_on_id, difference, runner_up)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[organizationId, id, transcriptId, normalizerVersion, format, confidence, encoding],
      ...[document, JSON.stringify(warnings), JSON.stringify(quality), JSON.stringify(metrics), origin],
      ...[basedOnId, difference && JSON.stringify(difference), runnerUp && JSON.stringify(runnerUp)],
    ],
  );
};
