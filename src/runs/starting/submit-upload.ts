import { type AcceptedUpload, acceptUpload } from '../../transcripts/uploads/accept-upload.js';
import type { NewUpload } from '../../transcripts/uploads/new-upload.js';
import { scoreDuplicates } from './score-duplicates.js';
import type { StartPorts } from './start-run.js';

/**
 * Accepts files for scoring.
 * @throws AppError as `acceptUpload` and `resolveSpec`
 */
export const submitUpload = async (scope: StartPorts, input: NewUpload): Promise<AcceptedUpload> =>
  acceptUpload(scope, { ...input, ...(await scoreDuplicates(scope, input.scoring)) });
