import { randomBytes } from 'node:crypto';
import type { AskRequest, JudgeOutput, NormalizedTranscript } from '../../src/plugin-api/index.js';
import type { PluginCatalog } from '../../src/plugin-host/catalog.js';
import type { RunSpec } from '../../src/runs/run-spec.js';
import { assembleCorrection } from '../../src/scoring/prompts/assemble-prompt.js';
import { checkAnswer } from '../../src/scoring/answers/check-answer.js';
import { concludeRun } from '../../src/scoring/results/conclude-run.js';
import { effectsOf, type JudgeVerdict } from '../../src/scoring/model/judge-verdict.js';
import { OutputRejectedError } from '../../src/scoring/model/output-rejected-error.js';
import { prepareQuestion } from '../../src/scoring/prompts/prepare-question.js';
import { redactForModel, type Redaction } from '../../src/scoring/redaction/redact-for-model.js';
import { evaluatorOptions, type ScoringMaterial } from '../../src/scoring/model/scoring-material.js';
import { silentLogger } from '../../src/logging/logger.js';

/** How the scoring of a call ended. */
export interface CallOutcome {
  readonly status: 'SCORED' | 'INVALID' | 'NEEDS_REVIEW';
  readonly flagged: boolean;
  /** Scores that would be recorded, by dimension. */
  readonly scores: Readonly<Record<string, number>>;
  /** The judge's last answer that passed the checks. */
  readonly answered: Readonly<Record<string, number>>;
}

const MODEL = 'openai/fake-judge';

const specFor = (plugins: PluginCatalog): RunSpec => ({
  evaluator: { name: 'rubric', version: plugins.evaluator('rubric').version },
  rubric: { key: 'spin', version: 1 },
  promptVersion: { id: '', key: '', number: 1, hash: '' },
  models: { judge: MODEL },
  parameters: { temperature: 0, seed: 1, maxOutputTokens: 8_000 },
  corrections: 1,
  uiLanguage: 'en',
});

/** One question to the judge with one correction, as the product asks it, without the log of calls. */
const asking =
  (plugins: PluginCatalog, spec: RunSpec, material: ScoringMaterial, verdicts: JudgeVerdict[]) =>
  async (request: AskRequest): Promise<JudgeOutput> => {
    const signal = AbortSignal.timeout(30_000);
    const nonce = randomBytes(12).toString('hex');
    const scope = { plugins, organizationId: '', logger: silentLogger };
    const source = { runId: 'bench', spec, ...material, nonce, signal };
    const { messages, base, checks } = await prepareQuestion(scope, request, source);
    const provider = plugins.modelProvider('openai');
    let asked = messages;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await provider.complete(
        { ...base, messages: asked, model: 'fake-judge' },
        { signal, credential: null },
      );
      const { output, issues, repairedEvidence } = checkAnswer(answer, checks);
      const violations = issues.map(({ hint: _hint, effect: _effect, ...violation }) => violation);
      if (output) {
        const who = {
          modelUsed: MODEL,
          fallback: false,
          offline: false,
          attempt: attempt + 1,
          effects: effectsOf(issues),
        };
        verdicts.push({ output, violations, repairedEvidence, ...who });
        return output;
      }
      if (attempt === spec.corrections) throw OutputRejectedError.invalid(violations);
      asked = assembleCorrection(messages, answer.content, issues);
    }
  };

const materialFor = (plugins: PluginCatalog, transcript: NormalizedTranscript): ScoringMaterial => {
  const rubric = plugins.rubrics.find(({ key }) => key === 'spin');
  if (!rubric) throw new Error('The SPIN rubric is not there.');
  return { transcript, rubric, promptText: 'Judge the call by the rubric.', callType: null, subject: null };
};

/** The unchanged call: what a judge would see without the defense. */
const undefended = (material: ScoringMaterial): Redaction<ScoringMaterial> => ({
  masked: material,
  marks: [],
  restore: (evaluation) => evaluation,
});

const lastScores = (verdicts: readonly JudgeVerdict[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(verdicts.at(-1)?.output.dimensions ?? {}).map(([key, { score }]) => [key, score ?? 0]),
  );

/** Takes a call from a stored transcript to the scores that would be recorded: with HTTP, without queue and database. */
export const scoreCall = async (
  plugins: PluginCatalog,
  transcript: NormalizedTranscript,
  defended = true,
): Promise<CallOutcome> => {
  const spec = specFor(plugins);
  const stored = materialFor(plugins, transcript);
  const { masked, marks, restore } = defended ? redactForModel(stored, []) : undefended(stored);
  const flagged = marks.length > 0;
  const verdicts: JudgeVerdict[] = [];
  const answered = (): Record<string, number> => lastScores(verdicts);
  const unscored = (status: CallOutcome['status']): CallOutcome => ({
    status,
    flagged,
    scores: {},
    answered: answered(),
  });
  try {
    const options = evaluatorOptions(plugins, spec, masked);
    const ask = asking(plugins, spec, masked, verdicts);
    const context = { signal: AbortSignal.timeout(60_000), logger: silentLogger, ask };
    const evaluation = await plugins.evaluator('rubric').evaluate(masked.transcript, options, context);
    const { results } = restore(concludeRun(masked, { evaluation, verdicts }, []));
    const scores = Object.entries(results).flatMap(([key, one]) =>
      one.outcome === 'SCORED' ? [[key, one.value]] : [],
    );
    return {
      status: 'SCORED',
      flagged,
      scores: Object.fromEntries(scores) as Record<string, number>,
      answered: answered(),
    };
  } catch (error) {
    if (error instanceof OutputRejectedError) return unscored(error.runStatus());
    throw error;
  }
};
