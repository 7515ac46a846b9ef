import { callableProviders } from '../access/provider-credential-reads.js';
import { AppError } from '../errors/app-error.js';
import type { AskRequest, JudgeOutput, Rubric } from '../plugin-api/index.js';
import { parseModelAddress } from '../plugin-host/model-address.js';
import { PromptVersion } from '../prompts/prompt-version.entity.js';
import { RubricVersion } from '../rubrics/rubric-version.entity.js';
import { speakingReps } from '../runs/choose-subjects.js';
import type { RunSpec } from '../runs/run-spec.js';
import type { Run } from '../runs/run.entity.js';
import type { Uses } from '../scope/scope.js';
import { Normalization } from '../transcripts/normalization.entity.js';
import { Transcript } from '../transcripts/transcript.entity.js';
import { askJudge } from './ask-judge.js';
import { AttemptLog } from './attempt-log.js';
import type { CallLog } from './call-log.js';
import { concludeRun, type Evaluated } from './conclude-run.js';
import type { CallSeries, JudgeVerdict } from './ladder-climb.js';
import type { ProvenEvaluation } from './record-result.js';
import { redactForModel } from './redact-for-model.js';
import { transcriptFlags } from './run-flags.js';
import type { RunInWork } from './run-in-work.js';
import { evaluatorOptions, type ScoringMaterial } from './scoring-material.js';
import { untilAborted } from './until-aborted.js';

export type ScoringPorts = Uses<
  'em' | 'reads' | 'queue' | 'live' | 'plugins' | 'gate' | 'vault' | 'settings' | 'logger' | 'now'
>;

/** Time for an evaluator to end in order after the abort. */
const ORDERLY_END_MS = 2_000;

export interface EvaluatedRun {
  readonly rubric: Rubric;
  readonly proven: ProvenEvaluation;
}

export interface LoadedMaterial extends ScoringMaterial {
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

/** By whom and how it is evaluated. */
export interface Evaluating {
  readonly work: RunInWork;
  readonly log: CallLog;
  /** Names of the providers that can be called. */
  readonly callable: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Where the run has its result, and is evaluated once more to compare. */
  readonly series: CallSeries | null;
}

const evaluate = async (
  scope: ScoringPorts,
  material: ScoringMaterial,
  { series, ...evaluating }: Evaluating,
): Promise<Evaluated> => {
  const { transcript, rubric, subject } = material;
  const { work, signal } = evaluating;
  const { spec } = work.run;
  const evaluator = scope.plugins.evaluator(spec.evaluator.name);
  const verdicts: JudgeVerdict[] = [];
  let questions = 0;
  const ask = async (request: AskRequest): Promise<JudgeOutput> => {
    const question = questions++;
    const asked = { ...evaluating, question, transcript, rubric, subject };
    const verdict = await askJudge(scope, request, asked, series);
    verdicts.push(verdict);
    return verdict.output;
  };
  const options = evaluatorOptions(scope.plugins, spec, material);
  const result = evaluator.evaluate(transcript, options, { signal, logger: scope.logger, ask });
  // An evaluator that forgets the signal must not hold the run, nor its lease, beyond the limit.
  const evaluation = await Promise.race([result, untilAborted(signal, ORDERLY_END_MS)]);
  return { evaluation, verdicts };
};

/**
 * What a call comes to: with what the policy withholds taken out, evaluated, proven, and put back. The same call and the
 * same answers always come to the same.
 * @throws OutputInvalidError, ScoresSuspectError; whatever keeps the judge from being asked
 */
export const evaluateMaterial = async (
  scope: ScoringPorts,
  material: LoadedMaterial,
  evaluating: Evaluating,
): Promise<ProvenEvaluation> => {
  const { work } = evaluating;
  const { masked, marks, restore } = redactForModel(material, work.run.spec.redact ?? [], [material.fileName]);
  const { offline } = parseModelAddress(work.run.model, scope.plugins).provider;
  work.flags = transcriptFlags(material.transcript, marks.length > 0, offline);
  return restore(concludeRun(masked, await evaluate(scope, masked, evaluating), work.flags));
};

/**
 * What a run comes to.
 * @param series where the run has its result, and is evaluated once more to compare
 * @throws as `evaluateMaterial`
 */
export const evaluateRun = async (
  scope: ScoringPorts,
  work: RunInWork,
  signal: AbortSignal,
  series: CallSeries | null = null,
): Promise<EvaluatedRun> => {
  const material = await load({ ...scope, em: scope.em.fork() }, work.run);
  const log = await AttemptLog.open(scope, work);
  const evaluating = { work, log, callable: await callableProviders(scope), signal, series };
  return { rubric: material.rubric, proven: await evaluateMaterial(scope, material, evaluating) };
};
