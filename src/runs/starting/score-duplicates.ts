import type { NewUpload } from '../../transcripts/uploads/new-upload.js';
import type { RequestedScoring } from '../../transcripts/transcript.entity.js';
import { resolveSpec } from './resolve-spec.js';
import { scoreAgain } from './score-again.js';
import type { StartPorts } from './start-run.js';

/**
 * What an upload does besides, where scoring is asked for: a rubric or model that does not exist is refused now, while the uploader listens,
 * and not later in the queue; a file that is there already is scored again, only where this spec has not scored it.
 * @throws AppError as `resolveSpec`
 */
export const scoreDuplicates = async (
  scope: StartPorts,
  scoring: RequestedScoring,
): Promise<Pick<NewUpload, 'onDuplicate'>> => {
  if (!scoring.score) return {};
  const { spec } = await resolveSpec({ ...scope, em: scope.em.fork() }, scoring);
  return {
    onDuplicate: (accepting, transcriptId) => scoreAgain({ ...scope, ...accepting }, transcriptId, scoring, spec),
  };
};
