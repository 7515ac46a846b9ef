import type { ProviderHealth } from '../../src/scoring/providers/provider-health.js';
import type { CircuitState, ModelCircuit, ModelProvider, ProviderHealthReason } from './provider.type.js';

/** What the API shows of a provider. */
export const asModelProvider = (health: ProviderHealth): ModelProvider => {
  const { provider, calls, ready, reason, credential, limits } = health;
  const { name, description, defaultModel, offline, models = [] } = provider;
  const { answered, failed, p50Ms, p95Ms, lastError, errorsToday } = calls;
  const made = answered + failed;
  const circuits = health.circuits.map((circuit): ModelCircuit => ({
    ...circuit,
    state: circuit.state as CircuitState,
  }));
  return {
    ...{ name, description, defaultModel, offline, models, ready, reason, credential, limits, lastError, errorsToday },
    takesBatches: provider.batch !== undefined,
    reasonCode: health.reasonCode as ProviderHealthReason | null,
    circuits,
    circuit: circuits[0] ?? null,
    calls: { answered, failed, p50Ms, p95Ms, successRate: made === 0 ? null : answered / made },
  };
};
