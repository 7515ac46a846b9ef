import { v7 as uuidv7 } from 'uuid';
import { requestScoring } from '../../transcripts/requested-scoring.js';
import { type RequestedScoring, Transcript } from '../../transcripts/transcript.entity.js';
import type { RunSpec } from '../run-spec.js';
import { Run } from '../run.entity.js';
import { createRuns, mayReuse, type StartPorts } from './start-run.js';

/**
 * Sees to it that a transcript that was there already gets the scoring asked for now, in the caller's transaction. One that is still being
 * read is scored as it was first asked for, or as is asked now where nothing was.
 */
export const scoreAgain = async (
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
      await createRuns(scope, transcript, spec, { id: uuidv7(), reuse: await mayReuse(scope) });
  } else {
    requestScoring(transcript, scoring);
  }
  await em.flush();
};
