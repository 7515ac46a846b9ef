import type { NormalizedTranscript } from '../../plugin-api/index.js';
import { findModelAddress, parseModelAddress, type ModelAddress } from '../../plugin-host/model-address.js';
import type { RunSpec } from '../../runs/run-spec.js';
import type { Uses } from '../../scope/scope.js';

/** The address where its provider is installed, can be called, and supports the rubric and the language; else none. */
const usable = (
  { plugins }: Uses<'plugins'>,
  callable: ReadonlySet<string>,
  address: string,
  { language }: NormalizedTranscript,
  rubric: string,
): readonly ModelAddress[] => {
  const found = findModelAddress(address, plugins);
  if (!found) return [];
  const { name, languages, rubrics } = found.provider;
  const reads = !languages || language === 'und' || languages.includes(language);
  const knows = reads && (!rubrics || rubrics.includes(rubric));
  return knows && callable.has(name) ? [found] : [];
};

/**
 * The models that may answer for a role, in their order, each once. A fallback that cannot be called is skipped: a fallback
 * that was configured when the run began must not keep the judge from being asked.
 * @param callable names of the providers that can be called
 * @throws AppError MODEL_ADDRESS_INVALID, PROVIDER_UNKNOWN for the judge itself
 */
export const fallbackModels = (
  scope: Uses<'plugins'>,
  { models, rubric, fallbacks = [] }: RunSpec,
  role: string,
  transcript: NormalizedTranscript,
  callable: ReadonlySet<string>,
): readonly ModelAddress[] => {
  const judge = parseModelAddress(models[role] ?? '', scope.plugins);
  const others = fallbacks.flatMap((address) => usable(scope, callable, address, transcript, rubric.key));
  const all = [judge, ...others];
  return all.filter(({ address }, at) => all.findIndex((one) => one.address === address) === at);
};
