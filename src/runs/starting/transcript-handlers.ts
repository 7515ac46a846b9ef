import { v7 as uuidv7 } from 'uuid';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { NormalizedTranscript } from '../../plugin-api/index.js';
import { isEquivalentForScoring } from '../../transcripts/normalizing/compare-normalizations.js';
import { lockForScoring, requestRescoring } from '../../transcripts/requested-scoring.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';
import { Run } from '../run.entity.js';
import { createRuns, isReuseAllowed, readyTranscript, type StartPorts } from './start-run.js';
import { settleAtCommit } from '../../queue/job-sender.js';
import { resolveSpec } from './resolve-spec.js';
import { transcriptReadyJob } from '../../transcripts/transcript.jobs.js';

type Documents = ReadonlyMap<string, NormalizedTranscript>;

const documentsOf = async ({ em, organizationId }: Uses<'em'>, ids: readonly string[]): Promise<Documents> => {
  const rows: { id: string; document: string }[] = await em.execute(
    'select id, document::text as document from normalization where organization_id = ? and id in (?)',
    [organizationId, ids],
  );
  return new Map(rows.map(({ id, document }) => [id, JSON.parse(document) as NormalizedTranscript]));
};

/** Runs with current results whose input has changed since, oldest first. */
const outdatedRuns = async (
  scope: Uses<'em'>,
  { id: transcriptId, normalizationId }: Transcript,
): Promise<readonly Run[]> => {
  const { em, organizationId } = scope;
  if (!normalizationId) return [];
  const current = { organizationId, transcriptId, supersededById: null, status: { $ne: 'CANCELLED' as const } };
  const older = { ...current, normalizationId: { $ne: normalizationId } };
  const runs = await em.find(Run, older, { orderBy: { id: 'asc' } });
  if (runs.length === 0) return [];
  const documents = await documentsOf(scope, [
    ...new Set([normalizationId, ...runs.map((run) => run.normalizationId)]),
  ]);
  const now = documents.get(normalizationId);
  return runs.filter((run) => {
    const then = documents.get(run.normalizationId);
    return now !== undefined && then !== undefined && !isEquivalentForScoring(then, now);
  });
};

/**
 * Starts each outdated run of a transcript again with the same spec; one run for each spec. The transcript is locked
 * by the caller, in whose transaction this happens. A second time it finds the runs of the first. The older results stay current until the
 * newer ones supersede them.
 */
const rescoreOutdated = async (scope: StartPorts, transcript: Transcript): Promise<void> => {
  const { em, organizationId } = scope;
  const { id: transcriptId, normalizationId } = transcript;
  const outdated = await outdatedRuns(scope, transcript);
  if (outdated.length === 0 || !normalizationId) return;
  const begun = await em.find(Run, { organizationId, transcriptId, normalizationId }, { fields: ['spec'] });
  const specs = new Set(begun.map(({ spec }) => JSON.stringify(spec)));
  for (const { spec } of outdated) {
    if (specs.has(JSON.stringify(spec))) continue;
    specs.add(JSON.stringify(spec));
    await createRuns(scope, transcript, spec, { id: uuidv7(), reuse: await isReuseAllowed(scope) });
  }
};

/** Handler of `speakers-corrected`. A transcript that cannot be scored now is seen to when it can. */
export const rescoreCorrected = async (scope: StartPorts, transcriptId: string): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const transcript = await lockForScoring(scope, transcriptId);
    if (transcript && ['HELD', 'REFUSED', 'QUARANTINED'].includes(transcript.status)) {
      await requestRescoring(scope, transcript);
    } else await rescoreOutdated(scope, await readyTranscript(scope, transcriptId));
    await scope.em.flush();
  });

const startFirst = async (scope: StartPorts, transcript: Transcript): Promise<void> => {
  const { requestedScoring } = transcript;
  if (!requestedScoring.score) return;
  const { spec, reuse } = await resolveSpec(scope, requestedScoring);
  await createRuns(scope, transcript, spec, { id: uuidv7(), reuse });
};

/**
 * Handler of `transcript-ready`: starts the scoring that the uploader asked for. Of a transcript that has runs already, which was read again,
 * the outdated ones are started again, where that was asked for. A second delivery finds the first one's runs and does nothing.
 */
export const startRunOfReadyTranscript = async (scope: StartPorts, transcriptId: string): Promise<void> => {
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    // Serializes two deliveries of the same job.
    await lockForScoring(scope, transcriptId);
    const transcript = await readyTranscript(scope, transcriptId);
    if ((await em.count(Run, { organizationId, transcriptId })) === 0) await startFirst(scope, transcript);
    else if (transcript.requestedScoring.rescore) await rescoreOutdated(scope, transcript);
    settleAtCommit(em, transcriptReadyJob, { organizationId, transcriptId });
  });
};
