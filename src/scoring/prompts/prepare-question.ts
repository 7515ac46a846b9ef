import type {
  AskRequest,
  JudgeOutput,
  ModelMessage,
  ModelRequest,
  NormalizedTranscript,
} from '../../plugin-api/index.js';
import type { PluginCatalog } from '../../plugin-host/catalog.js';
import { parseModelAddress } from '../../plugin-host/model-address.js';
import type { RunSpec } from '../../runs/run-spec.js';
import { assemblePrompt } from './assemble-prompt.js';
import type { AnswerChecks } from '../answers/check-answer.js';
import type { ScoringMaterial } from '../model/scoring-material.js';

export interface QuestionSource extends Pick<ScoringMaterial, 'transcript' | 'rubric' | 'subject'> {
  readonly spec: RunSpec;
  /** Delimiter around the data. */
  readonly nonce: string;
  readonly signal: AbortSignal;
}

export interface PreparedQuestion {
  readonly messages: readonly ModelMessage[];
  /** All of a request but its messages. */
  readonly base: Omit<ModelRequest, 'model' | 'messages'>;
  readonly checks: AnswerChecks;
}

/** The offline scorer's answer to the same question, for checks that compare; none where it is the judge itself. */
const referenceAnswer = async (
  plugins: PluginCatalog,
  judge: string,
  request: Omit<ModelRequest, 'model'>,
  signal: AbortSignal,
): Promise<JudgeOutput | null> => {
  const offline = plugins.modelProviders.find((provider) => provider.offline);
  if (!offline || parseModelAddress(judge, plugins).provider.offline) return null;
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

/** What is asked, whoever answers, and what each answer is checked by: of the same source always the same. */
export const prepareQuestion = async (
  plugins: PluginCatalog,
  { role, sections, responseSchema }: AskRequest,
  { spec, transcript, rubric, subject, nonce, signal }: QuestionSource,
): Promise<PreparedQuestion> => {
  const { messages, instructions } = assemblePrompt(sections, nonce);
  const base = {
    ...spec.parameters,
    responseSchema,
    task: { kind: 'score', transcript: withSubject(transcript, subject), rubric } as const,
  };
  const reference = await referenceAnswer(plugins, spec.models[role] ?? '', { ...base, messages }, signal);
  const prompt = { nonce, instructions };
  const context = { transcript, rubric, prompt, uiLanguage: spec.uiLanguage, reference, subject };
  const { validators } = plugins;
  const checks = { schema: responseSchema, validators, context, options: spec.validatorOptions ?? {} };
  return { messages, base, checks };
};
