import {
  callableProviders,
  providerCredentials,
  type ProviderCredentialRow,
} from '../../access/provider-credential-reads.js';
import type { GateStatus } from '../../limits/gate-status.js';
import type { CallLimits, ModelProvider } from '../../plugin-api/index.js';
import type { Uses } from '../../scope/scope.js';
import { recentCalls, type RecentCalls } from './recent-calls.js';

/** Why a provider cannot be called, or does not answer as it should. */
export type HealthReason =
  | 'CREDENTIAL_MISSING'
  | 'CREDENTIAL_REFUSED'
  | 'QUOTA_EXHAUSTED'
  | 'UNREACHABLE'
  | 'RATE_LIMITED'
  | 'MODEL_UNAVAILABLE'
  | 'REQUEST_REFUSED'
  | 'ANSWERS_BROKEN';

/** A limit as stated, and what counts against it at the moment. */
export interface CurrentLimit extends CallLimits {
  /** The provider's own name of the model; null for the provider as a whole. */
  readonly model: string | null;
  readonly inFlight: number;
  readonly requestsLastMinute: number;
  readonly tokensLastMinute: number;
}

export interface ProviderHealth {
  readonly provider: ModelProvider;
  readonly ready: boolean;
  readonly reason: string | null;
  readonly reasonCode: HealthReason | null;
  readonly credential: ProviderCredentialRow | null;
  /** Of its models, worst first. */
  readonly circuits: readonly GateStatus[];
  readonly limits: readonly CurrentLimit[];
  readonly calls: RecentCalls;
}

type Ports = Uses<'reads' | 'plugins' | 'gate'>;

const BY_CODE = new Map<string, HealthReason>([
  ['PROVIDER_UNAUTHORIZED', 'CREDENTIAL_REFUSED'],
  ['PROVIDER_QUOTA_EXCEEDED', 'QUOTA_EXHAUSTED'],
  ['PROVIDER_UNAVAILABLE', 'UNREACHABLE'],
  ['PROVIDER_TIMEOUT', 'UNREACHABLE'],
  ['PROVIDER_RATE_LIMITED', 'RATE_LIMITED'],
  ['MODEL_NOT_FOUND', 'MODEL_UNAVAILABLE'],
  ['PROVIDER_BAD_REQUEST', 'REQUEST_REFUSED'],
  ['PROVIDER_BAD_RESPONSE', 'ANSWERS_BROKEN'],
]);

const SEVERITY = ['OPEN', 'HALF_OPEN', 'RECOVERING', 'CLOSED'] as const;

/** A model's name may tell of the organization that had it made: of others' models nothing is shown. */
const concerns = ({ name, defaultModel, models = [], limits }: ModelProvider, { modelsAsked }: RecentCalls) => {
  const known = [defaultModel, ...models, ...Object.keys(limits?.models ?? {})].map((model) => `${name}/${model}`);
  return new Set([...known, ...modelsAsked]);
};

const limitsOf = ({ name, limits = {} }: ModelProvider, gates: readonly GateStatus[]): readonly CurrentLimit[] => {
  const { models = {}, ...own } = limits;
  const stated: [string | null, CallLimits][] = [[null, own], ...Object.entries(models)];
  return stated
    .filter(([, limit]) => Object.keys(limit).length > 0)
    .map(([model, limit]) => {
      const gate = gates.find(({ address }) => address === (model === null ? name : `${name}/${model}`));
      const { inFlight = 0, requests = 0, tokens = 0 } = gate ?? {};
      return { model, ...limit, inFlight, requestsLastMinute: requests, tokensLastMinute: tokens };
    });
};

/** The last error counts while no answer has come after it. */
const standingError = ({ lastError, lastAnswerAt }: RecentCalls) =>
  lastError !== null && (lastAnswerAt === null || lastAnswerAt < lastError.at) ? lastError : null;

const verdictOf = (provider: ModelProvider, callable: boolean, calls: RecentCalls) => {
  const readiness = provider.readiness();
  if (!callable && !readiness.ready) {
    return { ready: false, reason: readiness.reason, reasonCode: 'CREDENTIAL_MISSING' as const };
  }
  const error = standingError(calls);
  return { ready: true, reason: error?.message ?? null, reasonCode: BY_CODE.get(error?.code ?? '') ?? null };
};

/**
 * How every provider stands for the organization: whether it can be called, its circuits and limits (of the account under
 * which the organization's calls are made), and what its calls of the last `minutes` came to.
 */
export const providerHealth = async (scope: Ports, minutes: number): Promise<readonly ProviderHealth[]> => {
  const { plugins, gate, organizationId } = scope;
  const [callable, credentials, gates, calls] = await Promise.all([
    callableProviders(scope),
    providerCredentials(scope),
    gate.status(['', organizationId]),
    recentCalls(scope, minutes),
  ]);
  return plugins.modelProviders.map((provider) => {
    const credential = credentials.find((one) => one.provider === provider.name) ?? null;
    const account = credential ? organizationId : '';
    const own = gates.filter((one) => one.account === account);
    const recent = calls(provider.name);
    const models = concerns(provider, recent);
    return {
      provider,
      credential,
      ...verdictOf(provider, callable.has(provider.name), recent),
      circuits: own
        .filter(({ address }) => models.has(address))
        .sort((a, b) => SEVERITY.indexOf(a.state) - SEVERITY.indexOf(b.state)),
      limits: limitsOf(provider, own),
      calls: recent,
    };
  });
};
