import { callableProviders } from '../access/provider-credential-reads.js';
import type { AskRequest } from '../plugin-api/index.js';
import { MOST_CALLS } from '../profiles/scoring-policy.js';
import type { Uses } from '../scope/scope.js';
import { checkAnswer } from './check-answer.js';
import { LadderClimb, type JudgeOptions, type JudgeVerdict, type Question } from './ladder-climb.js';
import { modelLadder } from './model-ladder.js';
import { prepareQuestion } from './prepare-question.js';

type Ports = Uses<'em' | 'reads' | 'plugins' | 'gate' | 'vault' | 'settings' | 'now' | 'logger'>;

const prepare = async (scope: Ports, request: AskRequest, options: JudgeOptions): Promise<Question> => {
  const { log, transcript, rubric, subject, signal } = options;
  const { spec } = options.work.run;
  const models = modelLadder(scope, spec, request.role, transcript, await callableProviders(scope));
  const source = { spec, transcript, rubric, subject, nonce: log.nonce, signal };
  const plan = { models: models.map(({ address }) => address), corrections: spec.corrections, mostCalls: MOST_CALLS };
  const { checks, ...asked } = await prepareQuestion(scope.plugins, request, source);
  return { ...asked, models, plan, check: (answer) => checkAnswer(answer, checks) };
};

/**
 * Asks the judge: first answer, its checks, where they fail again with the list of what failed, then the fallback models.
 * Goes on from the answers that earlier claims of the run stored.
 * @throws OutputInvalidError when no model answered validly; ProviderError for a failure after which the same call is to
 * be made again, later; AppError with the code of a failure after which nobody is left to ask
 */
export const askJudge = async (scope: Ports, request: AskRequest, options: JudgeOptions): Promise<JudgeVerdict> => {
  const climb = new LadderClimb(scope, await prepare(scope, request, options), options);
  await climb.resume();
  for (;;) {
    const step = climb.next();
    if (step.step === 'ACCEPT') return climb.accept(step.number);
    if (step.step === 'END') throw climb.endedBy(step.because, step.number);
    await climb.ask(step);
  }
};
