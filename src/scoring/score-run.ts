import { AppError } from '../errors/app-error.js';
import type { AskRequest, JudgeOutput } from '../plugin-api/index.js';
import { parseModelAddress } from '../plugin-host/model-address.js';
import { PromptVersion } from '../prompts/prompt-version.entity.js';
import { claimLease, holdLease, LeaseLostError, releaseLease, type HeldLease } from '../queue/lease.js';
import { RubricVersion } from '../rubrics/rubric-version.entity.js';
import { speakingReps } from '../runs/choose-subjects.js';
import { recordRunEvent } from '../runs/run-event.js';
import { runLease } from '../runs/run-lease.js';
import type { RunSpec } from '../runs/run-spec.js';
import { Run } from '../runs/run.entity.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { Normalization } from '../transcripts/normalization.entity.js';
import { Transcript } from '../transcripts/transcript.entity.js';
import { askJudge } from './ask-judge.js';
import { AttemptLog } from './attempt-log.js';
import { concludeRun, type Evaluated } from './conclude-run.js';
import type { JudgeVerdict } from './ladder-climb.js';
import { OutputInvalidError } from './output-invalid-error.js';
import { endWithoutScores, recordScored } from './record-result.js';
import { redactForModel } from './redact-for-model.js';
import { transcriptFlags } from './run-flags.js';
import type { RunInWork } from './run-in-work.js';
import { ScoresSuspectError } from './scores-suspect-error.js';
import { evaluatorOptions, type ScoringMaterial } from './scoring-material.js';
import { untilAborted } from './until-aborted.js';
import { turnToWaitFor, waitForTurn } from './wait-for-turn.js';

export type ScoringPorts = Uses<
  'em' | 'reads' | 'queue' | 'live' | 'plugins' | 'gate' | 'vault' | 'settings' | 'logger' | 'now'
>;

/** A run that was claimed this often and has not ended kills its workers, or outlives them. */
export const MOST_CLAIMS = 12;

/** Time for an evaluator to end in order after the abort. */
const ORDERLY_END_MS = 2_000;

const claim = async (scope: ScoringPorts, runId: string): Promise<number | null> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const claimed = await claimLease(em, runLease(organizationId, runId));
    if (claimed.outcome === 'MISSING') throw new AppError('NOT_FOUND', 'The run of this job does not exist.');
    if (claimed.outcome !== 'CLAIMED') return null;
    const run = await em.findOneOrFail(Run, { organizationId, id: runId });
    if (claimed.epoch - run.turnWaits > MOST_CLAIMS) {
      throw new AppError('WORKER_LOST', `Scoring was begun ${MOST_CLAIMS} times and never came to an end.`);
    }
    run.startedAt ??= scope.now();
    if (run.status === 'QUEUED') {
      run.status = 'SCORING';
      recordRunEvent(scope, {
        id: runId,
        transcriptId: run.transcriptId,
        batchId: run.batchId ?? null,
        status: 'SCORING',
      });
    }
    await em.flush();
    return claimed.epoch;
  });

interface LoadedMaterial extends ScoringMaterial {
  /** Read for what addresses the judge; it is not sent. */
  readonly fileName: string;
}

const load = async ({ em, organizationId }: ScoringPorts, run: Run): Promise<LoadedMaterial> => {
  const { rubric, promptVersion }: RunSpec = run.spec;
  const normalization = await em.findOneOrFail(Normalization, { organizationId, id: run.normalizationId });
  const version = await em.findOne(RubricVersion, rubric);
  if (!version) throw new AppError('RUBRIC_UNKNOWN', `Rubric ${rubric.key} version ${rubric.version} is gone.`);
  const prompt = await em.findOne(PromptVersion, { id: promptVersion.id });
  if (!prompt) throw new AppError('PROMPT_VERSION_UNKNOWN', `Prompt version ${promptVersion.id} is gone.`);
  const key = { organizationId, id: run.transcriptId };
  const { callType = null, fileName } = await em.findOneOrFail(Transcript, key, { fields: ['callType', 'fileName'] });
  const subject = speakingReps(normalization.document).length > 1 ? (run.subjectLabel ?? null) : null;
  const { document: transcript } = normalization;
  return { transcript, rubric: version.document, promptText: prompt.text, callType, subject, fileName };
};

const evaluate = async (
  scope: ScoringPorts,
  work: RunInWork,
  material: ScoringMaterial,
  signal: AbortSignal,
): Promise<Evaluated> => {
  const { transcript, rubric, subject } = material;
  const { spec } = work.run;
  const evaluator = scope.plugins.evaluator(spec.evaluator.name);
  const log = await AttemptLog.open(scope, work);
  const verdicts: JudgeVerdict[] = [];
  let questions = 0;
  const ask = async (request: AskRequest): Promise<JudgeOutput> => {
    const question = questions++;
    const verdict = await askJudge(scope, request, { work, log, question, transcript, rubric, subject, signal });
    verdicts.push(verdict);
    return verdict.output;
  };
  const options = evaluatorOptions(scope.plugins, spec, material);
  const evaluating = evaluator.evaluate(transcript, options, { signal, logger: scope.logger, ask });
  // An evaluator that forgets the signal must not hold the run, nor its lease, beyond the limit.
  const evaluation = await Promise.race([evaluating, untilAborted(signal, ORDERLY_END_MS)]);
  return { evaluation, verdicts };
};

const score = async (scope: ScoringPorts, work: RunInWork, signal: AbortSignal): Promise<void> => {
  const material = await load({ ...scope, em: scope.em.fork() }, work.run);
  const { transcript, rubric, fileName } = material;
  const { masked, marks, restore } = redactForModel(material, work.run.spec.redact ?? [], [fileName]);
  const { offline } = parseModelAddress(work.run.model, scope.plugins).provider;
  work.flags = transcriptFlags(transcript, marks.length > 0, offline);
  const evaluated = await evaluate(scope, work, masked, signal);
  await recordScored(scope, work, rubric, restore(concludeRun(masked, evaluated, work.flags)));
};

/** Answers that fail their checks end the run as the policy says: they are neither a score nor a failure to be tried again. */
const scoreOrInvalidate = async (scope: ScoringPorts, work: RunInWork, signal: AbortSignal): Promise<void> => {
  try {
    await score(scope, work, signal);
  } catch (error) {
    const suspect = error instanceof ScoresSuspectError;
    if (!suspect && !(error instanceof OutputInvalidError)) throw error;
    const end = suspect ? 'NEEDS_REVIEW' : (work.run.spec.onInvalid ?? 'INVALID');
    await inTransaction(scope, (scope) => endWithoutScores(scope, work, end, error));
  }
};

const scoreUnder = async (scope: ScoringPorts, runId: string, lease: HeldLease, signal: AbortSignal): Promise<void> => {
  const { em, organizationId } = scope;
  const run = await em.fork().findOneOrFail(Run, { organizationId, id: runId });
  const work: RunInWork = { run, epoch: lease.epoch, attempts: 0, flags: run.flags };
  await scoreOrInvalidate(scope, work, AbortSignal.any([signal, lease.signal]));
};

/**
 * Handler of `score-run`: claims the run, evaluates, proves, records. Ends quietly where another worker has the run, it
 * has ended, or it is taken away meanwhile, and where it must wait for its turn at a model.
 * @throws AppError or ProviderError for a failure, which the queue tries again or gives up
 */
export const scoreRun = async (scope: ScoringPorts, runId: string, signal: AbortSignal): Promise<void> => {
  const epoch = await claim(scope, runId);
  if (epoch === null) return;
  const row = runLease(scope.organizationId, runId);
  using lease = holdLease(() => scope.em.fork(), row, epoch);
  try {
    await scoreUnder(scope, runId, lease, signal);
  } catch (error) {
    if (error instanceof LeaseLostError || lease.signal.aborted) return;
    const waitMs = turnToWaitFor(error);
    if (waitMs !== null) return await waitForTurn(scope, row, epoch, waitMs);
    await releaseLease(() => scope.em.fork(), row, epoch);
    throw error;
  }
};
