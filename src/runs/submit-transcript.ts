import type { Uses } from '../scope/scope.js';
import { acceptTranscript, type NewTranscript } from '../transcripts/accept-transcript.js';
import { resolveSpec } from './resolve-spec.js';

/**
 * Accepts a transcript for scoring. A rubric or model that does not exist is refused here, while the uploader listens,
 * and not later in the queue.
 * @returns id of the transcript
 * @throws AppError as `acceptTranscript` and `resolveSpec`
 */
export const submitTranscript = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'plugins' | 'settings'>,
  input: NewTranscript,
): Promise<string> => {
  if (input.scoring.score) await resolveSpec({ ...scope, em: scope.em.fork() }, input.scoring);
  return acceptTranscript(scope, input);
};
