import {
  callableProviders,
  type ProviderCredentialRow,
  providerCredentials,
} from '../../access/provider-credentials.js';
import type { GateStatus } from '../../limits/gate-status.js';
import type { CallLimits, ModelProvider } from '../../plugin-api/index.js';
import type { Uses } from '../../scope/scope.js';

/** Figures of an organization's calls to one provider. */
export interface RecentCalls {
  /** Calls of the period that were answered, and that failed. */
  readonly answered: number;
  readonly failed: number;
  /** In ms, of the answered; null where there are none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly lastError: { readonly code: string; readonly message: string; readonly at: Date } | null;
  readonly lastAnswerAt: Date | null;
  /** Since midnight UTC, most frequent first. */
  readonly errorsToday: readonly { readonly code: string; readonly count: number }[];
  /** Model addresses asked for within a day. */
  readonly modelsAsked: readonly string[];
}

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

/** A limit as configured, and its current usage. */
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

const NONE: RecentCalls = {
  answered: 0,
  failed: 0,
  p50Ms: null,
  p95Ms: null,
  lastError: null,
  lastAnswerAt: null,
  errorsToday: [],
  modelsAsked: [],
};

type CallsRow = Omit<RecentCalls, 'lastError' | 'lastAnswerAt' | 'errorsToday'> & {
  readonly provider: string;
  readonly lastError: { readonly code: string; readonly message: string | null; readonly at: string } | null;
  readonly lastAnswerAt: string | null;
  readonly errorsToday: RecentCalls['errorsToday'] | null;
};

/** Reads the calls of one day: enough for today's errors and for the last error and answer. */
const STATEMENT = `
  with day as (
    select split_part(model_asked, '/', 1) as provider, model_asked, status, latency_ms, error_code, error_message,
           created_at, created_at > clock_timestamp() - $1::float8 * interval '1 minute' as recent
    from attempt where created_at > clock_timestamp() - interval '1 day'),
  codes as (
    select provider, error_code as code, count(*)::int as count from day
    where status = 'ERROR' and created_at >= date_trunc('day', clock_timestamp(), 'UTC') and error_code is not null
    group by 1, 2)
  select provider,
         count(*) filter (where recent and status = 'ANSWERED')::int as answered,
         count(*) filter (where recent and status = 'ERROR')::int as failed,
         percentile_cont(0.5) within group (order by latency_ms) filter (where recent and status = 'ANSWERED') as "p50Ms",
         percentile_cont(0.95) within group (order by latency_ms) filter (where recent and status = 'ANSWERED') as "p95Ms",
         (array_agg(json_build_object('code', error_code, 'message', error_message, 'at', created_at)
           order by created_at desc) filter (where status = 'ERROR' and error_code is not null))[1] as "lastError",
         to_json(max(created_at) filter (where status = 'ANSWERED')) as "lastAnswerAt",
         (select json_agg(json_build_object('code', code, 'count', count) order by count desc, code)
          from codes where codes.provider = day.provider) as "errorsToday",
         array_agg(distinct model_asked) as "modelsAsked"
  from day group by provider`;

const asCalls = ({ provider: _provider, lastError, lastAnswerAt, errorsToday, ...figures }: CallsRow): RecentCalls => ({
  ...figures,
  lastError: lastError && { code: lastError.code, message: lastError.message ?? '', at: new Date(lastError.at) },
  lastAnswerAt: lastAnswerAt === null ? null : new Date(lastAnswerAt),
  errorsToday: errorsToday ?? [],
});

/** The organization's calls of the last `minutes`, by provider. */
const recentCalls = async ({ reads }: Uses<'reads'>, minutes: number): Promise<(provider: string) => RecentCalls> => {
  const rows = await reads.read<CallsRow>({ name: 'provider_calls', text: STATEMENT, values: [minutes] });
  const byProvider = new Map(rows.map((row) => [row.provider, asCalls(row)]));
  return (provider) => byProvider.get(provider) ?? NONE;
};

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

/** The name of a model may tell which organization had it made, so that other organizations' models are not shown. */
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

/** The last error counts until an answer follows it. */
const unresolvedError = ({ lastError, lastAnswerAt }: RecentCalls) =>
  lastError !== null && (lastAnswerAt === null || lastAnswerAt < lastError.at) ? lastError : null;

const verdictOf = (provider: ModelProvider, callable: boolean, calls: RecentCalls) => {
  const readiness = provider.readiness();
  if (!callable && !readiness.ready) {
    return { ready: false, reason: readiness.reason, reasonCode: 'CREDENTIAL_MISSING' as const };
  }
  const error = unresolvedError(calls);
  return { ready: true, reason: error?.message ?? null, reasonCode: BY_CODE.get(error?.code ?? '') ?? null };
};

/**
 * The state of every provider for the organization: whether it can be called, its circuits and limits (of the account under
 * which the organization's calls are made), and figures of its calls in the last `minutes`.
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
