import { callableProviders } from '../access/provider-credential-reads.js';
import { AppError } from '../errors/app-error.js';
import type { AskRequest, JudgeOutput, Rubric } from '../plugin-api/index.js';
import { parseModelAddress } from '../plugin-host/model-address.js';
import { speakingReps } from '../runs/starting/choose-subjects.js';
import type { RunSpec } from '../runs/run-spec.js';
import type { Run } from '../runs/run.entity.js';
import type { Uses } from '../scope/scope.js';
import { askJudge } from './ask-judge.js';
import { AttemptLog } from './calls/attempt-log.js';
import type { CallLog, CallSeries } from './calls/call-log.js';
import { concludeRun, type Evaluated } from './results/conclude-run.js';
import type { JudgeVerdict } from './model/judge-verdict.js';
import type { VerifiedEvaluation } from './model/verified-evaluation.js';
import { redactForModel } from './redaction/redact-for-model.js';
import { transcriptFlags } from './results/run-flags.js';
import type { ClaimedRun } from './model/claimed-run.js';
import { evaluatorOptions, type ScoringMaterial } from './model/scoring-material.js';
import { rejectOnAbort } from '../async/reject-on-abort.js';

export type ScoringPorts = Uses<
  'em' | 'reads' | 'queue' | 'live' | 'plugins' | 'gate' | 'vault' | 'settings' | 'logger' | 'now'
>;

/** Time for an evaluator to end in order after the abort. */
const ORDERLY_END_MS = 2_000;

export interface EvaluatedRun {
  readonly rubric: Rubric;
  readonly proven: VerifiedEvaluation;
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

/** By whom and how it is evaluated. */
export interface Evaluating {
  readonly work: ClaimedRun;
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
  const evaluation = await Promise.race([result, rejectOnAbort(signal, ORDERLY_END_MS)]);
  return { evaluation, verdicts };
};

/**
 * What a call comes to: with what the policy withholds taken out, evaluated, proven, and put back. The same call and the
 * same answers always come to the same.
 * @throws OutputRejectedError; whatever keeps the judge from being asked
 */
export const evaluateMaterial = async (
  scope: ScoringPorts,
  material: LoadedMaterial,
  evaluating: Evaluating,
): Promise<VerifiedEvaluation> => {
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
  work: ClaimedRun,
  signal: AbortSignal,
  series: CallSeries | null = null,
): Promise<EvaluatedRun> => {
  const material = await load(scope, work.run);
  const log = await AttemptLog.open(scope, work);
  const evaluating = { work, log, callable: await callableProviders(scope), signal, series };
  return { rubric: material.rubric, proven: await evaluateMaterial(scope, material, evaluating) };
};
