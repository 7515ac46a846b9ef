import { recordAudit } from '../../audit/record-audit.js';
import type { Uses } from '../../scope/scope.js';
import { recordRunEvent } from '../run-event.js';
import type { RunDraft } from './run-draft.js';
import { Run } from '../run.entity.js';
import { supersedeRuns, lockResults } from '../supersede-runs.js';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../text/canonical-json.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';
import type { RunSpec } from '../run-spec.js';

type Ports = Uses<'em' | 'actor' | 'live' | 'requestId' | 'now'>;

/** On runs whose result was taken from another. */
export const REUSED_FLAG = 'REUSED';

/**
 * The newest run of the organization that asked the same and was answered by the judge itself: scores of a model that stepped in are no
 * reason not to ask the judge.
 */
export const reusableRun = async ({ em, organizationId }: Uses<'em'>, reuseKey: string): Promise<Run | null> =>
  em.findOne(
    Run,
    { organizationId, reuseKey, status: 'SCORED', reusedFromId: null, fallbackUsed: false },
    { orderBy: { id: 'desc' }, disableIdentityMap: true },
  );

/** As the event carries it; the type of the entity allows any text. */
const asNumber = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

const resultOf = (source: Run) => ({
  modelUsed: source.modelUsed ?? null,
  overallOutcome: source.overallOutcome ?? null,
  overallScore: asNumber(source.overallScore),
  overallPotential: asNumber(source.overallPotential),
  overallNormalized: asNumber(source.overallNormalized),
  overallReason: source.overallReason ?? null,
  overallGates: source.overallGates ?? null,
  chunkCount: source.chunkCount ?? null,
  stability: source.stability ?? null,
  coaching: source.coaching ?? null,
  violations: source.violations,
  flags: [...new Set([...source.flags, REUSED_FLAG])].toSorted(),
});

const copyScores = async ({ em, organizationId }: Ports, from: string, to: string): Promise<void> => {
  await em.execute(
    `insert into score (organization_id, run_id, dimension, position, outcome, value, reason, confidence, rationale, evidence)
     select organization_id, ?, dimension, position, outcome, value, reason, confidence, rationale, evidence
     from score where organization_id = ? and run_id = ?`,
    [to, organizationId, from],
  );
};

/**
 * Writes a run that ends SCORED at once with the result of another, in the caller's transaction: no model is called, and it costs nothing.
 * It becomes the current result of the same person's call, as a requested one would.
 */
export const reuseRun = async (scope: Ports, draft: RunDraft, source: Run): Promise<void> => {
  const { em } = scope;
  const { id, transcriptId, rubricKey, subjectLabel, batchId } = draft;
  const result = resultOf(source);
  const at = scope.now();
  const ended = { status: 'SCORED', startedAt: at, endedAt: at, latencyMs: 0, costPusd: '0' } as const;
  em.persist(em.create(Run, { ...draft, ...result, ...ended, reusedFromId: source.id }));
  const { overallOutcome, overallScore, overallPotential, overallNormalized, overallReason, flags } = result;
  const event = { overallOutcome, overallScore, overallPotential, overallNormalized, overallReason, flags };
  recordRunEvent(scope, { id, transcriptId, batchId, status: 'SCORED', ...event });
  const after = { transcriptId, model: draft.model, rubric: rubricKey, reusedFrom: source.id };
  recordAudit(scope, { action: 'run.start', subjectType: 'Run', subjectId: id, after });
  await em.flush();
  await lockResults(scope, { id, transcriptId, rubricKey, subjectLabel });
  await copyScores(scope, source.id, id);
  await supersedeRuns(scope, { id, transcriptId, rubricKey, subjectLabel });
};

/**
 * Everything in a normalized transcript that a result depends on: the speakers, the words, and the times of its evidence.
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
 * @param subject label of the representative whom the run scores
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
