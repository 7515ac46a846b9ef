import type { Uses } from '../../scope/scope.js';
import type { AcceptedFile } from '../../transcripts/uploads/accept-file.js';
import { acceptTranscript, type NewTranscript } from '../../transcripts/uploads/accept-upload.js';
import { maxFileBytes } from '../../transcripts/policy/ingestion-policy-reads.js';
import { scoreDuplicates } from './score-duplicates.js';
import type { StartPorts } from './start-run.js';

/**
 * Accepts one file for scoring.
 * @throws AppError as `acceptTranscript` and `resolveSpec`
 */
export const submitTranscript = async (
  scope: StartPorts & Uses<'reads'>,
  input: NewTranscript,
): Promise<AcceptedFile> => {
  const [also, maxBytes] = [await scoreDuplicates(scope, input.scoring), await maxFileBytes(scope)];
  return acceptTranscript(scope, { ...input, ...also, maxBytes });
};
