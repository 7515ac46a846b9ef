import type { Uses } from '../../scope/scope.js';
import { createUpload } from '../../transcripts/uploads/begin-upload.js';
import type { NewUpload } from '../../transcripts/uploads/new-upload.js';
import { resolveSpec } from './resolve-spec.js';
import type { StartPorts } from './start-run.js';

/**
 * Opens an upload for files that follow.
 * @returns its id
 * @throws AppError as `createUpload` and `resolveSpec`
 */
export const openUpload = async (
  scope: StartPorts & Uses<'now'>,
  input: Pick<NewUpload, 'fields' | 'scoring' | 'idempotencyKey'>,
): Promise<string> => {
  if (input.scoring.score) await resolveSpec({ ...scope, em: scope.em.fork() }, input.scoring);
  return createUpload(scope, input, scope.now());
};
