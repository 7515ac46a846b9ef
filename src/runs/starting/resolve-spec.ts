import { hasProviderCredential } from '../../access/provider-credentials.js';
import { AppError } from '../../errors/app-error.js';
import { modelAddressOfInput, type ModelAddress } from '../../plugin-host/model-address.js';
import { RubricVersion } from '../../rubrics/rubric-version.entity.js';
import type { Uses } from '../../scope/scope.js';
import type { Delivery, RunSpec } from '../run-spec.js';
import { asCurrentPolicy, type CurrentPolicy } from '../../profiles/policy-reads.js';
import type { ScoringPolicy } from '../../profiles/scoring-policy.js';

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
const chosenModel = ({ plugins, settings }: Ports, { model }: SpecChoice): ModelAddress =>
  modelAddressOfInput(model ?? settings.defaultModel, plugins, ['model']);

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

interface Row {
  readonly rubricVersion: number | null;
  readonly promptId: string | null;
  readonly promptKey: string;
  readonly promptNumber: number;
  readonly promptHash: string;
  readonly policyVersion: number | null;
  readonly policy: ScoringPolicy;
}

/** What a spec is put together from, as it is in the database now; null for what is not there. */
export interface SpecParts {
  /** The newest version. */
  readonly rubric: RunSpec['rubric'] | null;
  readonly prompt: RunSpec['promptVersion'] | null;
  readonly policy: CurrentPolicy;
}

interface Named {
  readonly rubric: string;
  readonly prompt: { readonly id: string } | { readonly key: string };
}

/** In one statement: every upload and every run asks for it. */
const FIND = `
  select r.version as "rubricVersion", p.id as "promptId", p.prompt_key as "promptKey", p.number as "promptNumber",
    p.hash as "promptHash", s.version as "policyVersion", s.document as policy
  from (select) as one
  left join lateral (
    select version from platform_rubric_version where key = ? order by version desc limit 1) r on true
  left join lateral (
    select id, prompt_key, number, hash from platform_prompt_version
    where status = 'PUBLISHED' and (id = ?::uuid or prompt_key = ?) order by number desc limit 1) p on true
  left join lateral (
    select version, document from scoring_policy_version where organization_id = ? order by version desc limit 1) s on true`;

/** The newest rubric of a key, a published prompt version by id or the newest of a key, and the current policy. */
export const findSpecParts = async (
  { em, organizationId }: Uses<'em'>,
  { rubric, prompt }: Named,
): Promise<SpecParts> => {
  const [id, key] = 'id' in prompt ? [prompt.id, null] : [null, prompt.key];
  const rows: Row[] = await em.execute(FIND, [rubric, id, key, organizationId]);
  const [row] = rows;
  if (!row) throw new Error('A statement that always has a row had none.');
  const { rubricVersion, promptId, promptKey, promptNumber, promptHash, policyVersion, policy } = row;
  return {
    rubric: rubricVersion === null ? null : { key: rubric, version: rubricVersion },
    prompt: promptId === null ? null : { id: promptId, key: promptKey, number: promptNumber, hash: promptHash },
    policy: asCurrentPolicy(policyVersion === null ? null : { version: policyVersion, document: policy }),
  };
};
