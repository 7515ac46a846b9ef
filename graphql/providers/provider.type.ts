import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from '../user-error.type.js';
import type { ProviderHealth } from '../../src/scoring/providers/provider-health.js';

export enum CircuitState {
  CLOSED = 'CLOSED',
  OPEN = 'OPEN',
  HALF_OPEN = 'HALF_OPEN',
  RECOVERING = 'RECOVERING',
}
registerEnumType(CircuitState, {
  name: 'CircuitState',
  description: 'Whether calls to a model pass.',
  valuesConfig: {
    CLOSED: { description: 'All is well: calls pass.' },
    OPEN: { description: 'It failed too often: it is not called for a while.' },
    HALF_OPEN: { description: 'One call finds out whether it is back.' },
    RECOVERING: { description: 'It is back: calls come gradually.' },
  },
});

export enum ProviderHealthReason {
  CREDENTIAL_MISSING = 'CREDENTIAL_MISSING',
  CREDENTIAL_REFUSED = 'CREDENTIAL_REFUSED',
  QUOTA_EXHAUSTED = 'QUOTA_EXHAUSTED',
  UNREACHABLE = 'UNREACHABLE',
  RATE_LIMITED = 'RATE_LIMITED',
  MODEL_UNAVAILABLE = 'MODEL_UNAVAILABLE',
  REQUEST_REFUSED = 'REQUEST_REFUSED',
  ANSWERS_BROKEN = 'ANSWERS_BROKEN',
}
registerEnumType(ProviderHealthReason, {
  name: 'ProviderHealthReason',
  description: 'Why a provider cannot be called, or why its last call failed.',
  valuesConfig: {
    CREDENTIAL_MISSING: { description: 'Neither the installation nor the organization has a key for it.' },
    CREDENTIAL_REFUSED: { description: 'It refuses the key, or the key may not use the model.' },
    QUOTA_EXHAUSTED: { description: 'The account has no credit left.' },
    UNREACHABLE: { description: 'It cannot be reached, does not answer in time, or has trouble of its own.' },
    RATE_LIMITED: { description: 'It asks for fewer requests.' },
    MODEL_UNAVAILABLE: { description: 'It has no model of the name asked for.' },
    REQUEST_REFUSED: { description: 'It does not take the request.' },
    ANSWERS_BROKEN: { description: 'What it sends is no answer.' },
  },
});

@ObjectType({ description: 'Circuit breaker before a model, the same for every process.' })
export class ModelCircuit {
  @Field(() => String, { description: 'Model address.' })
  address!: string;

  @Field(() => CircuitState, { description: 'Whether calls pass.' })
  state!: CircuitState;

  @Field(() => GraphQLDateTime, { description: 'Since when.' })
  since!: Date;

  @Field(() => Int, { description: 'Failures within the ten seconds that count.' })
  failures!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'Until when it is not called, because of the circuit breaker or on request of the service; null while calls are allowed.',
  })
  closedUntil!: Date | null;
}

@ObjectType({ description: 'A stated limit, and what counts against it at the moment.' })
export class ModelLimit {
  @Field(() => String, { nullable: true, description: 'Name of the model; null for the provider as a whole.' })
  model!: string | null;

  @Field(() => Int, { nullable: true, description: 'Calls at a time.' })
  concurrency?: number;

  @Field(() => Int, { nullable: true, description: 'Calls within a minute.' })
  requestsPerMinute?: number;

  @Field(() => Int, { nullable: true, description: 'Tokens within a minute, in and out.' })
  tokensPerMinute?: number;

  @Field(() => Int, { description: 'Calls under way.' })
  inFlight!: number;

  @Field(() => Int, { description: 'Calls begun within the last minute.' })
  requestsLastMinute!: number;

  @Field(() => Int, { description: 'Their tokens, estimated while they are under way.' })
  tokensLastMinute!: number;
}

@ObjectType({ description: 'The organization’s own key for a provider. The key itself cannot be read.' })
export class ProviderCredential {
  @Field(() => String, { description: 'Its last four characters, to recognize it.' })
  lastFour!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was set.' })
  updatedAt!: Date;
}

@ObjectType({ description: 'The last call to a provider that failed.' })
export class ProviderFailure {
  @Field(() => String, { description: 'Code of the error.' })
  code!: string;

  @Field(() => String, { description: 'What the provider said, shortened.' })
  message!: string;

  @Field(() => GraphQLDateTime, { description: 'When the call was begun.' })
  at!: Date;
}

@ObjectType({ description: 'How often an error came.' })
export class ErrorCount {
  @Field(() => String, { description: 'Code of the error.' })
  code!: string;

  @Field(() => Int, { description: 'How often.' })
  count!: number;
}

@ObjectType({ description: 'What the organization’s calls to a provider came to.' })
export class ProviderCalls {
  @Field(() => Int, { description: 'Calls that brought an answer.' })
  answered!: number;

  @Field(() => Int, { description: 'Calls that failed.' })
  failed!: number;

  @Field(() => Float, { nullable: true, description: 'Answered of all, 0 to 1; null where there were none.' })
  successRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Median time to the answer in ms.' })
  p50Ms!: number | null;

  @Field(() => Float, { nullable: true, description: '95th percentile of the time to the answer in ms.' })
  p95Ms!: number | null;
}

@ObjectType({ description: 'A provider of models, and its health for the organization.' })
export class ModelProvider {
  @Field(() => String, { description: 'First part of its model addresses.' })
  name!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => String, { description: 'Model that is used when only the name of the provider is given.' })
  defaultModel!: string;

  @Field(() => [String], { description: 'Models worth naming; others may be asked for all the same.' })
  models!: readonly string[];

  @Field(() => Boolean, { description: 'Whether it costs nothing and never leaves this process.' })
  offline!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it takes batches: what is started with ECONOMY is then asked by one, else at once.',
  })
  takesBatches!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it can be called, by the installation’s key or the organization’s own.',
  })
  ready!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it cannot be called, or why its last call failed; null where the last one brought an answer.',
  })
  reason!: string | null;

  @Field(() => ProviderHealthReason, { nullable: true, description: 'The same, for programs.' })
  reasonCode!: ProviderHealthReason | null;

  @Field(() => ProviderCredential, { nullable: true, description: 'The organization’s own key for it.' })
  credential!: ProviderCredential | null;

  @Field(() => ModelCircuit, { nullable: true, description: 'The worst of its circuits; null while none was needed.' })
  circuit!: ModelCircuit | null;

  @Field(() => [ModelCircuit], { description: 'Circuits of its models, worst first; none while none was needed.' })
  circuits!: readonly ModelCircuit[];

  @Field(() => [ModelLimit], { description: 'Limits as stated; calls under an own key are counted apart.' })
  limits!: readonly ModelLimit[];

  @Field(() => ProviderFailure, { nullable: true, description: 'The last failure within a day.' })
  lastError!: ProviderFailure | null;

  @Field(() => ProviderCalls, { description: 'Calls of the organization within the minutes asked for.' })
  calls!: ProviderCalls;

  @Field(() => [ErrorCount], { description: 'Errors since midnight UTC, most frequent first.' })
  errorsToday!: readonly ErrorCount[];
}

@InputType({ description: 'The organization’s own key for a provider.' })
export class SetProviderCredentialInput {
  @Field(() => String, { description: 'Name of the provider.' })
  provider!: string;

  @Field(() => String, { description: 'The key. It is stored encrypted, used for calls, and never shown.' })
  credential!: string;
}

@InputType({ description: 'Which key to forget.' })
export class RemoveProviderCredentialInput {
  @Field(() => String, { description: 'Name of the provider.' })
  provider!: string;
}

@ObjectType({ description: 'Result of `setProviderCredential` and `removeProviderCredential`.' })
export class ProviderCredentialPayload {
  @Field(() => ModelProvider, { nullable: true, description: 'The provider after the change.' })
  modelProvider?: ModelProvider | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

/** A provider as the API shows it. */
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
