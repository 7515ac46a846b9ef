import { Ajv, type ValidateFunction } from 'ajv';
import { AppError } from '../errors/app-error.js';
import type { JsonSchema, Validator } from '../plugin-api/index.js';
import { modelAddressOfInput } from '../plugin-host/model-address.js';
import type { Uses } from '../scope/scope.js';
import type { ScoringPolicy, ValidatorOptions } from './scoring-policy.js';

const MAX_CORRECTIONS = 2;
const MAX_FALLBACKS = 2;
const MAX_THRESHOLDS = 10;
const MAX_TURNS = 100_000;
const MAX_OPTIONS_LENGTH = 64 * 1024;

type Ports = Uses<'plugins'>;

const refuse = (path: readonly string[], message: string): AppError =>
  new AppError('BAD_USER_INPUT', message, { path: ['input', ...path] });

const checkWhole = (field: keyof ScoringPolicy, value: number, least: number, most: number): void => {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw refuse([field], `${field} must be a whole number from ${least} to ${most}; it is ${value}.`);
};

/** Addresses in full, each once. */
const checkedModels = ({ plugins }: Ports, models: readonly string[], path: readonly string[]): readonly string[] => {
  const addresses = models.map((model) => modelAddressOfInput(model, plugins, path).address);
  if (new Set(addresses).size === addresses.length) return addresses;
  throw refuse(path, 'A model is named twice.');
};

const checkedFallbacks = (scope: Ports, models: readonly string[]): readonly string[] => {
  if (models.length <= MAX_FALLBACKS) return checkedModels(scope, models, ['fallbackModels']);
  throw refuse(['fallbackModels'], `At most ${MAX_FALLBACKS} models may step in; ${models.length} are named.`);
};

const checkThresholds = (thresholds: readonly number[]): void => {
  const path = ['panel', 'thresholds'];
  if (thresholds.length > MAX_THRESHOLDS) throw refuse(path, `At most ${MAX_THRESHOLDS} thresholds.`);
  if (!thresholds.every(Number.isFinite)) throw refuse(path, 'A threshold is a number.');
};

const checkedPanel = (scope: Ports, panel: ScoringPolicy['panel']): ScoringPolicy['panel'] => {
  if (panel === null) return null;
  const { models } = panel;
  if (models.length < 2 || models.length > 4) {
    throw refuse(['panel', 'models'], `A panel has 2 to 4 models beside the judge; ${models.length} are named.`);
  }
  const { thresholds = [] } = panel;
  checkThresholds(thresholds);
  return { ...panel, thresholds, models: checkedModels(scope, models, ['panel', 'models']) };
};

const checkRepeat = (repeat: ScoringPolicy['repeat']): void => {
  if (repeat === null) return;
  const { share, times } = repeat;
  if (!(share >= 0 && share <= 1)) throw refuse(['repeat', 'share'], `share must be from 0 to 1; it is ${share}.`);
  if (Number.isInteger(times) && times >= 2 && times <= 5) return;
  throw refuse(['repeat', 'times'], `times must be a whole number from 2 to 5; it is ${times}.`);
};

const ajv = new Ajv({ strict: true, allErrors: false });
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Schemas come from plugins; what an organization gives is only ever data. */
const fitterOf = (schema: JsonSchema): ValidateFunction => {
  const known = compiled.get(schema) ?? ajv.compile({ ...schema });
  compiled.set(schema, known);
  return known;
};

const checkOptions = (validators: readonly Validator[], name: string, options: unknown): void => {
  const path = ['validatorOptions', name];
  const schema = validators.find((validator) => validator.name === name)?.optionsSchema;
  if (!schema) {
    const known = validators.filter(({ optionsSchema }) => optionsSchema).map((validator) => validator.name);
    throw refuse(path, `There is no validator "${name.slice(0, 80)}" with options. Known: ${known.join(', ')}.`);
  }
  const fits = fitterOf(schema);
  if (fits(options)) return;
  const { instancePath = '', message = 'does not fit' } = fits.errors?.[0] ?? {};
  throw refuse(
    [...path, ...instancePath.split('/').slice(1)],
    `Options of "${name}" at ${instancePath || '/'}: ${message}.`,
  );
};

const checkValidatorOptions = ({ plugins }: Ports, options: ValidatorOptions): void => {
  if (JSON.stringify(options).length > MAX_OPTIONS_LENGTH) {
    throw refuse(['validatorOptions'], `The options are longer than ${MAX_OPTIONS_LENGTH} characters of JSON.`);
  }
  for (const [name, value] of Object.entries(options)) checkOptions(plugins.validators, name, value);
};

/**
 * The policy with every model address in full.
 * @throws AppError BAD_USER_INPUT, MODEL_ADDRESS_INVALID, PROVIDER_UNKNOWN, with the path in the input
 */
export const checkScoringPolicy = (scope: Ports, policy: ScoringPolicy): ScoringPolicy => {
  checkWhole('corrections', policy.corrections, 0, MAX_CORRECTIONS);
  checkWhole('asyncAboveTurns', policy.asyncAboveTurns, 1, MAX_TURNS);
  checkRepeat(policy.repeat);
  checkValidatorOptions(scope, policy.validatorOptions);
  return {
    ...policy,
    fallbackModels: checkedFallbacks(scope, policy.fallbackModels),
    panel: checkedPanel(scope, policy.panel),
    redact: [...new Set(policy.redact)],
  };
};
