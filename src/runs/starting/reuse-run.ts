import { recordAudit } from '../../audit/record-audit.js';
import type { Uses } from '../../scope/scope.js';
import { recordRunEvent } from '../run-event.js';
import type { RunDraft } from './run-draft.js';
import { Run } from '../run.entity.js';
import { supersedeRuns, takeTurn } from '../supersede-runs.js';

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

/** As the event tells it; the entity's type allows for text. */
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
 * Writes a run that ends SCORED at once with the result of another, in the caller's transaction: nobody is asked, and it costs nothing.
 * The result of the same person's call is in force from now on as one that was asked for.
 */
export const reuseRun = async (scope: Ports, draft: RunDraft, source: Run): Promise<void> => {
  const { em } = scope;
  const { id, transcriptId, rubricKey, subjectLabel, batchId } = draft;
  const result = resultOf(source);
  const at = scope.now();
  const ended = { status: 'SCORED', startedAt: at, endedAt: at, latencyMs: 0, costPusd: '0' } as const;
  em.persist(em.create(Run, { ...draft, ...result, ...ended, reusedFromId: source.id }));
  const { overallOutcome, overallScore, overallPotential, overallNormalized, overallReason, flags } = result;
  const told = { overallOutcome, overallScore, overallPotential, overallNormalized, overallReason, flags };
  recordRunEvent(scope, { id, transcriptId, batchId, status: 'SCORED', ...told });
  const after = { transcriptId, model: draft.model, rubric: rubricKey, reusedFrom: source.id };
  recordAudit(scope, { action: 'run.start', subjectType: 'Run', subjectId: id, after });
  await em.flush();
  await takeTurn(scope, { id, transcriptId, rubricKey, subjectLabel });
  await copyScores(scope, source.id, id);
  await supersedeRuns(scope, { id, transcriptId, rubricKey, subjectLabel });
};
