import type { AskRequest, ModelAnswer } from '../plugin-api/index.js';
import type { ModelAddress } from '../plugin-host/model-address.js';
import { MAX_CALLS } from '../profiles/scoring-policy.js';
import type { RunSpec } from '../runs/run-spec.js';
import type { Uses } from '../scope/scope.js';
import { checkAnswer } from './answers/check-answer.js';
import type { CallSeries } from './calls/call-log.js';
import { FallbackChain, verdictOrThrow, type JudgeOptions } from './fallback/fallback-chain.js';
import type { JudgeVerdict } from './model/judge-verdict.js';
import { fitRequest, type FittedRequest } from './long-calls/fit-request.js';
import { readChunks } from './long-calls/read-chunks.js';
import { fallbackModels } from './fallback/fallback-models.js';
import type { FallbackPlan } from './fallback/next-step.js';
import { askPanel, type PanelQuestion } from './panel/ask-panel.js';
import { scoresOf } from './panel/combine-answers.js';
import { prepareQuestion } from './prompts/prepare-question.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'plugins' | 'logger'>;

/** The plan of the judge's own chain; a repetition asks the judge alone. */
const planFor = (
  { corrections }: RunSpec,
  models: readonly ModelAddress[],
  series: CallSeries | null,
): FallbackPlan => {
  const addresses = models.map(({ address }) => address);
  return { models: series === null ? addresses : addresses.slice(0, 1), corrections, mostCalls: MAX_CALLS };
};

const prepare = async (
  scope: Ports,
  { request }: FittedRequest,
  models: readonly ModelAddress[],
  options: JudgeOptions,
  series: CallSeries | null,
): Promise<PanelQuestion> => {
  const { log, transcript, rubric, subject, signal } = options;
  const { spec } = options.work.run;
  const source = { runId: options.work.run.id, spec, transcript, rubric, subject, nonce: log.nonce, signal };
  const prepared = await prepareQuestion(scope, request, source);
  const check = (answer: ModelAnswer) => checkAnswer(answer, prepared.checks);
  return { ...prepared, models, plan: planFor(spec, models, series), check };
};

const withRemarks = (
  verdict: JudgeVerdict,
  { flags, byFallback }: FittedRequest,
  { flags: preparation }: PanelQuestion,
): JudgeVerdict => ({
  ...verdict,
  fallback: verdict.fallback || byFallback,
  remarks: [...preparation, ...flags.map((flag) => flag.toUpperCase())],
});

/**
 * Asks the judge: first answer, its checks, where they fail again with the list of what failed, then the fallback models.
 * A call that is too long for them is read in parts before; where the policy asks for it, a panel judges too. Goes on from
 * the answers that earlier claims of the run stored.
 * @param series where the question is asked once more beside the run's own result
 * @throws AppError TRANSCRIPT_TOO_LONG before any call is made; else as `verdictOrThrow` and `MakeCall`
 */
export const askJudge = async (
  scope: Ports,
  request: AskRequest,
  options: JudgeOptions,
  series: CallSeries | null = null,
): Promise<JudgeVerdict> => {
  const { transcript, rubric, work } = options;
  const models = fallbackModels(scope, work.run.spec, request.role, transcript, options.callable);
  const source = { transcript, rubric, models, metrics: scope.plugins.metrics };
  const fitted = await fitRequest(request, source, (chunks) => readChunks(scope, chunks, models, options));
  const question = await prepare(scope, fitted, models, options, series);
  const chain = new FallbackChain(question, options, series);
  await chain.resume();
  const verdict = withRemarks(verdictOrThrow(await chain.run()), fitted, question);
  if (series === null) return askPanel(scope, question, verdict, options);
  await options.log.noteScores(verdict.attempt, scoresOf(verdict.output));
  return verdict;
};
