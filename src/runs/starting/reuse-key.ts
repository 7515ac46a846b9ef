import { createHash } from 'node:crypto';
import type { Uses } from '../../scope/scope.js';
import { canonicalJson } from '../../text/canonical-json.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';
import type { RunSpec } from '../run-spec.js';

/**
 * Everything of a normalized transcript from which a result follows: who speaks, what is said, and the times that its evidence shows.
 * Where it stood in the file, and when the call took place, make no difference. Hashed where it lies: a batch would else fetch all its calls.
 */
const CONTENT_HASH = `
  select encode(sha256(convert_to(jsonb_build_array(document -> 'language', document -> 'title', document -> 'participants',
    jsonb_path_query_array(document, '$.turns[*].participant'), jsonb_path_query_array(document, '$.turns[*].text'),
    jsonb_path_query_array(document, '$.turns[*].startMs'), jsonb_path_query_array(document, '$.turns[*].endMs'),
    jsonb_path_query_array(document, '$.turns[*].cues[*].at'), jsonb_path_query_array(document, '$.turns[*].cues[*].startMs'),
    jsonb_path_query_array(document, '$.turns[*].cues[*].endMs'))::text, 'UTF8')), 'hex') as hash
  from (
    -- Unpacked once, not by each of the functions above.
    select document || '{}' as document from normalization where organization_id = ? and id = ? offset 0
  ) unpacked`;

const contentHash = async ({ em, organizationId }: Uses<'em'>, normalizationId: string): Promise<string> => {
  const [row] = await em.execute<{ hash: string }[]>(CONTENT_HASH, [organizationId, normalizationId]);
  if (!row) throw new Error(`There is no normalization ${normalizationId}.`);
  return row.hash;
};

/**
 * Runs of an organization with the same key are the same question: the same words to be scored, for the same person, by the same spec. Under
 * which version of the policy it came about makes no difference, nor how fast it was asked.
 * @param subject label of whom the run scores
 */
export const reuseKey = async (
  scope: Uses<'em'>,
  { normalizationId, callType }: Transcript,
  spec: RunSpec,
  subject: string | null,
): Promise<string> => {
  const { policyVersion: _any, delivery: _way, ...asked } = spec;
  const content = await contentHash(scope, normalizationId ?? '');
  const question = { content, callType: callType ?? null, subject, spec: asked };
  return createHash('sha256').update(canonicalJson(question)).digest('hex');
};
