import { AppError } from '../../errors/app-error.js';
import { responseSchemaFor, type NormalizedTranscript, type Rubric } from '../../plugin-api/index.js';
import { PromptVersion } from '../../prompts/prompt-version.entity.js';
import { RubricVersion } from '../../rubrics/rubric-version.entity.js';
import { Attempt } from '../../runs/attempt.entity.js';
import type { RunSpec } from '../../runs/run-spec.js';
import { hasEnded } from '../../runs/run-status.js';
import { Run } from '../../runs/run.entity.js';
import { Score } from '../../runs/score.entity.js';
import type { Uses } from '../../scope/scope.js';
import { Normalization } from '../../transcripts/normalization.entity.js';
import { Transcript } from '../../transcripts/transcript.entity.js';
import type { PastAttempt } from '../calls/call-log.js';
import { schemaHash } from '../calls/stored-attempt.js';
import { storedResult, type RunResult } from '../results/run-result.js';

export const BUNDLE_FORMAT = 'debrief-reproduction-bundle';
export const BUNDLE_VERSION = 1;

/** A call to a model with its results. */
export type BundledAttempt = PastAttempt &
  Pick<
    Attempt,
    | 'nonce'
    | 'schemaHash'
    | 'systemFingerprint'
    | 'latencyMs'
    | 'serviceTier'
    | 'scores'
    | 'costPusd'
    | 'costStatus'
    | 'leaseEpoch'
    | 'createdAt'
  >;

/** Everything from which the result of a run follows, and the result. Self-contained: nothing in it must be looked up. */
export interface ReproductionBundle {
  readonly format: typeof BUNDLE_FORMAT;
  readonly version: typeof BUNDLE_VERSION;
  readonly run: {
    readonly id: string;
    /** The run whose answers these are, where the result was taken from another. */
    readonly reusedFrom: string | null;
    readonly subjectLabel: string | null;
    readonly callType: string | null;
    readonly fileName: string;
    readonly chunkCount: number | null;
  };
  readonly spec: RunSpec;
  readonly transcript: NormalizedTranscript;
  readonly normalizerVersion: string;
  readonly rubric: Rubric;
  readonly prompt: { readonly text: string; readonly hash: string };
  /** SHA-256 of the response schema with which the judge was asked, as canonical JSON. */
  readonly schemaHash: string;
  /** Version of each plugin by name when the run was asked for; null for runs older than that. */
  readonly pluginVersions: Readonly<Record<string, string>> | null;
  readonly attempts: readonly BundledAttempt[];
  readonly result: RunResult;
}

export const schemaHashOf = (rubric: Rubric): string => schemaHash(responseSchemaFor(rubric));

/** As it was when the judge was asked; runs older than that, and those without a call, have what follows from the rubric. */
const storedSchemaHash = (attempts: readonly BundledAttempt[], rubric: Rubric): string => {
  const asked = attempts.find(({ part = null, schemaHash = null }) => part === null && schemaHash !== null);
  return asked?.schemaHash ?? schemaHashOf(rubric);
};

const attemptsOf = async ({ em, organizationId }: Uses<'em'>, runId: string): Promise<BundledAttempt[]> => {
  const rows = await em.find(Attempt, { organizationId, runId }, { orderBy: { number: 'asc' } });
  return rows.map((row) => {
    const { organizationId: _organization, runId: _run, priceIds: _prices, ...attempt } = row;
    return attempt;
  });
};

const endedRun = async ({ em, organizationId }: Uses<'em'>, id: string): Promise<Run> => {
  const run = await em.findOne(Run, { organizationId, id });
  if (!run) throw new AppError('NOT_FOUND', 'There is no Run with this id.');
  if (hasEnded(run.status)) return run;
  throw new AppError('CONFLICT', `The run is still ${run.status}; its bundle is complete when it has ended.`, {
    retryable: true,
  });
};

/**
 * The bundle of a run that has ended.
 * @throws AppError NOT_FOUND, CONFLICT while the run has not ended
 */
export const reproductionBundle = async (scope: Uses<'em'>, id: string): Promise<ReproductionBundle> => {
  const em = scope.em.fork();
  const { organizationId } = scope;
  const run = await endedRun({ em, organizationId }, id);
  const { spec, reusedFromId = null, transcriptId } = run;
  const { document, normalizerVersion } = await em.findOneOrFail(Normalization, {
    organizationId,
    id: run.normalizationId,
  });
  const call = await em.findOneOrFail(
    Transcript,
    { organizationId, id: transcriptId },
    { fields: ['callType', 'fileName'] },
  );
  const rubric = await em.findOneOrFail(RubricVersion, spec.rubric);
  const prompt = await em.findOneOrFail(PromptVersion, { id: spec.promptVersion.id });
  const scores = await em.find(Score, { organizationId, runId: id }, { orderBy: { position: 'asc' } });
  const attempts = await attemptsOf({ em, organizationId }, reusedFromId ?? id);
  const { subjectLabel = null, chunkCount = null, pluginVersions = null } = run;
  const { callType = null, fileName } = call;
  return {
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    run: { id, reusedFrom: reusedFromId, subjectLabel, callType, fileName, chunkCount },
    spec,
    transcript: document,
    normalizerVersion,
    rubric: rubric.document,
    prompt: { text: prompt.text, hash: spec.promptVersion.hash },
    schemaHash: storedSchemaHash(attempts, rubric.document),
    pluginVersions,
    attempts,
    result: storedResult(run, scores),
  };
};
