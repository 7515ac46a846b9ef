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
  series: CallSeries | null,
): Promise<Evaluated> => {
  const { transcript, rubric, subject } = material;
  const { spec } = work.run;
  const evaluator = scope.plugins.evaluator(spec.evaluator.name);
  const log = await AttemptLog.open(scope, work);
  const verdicts: JudgeVerdict[] = [];
  let questions = 0;
  const ask = async (request: AskRequest): Promise<JudgeOutput> => {
    const question = questions++;
    const asked = { work, log, question, transcript, rubric, subject, signal };
    const verdict = await askJudge(scope, request, asked, series);
    verdicts.push(verdict);
    return verdict.output;
  };
  const options = evaluatorOptions(scope.plugins, spec, material);
  const evaluating = evaluator.evaluate(transcript, options, { signal, logger: scope.logger, ask });
  // An evaluator that forgets the signal must not hold the run, nor its lease, beyond the limit.
  const evaluation = await Promise.race([evaluating, untilAborted(signal, ORDERLY_END_MS)]);
  return { evaluation, verdicts };
};

/**
 * What a run comes to: its call with what the policy withholds taken out, evaluated, proven, and put back.
 * @param series where the run has its result, and is evaluated once more to compare
 * @throws OutputInvalidError, ScoresSuspectError; whatever keeps the judge from being asked
 */
export const evaluateRun = async (
  scope: ScoringPorts,
  work: RunInWork,
  signal: AbortSignal,
  series: CallSeries | null = null,
): Promise<EvaluatedRun> => {
  const material = await load({ ...scope, em: scope.em.fork() }, work.run);
  const { transcript, rubric, fileName } = material;
  const { masked, marks, restore } = redactForModel(material, work.run.spec.redact ?? [], [fileName]);
  const { offline } = parseModelAddress(work.run.model, scope.plugins).provider;
  work.flags = transcriptFlags(transcript, marks.length > 0, offline);
  const evaluated = await evaluate(scope, work, masked, signal, series);
  return { rubric, proven: restore(concludeRun(masked, evaluated, work.flags)) };
};
