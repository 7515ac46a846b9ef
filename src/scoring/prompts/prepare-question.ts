import type {
  AskRequest,
  JudgeOutput,
  ModelMessage,
  ModelProvider,
  ModelRequest,
  NormalizedTranscript,
  Rubric,
} from '../../plugin-api/index.js';
import type { PluginCatalog } from '../../plugin-host/catalog.js';
import { parseModelAddress } from '../../plugin-host/model-address.js';
import type { RunSpec } from '../../runs/run-spec.js';
import type { Uses } from '../../scope/scope.js';
import { assemblePrompt } from './assemble-prompt.js';
import type { AnswerChecks } from '../answers/check-answer.js';
import type { ScoringMaterial } from '../model/scoring-material.js';

type Ports = Uses<'plugins' | 'logger'>;

export interface QuestionSource extends Pick<ScoringMaterial, 'transcript' | 'rubric' | 'subject'> {
  readonly runId: string;
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
  /** Flags of the run for how the question was prepared. */
  readonly flags: readonly string[];
}

interface Reference {
  readonly output: JudgeOutput | null;
  /** Flags of the run for checks that have no reference, though there should be one. */
  readonly flags: readonly string[];
}

const NO_REFERENCE: Reference = { output: null, flags: [] };

/** The scorer that needs no service and can score by the rubric; null where the judge is such a scorer itself. */
const referenceScorer = (plugins: PluginCatalog, judge: string, rubric: Rubric): ModelProvider | null => {
  if (parseModelAddress(judge, plugins).provider.offline) return null;
  const scores = ({ offline, rubrics }: ModelProvider): boolean =>
    offline && (rubrics === undefined || rubrics.includes(rubric.key));
  return plugins.modelProviders.find(scores) ?? null;
};

/**
 * The reference scorer's answer to the same question, for the checks that compare. A scorer that fails costs the run
 * these checks but not its result: the failure is logged, and the run says so by a flag.
 */
const askReference = async (
  { plugins, logger }: Ports,
  { spec, rubric, runId, signal }: QuestionSource,
  role: string,
  request: Omit<ModelRequest, 'model'>,
): Promise<Reference> => {
  const scorer = referenceScorer(plugins, spec.models[role] ?? '', rubric);
  if (scorer === null) return NO_REFERENCE;
  try {
    const answer = await scorer.complete({ ...request, model: scorer.defaultModel }, { signal, credential: null });
    return { output: JSON.parse(answer.content) as JudgeOutput, flags: [] };
  } catch (error) {
    signal.throwIfAborted();
    logger.error(
      { err: error, runId, provider: scorer.name },
      'The reference scorer failed: answers are not compared.',
    );
    return { output: null, flags: ['REFERENCE_UNAVAILABLE'] };
  }
};

/** The call for a scorer that knows only one representative: the others become third parties. */
const withSubject = (transcript: NormalizedTranscript, subject: string | null): NormalizedTranscript => {
  if (subject === null) return transcript;
  const participants = transcript.participants.map((one) =>
    one.role === 'REP' && one.speakerLabel !== subject ? { ...one, role: 'OTHER' as const } : one,
  );
  return { ...transcript, participants };
};

/** What is asked, and what each answer is checked by. The same source always gives the same question. */
export const prepareQuestion = async (
  scope: Ports,
  { role, sections, responseSchema }: AskRequest,
  source: QuestionSource,
): Promise<PreparedQuestion> => {
  const { spec, transcript, rubric, subject, nonce } = source;
  const { messages, instructions } = assemblePrompt(sections, nonce);
  const base = {
    ...spec.parameters,
    responseSchema,
    task: { kind: 'score', transcript: withSubject(transcript, subject), rubric } as const,
  };
  const { output: reference, flags } = await askReference(scope, source, role, { ...base, messages });
  const prompt = { nonce, instructions };
  const context = { transcript, rubric, prompt, uiLanguage: spec.uiLanguage, reference, subject };
  const { validators } = scope.plugins;
  const checks = { schema: responseSchema, validators, context, options: spec.validatorOptions ?? {} };
  return { messages, base, checks, flags };
};
