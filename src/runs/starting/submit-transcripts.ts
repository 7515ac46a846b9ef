import { v7 as uuidv7 } from 'uuid';
import { requestScoring } from '../../transcripts/requested-scoring.js';
import { type RequestedScoring, Transcript } from '../../transcripts/transcript.entity.js';
import type { RunSpec } from '../run-spec.js';
import { Run } from '../run.entity.js';
import { createRuns, isReuseAllowed, type StartPorts } from './start-run.js';
import type { NewUpload } from '../../transcripts/uploads/new-upload.js';
import { resolveSpec } from './resolve-spec.js';
import type { Uses } from '../../scope/scope.js';
import type { AcceptedFile } from '../../transcripts/uploads/accept-file.js';
import {
  type AcceptedUpload,
  acceptTranscript,
  acceptUpload,
  type NewTranscript,
} from '../../transcripts/uploads/accept-upload.js';
import { maxFileBytes } from '../../transcripts/policy/ingestion-policy-reads.js';
import { createUpload } from '../../transcripts/uploads/begin-upload.js';

/**
 * Requests scoring of a transcript that existed already, in the caller's transaction. One that is still being read keeps the
 * scoring that was requested first.
 */
const scoreAgain = async (
  scope: StartPorts,
  transcriptId: string,
  scoring: RequestedScoring,
  spec: RunSpec,
): Promise<void> => {
  const { em, organizationId } = scope;
  const transcript = await em.findOneOrFail(Transcript, { organizationId, id: transcriptId });
  if (transcript.status === 'READY') {
    const same = { organizationId, transcriptId, rubricKey: spec.rubric.key, model: spec.models.judge ?? '' };
    const useful = { $nin: ['FAILED', 'INVALID', 'CANCELLED'] as const };
    if ((await em.count(Run, { ...same, status: useful })) === 0)
      await createRuns(scope, transcript, spec, { id: uuidv7(), reuse: await isReuseAllowed(scope) });
  } else {
    requestScoring(transcript, scoring);
  }
  await em.flush();
};

/**
 * What an upload does besides, where scoring is asked for: a rubric or model that does not exist is refused now, while the uploader listens,
 * and not later in the queue; a file that is there already is scored again, only where this spec has not scored it.
 * @throws AppError as `resolveSpec`
 */
const scoreDuplicates = async (
  scope: StartPorts,
  scoring: RequestedScoring,
): Promise<Pick<NewUpload, 'onDuplicate'>> => {
  if (!scoring.score) return {};
  const { spec } = await resolveSpec({ ...scope, em: scope.em.fork() }, scoring);
  return {
    onDuplicate: (accepting, transcriptId) => scoreAgain({ ...scope, ...accepting }, transcriptId, scoring, spec),
  };
};

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

/**
 * Accepts files for scoring.
 * @throws AppError as `acceptUpload` and `resolveSpec`
 */
export const submitUpload = async (scope: StartPorts, input: NewUpload): Promise<AcceptedUpload> =>
  acceptUpload(scope, { ...input, ...(await scoreDuplicates(scope, input.scoring)) });

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
