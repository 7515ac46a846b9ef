import { inTransaction } from '../scope/in-transaction.js';
import { acceptTranscript, type NewTranscript } from '../transcripts/accept-transcript.js';
import type { AcceptedFile } from '../transcripts/accept-file.js';
import { resolveSpec } from './resolve-spec.js';
import { scoreAgain } from './score-again.js';
import type { StartPorts } from './start-run.js';

/**
 * Accepts a transcript for scoring. A rubric or model that does not exist is refused here, while the uploader listens,
 * and not later in the queue. A file that is there already is scored again only where this spec has not scored it.
 * @throws AppError as `acceptTranscript` and `resolveSpec`
 */
export const submitTranscript = async (scope: StartPorts, input: NewTranscript): Promise<AcceptedFile> => {
  const { scoring } = input;
  const spec = scoring.score ? await resolveSpec({ ...scope, em: scope.em.fork() }, scoring) : null;
  const accepted = await acceptTranscript(scope, input);
  if (spec && accepted.duplicate) {
    await inTransaction({ ...scope, em: scope.em.fork() }, (scope) =>
      scoreAgain(scope, accepted.transcriptId, scoring, spec),
    );
  }
  return accepted;
};
