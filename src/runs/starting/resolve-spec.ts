import { hasProviderCredential } from '../../access/provider-credential-reads.js';
import { AppError } from '../../errors/app-error.js';
import { parseModelAddress, type ModelAddress } from '../../plugin-host/model-address.js';
import { RubricVersion } from '../../rubrics/rubric-version.entity.js';
import type { Uses } from '../../scope/scope.js';
import type { Delivery, RunSpec } from '../run-spec.js';
import { findSpecParts } from './spec-parts.js';

/** What a caller may choose; the rest are defaults. */
export interface SpecChoice {
  /** Key of a rubric; its newest version is taken. */
  readonly rubric?: string | null;
  /** Model address of the judge. */
  readonly model?: string | null;
  readonly promptVersionId?: string | null;
  /** IMMEDIATE where left out. */
  readonly delivery?: Delivery | null;
}

type Ports = Uses<'em' | 'plugins' | 'settings'>;

const DEFAULT_RUBRIC = 'spin';
const DEFAULT_PROMPT = 'base';
const EVALUATOR = 'rubric';

const rubricUnknown = async ({ em }: Ports, key: string): Promise<AppError> => {
  const known = await em.find(RubricVersion, {}, { fields: ['key'], limit: 50 });
  const names = [...new Set(known.map((row) => row.key))].join(', ');
  return new AppError('RUBRIC_UNKNOWN', `There is no rubric "${key}". Known: ${names}.`, { path: ['input', 'rubric'] });
};

const promptUnknown = (): AppError =>
  new AppError('PROMPT_VERSION_UNKNOWN', 'There is no published prompt version with this id.', {
    path: ['input', 'promptVersionId'],
  });

/** The judge; a fault in what the caller chose points to where it was chosen. */
const chosenModel = ({ plugins, settings }: Ports, { model }: SpecChoice): ModelAddress => {
  try {
    return parseModelAddress(model ?? settings.defaultModel, plugins);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.message, { cause: error, path: ['input', 'model'] });
  }
};

/** By the host's key, or by the organization's own. */
const checkCallable = async (scope: Ports, { provider }: ModelAddress): Promise<void> => {
  const readiness = provider.readiness();
  if (readiness.ready || (await hasProviderCredential(scope, provider.name))) return;
  throw new AppError('PROVIDER_UNAUTHORIZED', readiness.reason, { path: ['input', 'model'] });
};

/** Refused at once: a judge that knows other rubrics only would fail later, or worse, invent scores. */
const checkRubric = ({ provider }: ModelAddress, { key }: RunSpec['rubric']): void => {
  const { name, offline, rubrics } = provider;
  if (rubrics === undefined || rubrics.includes(key)) return;
  const known = rubrics.map((known) => known.toUpperCase()).join(', ');
  throw new AppError(
    'RUBRIC_UNSUPPORTED',
    `The ${offline ? 'offline ' : ''}${name} scores ${known} only; name a model for "${key}".`,
    { path: ['input', 'model'] },
  );
};

export interface ResolvedSpec {
  readonly spec: RunSpec;
  /** Whether the organization's policy takes results from earlier runs that asked the same. */
  readonly reuse: boolean;
}

/**
 * The full spec of a run from what the caller chose.
 * @throws AppError RUBRIC_UNKNOWN, RUBRIC_UNSUPPORTED, PROMPT_VERSION_UNKNOWN, MODEL_ADDRESS_INVALID, PROVIDER_UNKNOWN, PROVIDER_UNAUTHORIZED
 */
export const resolveSpec = async (scope: Ports, choice: SpecChoice): Promise<ResolvedSpec> => {
  const evaluator = scope.plugins.evaluator(EVALUATOR);
  const key = choice.rubric ?? DEFAULT_RUBRIC;
  const prompted = choice.promptVersionId ? { id: choice.promptVersionId } : { key: DEFAULT_PROMPT };
  const { rubric, prompt, policy: inForce } = await findSpecParts(scope, { rubric: key, prompt: prompted });
  if (!rubric) throw await rubricUnknown(scope, key);
  if (!prompt) throw promptUnknown();
  const model = chosenModel(scope, choice);
  checkRubric(model, rubric);
  await checkCallable(scope, model);
  const { version: policyVersion, policy } = inForce;
  const spec: RunSpec = {
    evaluator: { name: evaluator.name, version: evaluator.version },
    rubric,
    promptVersion: prompt,
    models: { judge: model.address },
    parameters: { temperature: 0, seed: 7, maxOutputTokens: 8_000 },
    corrections: policy.corrections,
    fallbacks: policy.fallbackModels,
    onInvalid: policy.onInvalid,
    validatorOptions: policy.validatorOptions,
    redact: policy.redact,
    panel: policy.panel,
    repeat: policy.repeat,
    policyVersion,
    ...(choice.delivery === 'ECONOMY' ? { delivery: choice.delivery } : {}),
    uiLanguage: 'en',
  };
  return { spec, reuse: policy.reuse };
};
