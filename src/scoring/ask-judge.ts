import type {
  AskRequest,
  JudgeOutput,
  ModelMessage,
  ModelRequest,
  NormalizedTranscript,
  Rubric,
} from '../plugin-api/index.js';
import { parseModelAddress, type ModelAddress } from '../plugin-host/model-address.js';
import type { Violation } from '../runs/violation.js';
import type { Uses } from '../scope/scope.js';
import { assembleCorrection } from './assemble-correction.js';
import { assemblePrompt } from './assemble-prompt.js';
import type { AttemptLog } from './attempt-log.js';
import { checkAnswer, type AnswerChecks, type CheckedAnswer } from './check-answer.js';
import type { CheckedIssue } from './checked-issue.js';
import { guardedCall } from './guarded-call.js';
import { OutputInvalidError } from './output-invalid-error.js';
import type { RunInWork } from './run-in-work.js';

export interface JudgeVerdict {
  readonly output: JudgeOutput;
  readonly violations: readonly Violation[];
  readonly repairedEvidence: ReadonlySet<string>;
}

interface JudgeOptions {
  readonly work: RunInWork;
  readonly log: AttemptLog;
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  readonly signal: AbortSignal;
}

type Ports = Uses<'em' | 'reads' | 'plugins' | 'settings' | 'now' | 'logger'>;

const asViolation = ({ severity, code, path, message, repaired }: CheckedIssue): Violation => ({
  severity,
  code,
  path,
  message,
  repaired,
});

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

interface Question {
  readonly address: ModelAddress;
  readonly messages: readonly ModelMessage[];
  /** All of a request but its messages. */
  readonly base: Omit<ModelRequest, 'model' | 'messages'>;
  readonly checks: AnswerChecks;
}

const prepare = async (scope: Ports, request: AskRequest, options: JudgeOptions): Promise<Question> => {
  const { log, transcript, rubric, signal } = options;
  const { spec } = options.work.run;
  const address = parseModelAddress(spec.models[request.role] ?? '', scope.plugins);
  const { messages, instructions } = assemblePrompt(request.sections, log.nonce);
  const { responseSchema } = request;
  const base = { ...spec.parameters, responseSchema, task: { kind: 'score', transcript, rubric } as const };
  const reference = await referenceAnswer(scope, address, { ...base, messages }, signal);
  const prompt = { nonce: log.nonce, instructions };
  const context = { transcript, rubric, prompt, uiLanguage: spec.uiLanguage, reference };
  const checks = { schema: responseSchema, validators: scope.plugins.validators, context };
  return { address, messages, base, checks };
};

interface Round {
  readonly content: string;
  readonly checked: CheckedAnswer;
}

const askOnce = async (
  scope: Ports,
  { address, base, checks }: Question,
  { log, signal, work }: JudgeOptions,
  kind: 'FIRST' | 'CORRECTION',
  messages: readonly ModelMessage[],
): Promise<Round> => {
  const call = () => guardedCall(scope, { run: work.run, address, request: { ...base, messages } }, signal);
  const { number, answer } = await log.answer(kind, address, signal, call);
  const checked = checkAnswer(answer, checks);
  if (checked.issues.length > 0) await log.noteViolations(number, checked.issues.map(asViolation));
  return { content: answer.content, checked };
};

/**
 * Asks the judge: first answer, its checks, and where they fail again with the list of what failed.
 * @throws OutputInvalidError when the last answer still fails; ProviderError when a call fails
 */
export const askJudge = async (scope: Ports, request: AskRequest, options: JudgeOptions): Promise<JudgeVerdict> => {
  const question = await prepare(scope, request, options);
  let round = await askOnce(scope, question, options, 'FIRST', question.messages);
  for (let left = options.work.run.spec.corrections; left > 0; left -= 1) {
    const { output, final, issues } = round.checked;
    if (output !== null || final) break;
    round = await askOnce(
      scope,
      question,
      options,
      'CORRECTION',
      assembleCorrection(question.messages, round.content, issues),
    );
  }
  const { output, issues, repairedEvidence } = round.checked;
  const violations = issues.map(asViolation);
  if (output === null) throw new OutputInvalidError(violations);
  return { output, violations, repairedEvidence };
};
