import type { ModelAnswer } from '../../plugin-api/index.js';
import { findModelAddress, type ModelAddress } from '../../plugin-host/model-address.js';
import type { PanelSpec } from '../../runs/run-spec.js';
import type { Uses } from '../../scope/scope.js';
import type { AnswerChecks, CheckedAnswer } from '../answers/check-answer.js';
import { asViolation, effectsOf, type JudgeVerdict } from '../model/judge-verdict.js';
import { FallbackChain, verdictOrThrow, type JudgeOptions, type Question } from '../fallback/fallback-chain.js';
import { borderlineReasons } from './borderline-reasons.js';
import { combineAnswers, scoresOf } from './combine-answers.js';

type Ports = Uses<'plugins' | 'logger'>;

/** A question with the checks of its answers, which hold the reference answer. */
export interface PanelQuestion extends Question {
  readonly checks: AnswerChecks;
  /** Flags of the run for how the question was prepared. */
  readonly flags: readonly string[];
}

/** Calls to one member, failures and corrections included. */
const MAX_CALLS_OF_MEMBER = 3;

const isAsked = (panel: PanelSpec, { checks }: PanelQuestion, { output }: JudgeVerdict, { rubric }: JudgeOptions) => {
  if (panel.when !== 'BORDERLINE') return panel.when === 'ALWAYS';
  return borderlineReasons(rubric, output, checks.context.reference, panel.thresholds ?? []).length > 0;
};

/** The member's address; null if it cannot be called or is not installed here: the panel is flagged PANEL_INCOMPLETE. */
const memberOf = ({ plugins }: Ports, callable: ReadonlySet<string>, address: string): ModelAddress | null => {
  const member = findModelAddress(address, plugins);
  return member && callable.has(member.provider.name) ? member : null;
};

const askMember = async (
  { logger }: Ports,
  question: PanelQuestion,
  member: ModelAddress,
  part: number,
  options: JudgeOptions,
): Promise<JudgeVerdict | null> => {
  const corrections = Math.min(1, question.plan.corrections);
  const plan = { models: [member.address], corrections, mostCalls: MAX_CALLS_OF_MEMBER };
  const chain = new FallbackChain({ ...question, models: [member], plan }, options, { kind: 'PANEL', part });
  await chain.resume();
  const end = await chain.run();
  // Without a member that the circuit breaker or a budget holds back, the others go on.
  const isLeftOut = end.end === 'EXHAUSTED' || (end.end === 'RETRY_LATER' && end.wasHeldBack);
  if (!isLeftOut) return verdictOrThrow(end);
  logger.warn({ err: end.error, member: member.address }, 'a member of the panel gave no valid answer');
  return null;
};

const askMembers = async (
  scope: Ports,
  question: PanelQuestion,
  models: readonly string[],
  options: JudgeOptions,
): Promise<readonly JudgeVerdict[]> => {
  const verdicts: JudgeVerdict[] = [];
  for (const [at, address] of models.entries()) {
    const member = memberOf(scope, options.callable, address);
    const verdict = member && (await askMember(scope, question, member, at + 1, options));
    if (verdict) verdicts.push(verdict);
  }
  return verdicts;
};

/** Runs the combined answer through the same checks as the answer of one judge. */
const checkCombined = ({ check }: PanelQuestion, output: unknown): CheckedAnswer => {
  const answer: Omit<ModelAnswer, 'content'> = {
    modelUsed: 'panel',
    finishReason: 'STOP',
    refusal: null,
    usage: null,
    providerRequestId: null,
  };
  return check({ ...answer, content: JSON.stringify(output) });
};

const combinedVerdict = (
  question: PanelQuestion,
  { rubric }: JudgeOptions,
  judge: JudgeVerdict,
  others: readonly JudgeVerdict[],
  remarks: readonly string[],
): JudgeVerdict => {
  const combined = combineAnswers(
    rubric,
    judge.output,
    others.map(({ output }) => output),
  );
  const { output, issues, repairedEvidence } = checkCombined(question, combined.output);
  if (output === null) return { ...judge, remarks: [...remarks, 'PANEL_DISAGREES'] };
  const repaired = [judge, ...others].flatMap((verdict) => [...verdict.repairedEvidence]);
  return {
    ...judge,
    output,
    violations: issues.map(asViolation),
    effects: effectsOf(issues),
    repairedEvidence: new Set([...repaired, ...repairedEvidence]),
    remarks: [...remarks, ...(combined.disputed.length > 0 ? ['PANEL_DISAGREES'] : [])],
  };
};

/**
 * Asks the other members of the panel the judge's question if the run's policy says so, and returns the median of all for
 * each dimension. A member without a valid answer is left out; if no other member has one, the judge's answer is the result.
 * Every answer is stored with its scores.
 */
export const askPanel = async (
  scope: Ports,
  question: PanelQuestion,
  judge: JudgeVerdict,
  options: JudgeOptions,
): Promise<JudgeVerdict> => {
  const { panel } = options.work.run.spec;
  if (!panel || !isAsked(panel, question, judge, options)) return judge;
  const models = panel.models.filter((address) => address !== question.plan.models[0]);
  const others = await askMembers(scope, question, models, options);
  const answers = [judge, ...others];
  for (const { attempt, output } of answers) await options.log.noteScores(attempt, scoresOf(output));
  const incomplete = others.length < models.length ? ['PANEL_INCOMPLETE'] : [];
  const remarks = [...(judge.remarks ?? []), ...incomplete];
  if (others.length === 0) return { ...judge, remarks };
  return combinedVerdict(question, options, judge, others, [...remarks, 'PANEL']);
};
