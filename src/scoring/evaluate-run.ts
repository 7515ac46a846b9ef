import { callableProviders } from '../access/provider-credentials.js';
import { AppError } from '../errors/app-error.js';
import type { AskRequest, JudgeOutput, Rubric } from '../plugin-api/index.js';
import { parseModelAddress } from '../plugin-host/model-address.js';
import { speakingReps } from '../runs/starting/run-subjects.js';
import type { RunSpec } from '../runs/run-spec.js';
import type { Run } from '../runs/run.entity.js';
import type { Uses } from '../scope/scope.js';
import { askJudge } from './ask-judge.js';
import { AttemptLog } from './calls/attempt-log.js';
import type { CallLog, CallSeries, MakeCall } from './calls/call-log.js';
import { makeCall } from './calls/make-call.js';
import { OutputRejectedError } from './model/output-rejected-error.js';
import { concludeRun, transcriptFlags, type Evaluated } from './results/conclude-run.js';
import type { JudgeVerdict } from './model/judge-verdict.js';
import type { VerifiedEvaluation } from './model/verified-evaluation.js';
import { redactForModel, type Redaction } from './redaction/redact-for-model.js';
import type { ClaimedRun } from './model/claimed-run.js';
import { evaluatorOptions, type ScoringMaterial } from './model/scoring-material.js';
import { rejectOnAbort } from '../async/with-timeout.js';

export type ScoringPorts = Uses<
  'em' | 'reads' | 'queue' | 'live' | 'plugins' | 'gate' | 'vault' | 'settings' | 'hooks' | 'logger' | 'now'
>;

/** Time for an evaluator to end in order after the abort. */
const ORDERLY_END_MS = 2_000;

/** What judging uses besides its calls to models. */
type JudgePorts = Uses<'em' | 'queue' | 'live' | 'plugins' | 'logger'>;

/** What an evaluation comes to: a verified result, or answers that are not stored as scores. */
export type Judgment = { readonly verified: VerifiedEvaluation } | { readonly rejected: OutputRejectedError };

/** A run's evaluation, with the run as it is then: calls that were made, flags that were found. */
export interface EvaluatedRun {
  readonly work: ClaimedRun;
  readonly rubric: Rubric;
  readonly judgment: Judgment;
}

export interface LoadedMaterial extends ScoringMaterial {
  /** Read for what addresses the judge; it is not sent. */
  readonly fileName: string;
}

interface MaterialRow extends Pick<LoadedMaterial, 'transcript' | 'callType' | 'fileName'> {
  readonly rubric: Rubric | null;
  readonly promptText: string | null;
}

const load = async ({ reads }: ScoringPorts, run: Run): Promise<LoadedMaterial> => {
  const { rubric: asked, promptVersion }: RunSpec = run.spec;
  const [row] = await reads.read<MaterialRow>({
    name: 'run_material',
    text: `select n.document as transcript, t.call_type as "callType", t.file_name as "fileName", v.document as rubric,
        p.text as "promptText"
      from normalization n join transcript t on t.organization_id = n.organization_id and t.id = n.transcript_id
      left join platform_rubric_version v on v.key = $2 and v.version = $3
      left join platform_prompt_version p on p.id = $4
      where n.id = $1`,
    values: [run.normalizationId, asked.key, asked.version, promptVersion.id],
  });
  if (!row) throw new AppError('NOT_FOUND', `Normalization ${run.normalizationId} is gone.`);
  const { rubric, promptText, ...call } = row;
  if (!rubric) throw new AppError('RUBRIC_UNKNOWN', `Rubric ${asked.key} version ${asked.version} is gone.`);
  if (promptText === null) throw new AppError('PROMPT_VERSION_UNKNOWN', `Prompt version ${promptVersion.id} is gone.`);
  const subject = speakingReps(call.transcript).length > 1 ? (run.subjectLabel ?? null) : null;
  return { ...call, rubric, promptText, subject };
};

/** What is sent to models of a run's material, and what was seen in it before. */
export interface PreparedMaterial extends Pick<Redaction<ScoringMaterial>, 'masked' | 'restore'> {
  readonly flags: readonly string[];
}

/** Takes out what the policy withholds. The same call and policy always come to the same. */
export const prepareMaterial = (
  { plugins }: Uses<'plugins'>,
  material: LoadedMaterial,
  { spec, model }: Pick<Run, 'spec' | 'model'>,
): PreparedMaterial => {
  const { masked, marks, restore } = redactForModel(material, spec.redact ?? [], [material.fileName]);
  const { offline } = parseModelAddress(model, plugins).provider;
  return { masked, restore, flags: transcriptFlags(material.transcript, marks.length > 0, offline) };
};

/** By whom and how a run is evaluated. */
export interface Evaluating {
  readonly work: ClaimedRun;
  readonly log: CallLog;
  readonly call: MakeCall;
  /** Names of the providers that can be called. */
  readonly callable: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Where the run has its result, and is evaluated once more to compare. */
  readonly series: CallSeries | null;
}

const evaluate = async (
  scope: JudgePorts,
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
  // An evaluator that ignores the signal must not hold the run, nor its lease, beyond the limit.
  const evaluation = await Promise.race([result, rejectOnAbort(signal, ORDERLY_END_MS)]);
  return { evaluation, verdicts };
};

/**
 * Evaluates, verifies, and restores what was masked. The same call and the same answers always come to the same.
 * @throws CallDeferredError; errors that keep the judge from being asked
 */
export const judgeMaterial = async (
  scope: JudgePorts,
  { masked, restore, flags }: PreparedMaterial,
  evaluating: Evaluating,
): Promise<Judgment> => {
  try {
    return { verified: restore(concludeRun(masked, await evaluate(scope, masked, evaluating), flags)) };
  } catch (error) {
    if (error instanceof OutputRejectedError) return { rejected: error };
    throw error;
  }
};

/**
 * What a run comes to.
 * @param series where the run has its result, and is evaluated once more to compare
 * @throws as `judgeMaterial`
 */
export const evaluateRun = async (
  scope: ScoringPorts,
  claimed: ClaimedRun,
  signal: AbortSignal,
  series: CallSeries | null = null,
): Promise<EvaluatedRun> => {
  const material = await load(scope, claimed.run);
  const prepared = prepareMaterial(scope, material, claimed.run);
  const work = { ...claimed, flags: prepared.flags };
  const log = await AttemptLog.open(scope, work);
  const call: MakeCall = (planned, signal) => makeCall(scope, log, planned, signal);
  const evaluating = { work, log, call, callable: await callableProviders(scope), signal, series };
  const judgment = await judgeMaterial(scope, prepared, evaluating);
  return { work: { ...work, attempts: log.attempts }, rubric: material.rubric, judgment };
};
