import { callableProviders } from '../access/provider-credential-reads.js';
import type { AskRequest, JudgeOutput, ModelRequest, NormalizedTranscript } from '../plugin-api/index.js';
import type { ModelAddress } from '../plugin-host/model-address.js';
import { MOST_CALLS } from '../profiles/scoring-policy.js';
import type { Uses } from '../scope/scope.js';
import { assemblePrompt } from './assemble-prompt.js';
import { LadderClimb, type JudgeOptions, type JudgeVerdict, type Question } from './ladder-climb.js';
import { modelLadder } from './model-ladder.js';

type Ports = Uses<'em' | 'reads' | 'plugins' | 'gate' | 'vault' | 'settings' | 'now' | 'logger'>;

/** The offline scorer's answer to the same question, for checks that compare; none where it is the judge itself. */
const referenceAnswer = async (
  { plugins }: Ports,
  judge: ModelAddress,
  request: Omit<ModelRequest, 'model'>,
  signal: AbortSignal,
): Promise<JudgeOutput | null> => {
  const offline = plugins.modelProviders.find((provider) => provider.offline);
  if (!offline || judge.provider.offline) return null;
  try {
    const answer = await offline.complete({ ...request, model: offline.defaultModel }, { signal, credential: null });
    return JSON.parse(answer.content) as JudgeOutput;
  } catch {
    return null;
  }
};

/** The call as a scorer that knows one representative needs it: the others are third parties. */
const withSubject = (transcript: NormalizedTranscript, subject: string | null): NormalizedTranscript => {
  if (subject === null) return transcript;
  const participants = transcript.participants.map((one) =>
    one.role === 'REP' && one.speakerLabel !== subject ? { ...one, role: 'OTHER' as const } : one,
  );
  return { ...transcript, participants };
};

const prepare = async (scope: Ports, request: AskRequest, options: JudgeOptions): Promise<Question> => {
  const { log, transcript, rubric, subject, signal } = options;
  const { spec } = options.work.run;
  const models = modelLadder(scope, spec, request.role, transcript, await callableProviders(scope));
  const { messages, instructions } = assemblePrompt(request.sections, log.nonce);
  const { responseSchema } = request;
  const base = {
    ...spec.parameters,
    responseSchema,
    task: { kind: 'score', transcript: withSubject(transcript, subject), rubric } as const,
  };
  const [judge] = models;
  const reference = judge ? await referenceAnswer(scope, judge, { ...base, messages }, signal) : null;
  const prompt = { nonce: log.nonce, instructions };
  const context = { transcript, rubric, prompt, uiLanguage: spec.uiLanguage, reference, subject };
  const { validators } = scope.plugins;
  const checks = { schema: responseSchema, validators, context, options: spec.validatorOptions ?? {} };
  const plan = { models: models.map(({ address }) => address), corrections: spec.corrections, mostCalls: MOST_CALLS };
  return { models, plan, messages, base, checks };
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
