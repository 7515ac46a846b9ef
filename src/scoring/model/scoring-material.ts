import type { EvaluatorOptions, NormalizedTranscript, Rubric } from '../../plugin-api/index.js';
import type { PluginCatalog } from '../../plugin-host/catalog.js';
import { parseModelAddress } from '../../plugin-host/model-address.js';
import type { RunSpec } from '../../runs/run-spec.js';

/** What a run is scored from, beside its spec. */
export interface ScoringMaterial {
  readonly transcript: NormalizedTranscript;
  readonly rubric: Rubric;
  readonly promptText: string;
  /** Kind of call as the uploader gave it. */
  readonly callType: string | null;
  /** Label of the person who is scored, where several representatives speak. */
  readonly subject: string | null;
}

/** What the evaluator is told, the same whenever the same run is evaluated. */
export const evaluatorOptions = (
  plugins: PluginCatalog,
  { models, uiLanguage }: RunSpec,
  { rubric, promptText, callType, subject }: ScoringMaterial,
): EvaluatorOptions => {
  const judgeLanguages = parseModelAddress(models.judge ?? '', plugins).provider.languages ?? null;
  return { rubric, promptText, uiLanguage, judgeLanguages, callType, subject };
};
