import type { RunSpec as StoredSpec } from '../../src/runs/run-spec.js';
import type { RunSpec } from './run-spec.type.js';

/** A stored spec as the API shows it: what older runs leave out is what held for them. */
export const asRunSpec = (spec: StoredSpec, model: string): RunSpec => {
  const { evaluator, parameters, corrections, fallbacks = [], onInvalid = 'INVALID', redact = [] } = spec;
  const { panel = null, repeat = null, policyVersion = 0, delivery = 'IMMEDIATE' } = spec;
  return {
    evaluator: evaluator.name,
    evaluatorVersion: evaluator.version,
    model,
    ...parameters,
    ...{ corrections, fallbacks, onInvalid, redact, repeat, policyVersion, delivery },
    panel: panel && { thresholds: [], ...panel },
  };
};
