import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Usage as PluginUsage } from '../../src/plugin-api/index.js';
import { Delivery } from './run-spec.type.js';
import type { Violation as StoredViolation } from '../../src/runs/violation.js';

export enum AttemptKind {
  FIRST = 'FIRST',
  CORRECTION = 'CORRECTION',
  FALLBACK = 'FALLBACK',
  EXTRACTION = 'EXTRACTION',
  PANEL = 'PANEL',
  SAMPLE = 'SAMPLE',
}
registerEnumType(AttemptKind, {
  name: 'AttemptKind',
  description: 'Why a model was called.',
  valuesConfig: {
    FIRST: { description: 'The question itself.' },
    CORRECTION: { description: 'The answer had failed its checks.' },
    FALLBACK: { description: 'Another model stepped in.' },
    EXTRACTION: { description: 'Evidence was collected from a part of a long call.' },
    PANEL: { description: 'The same question to another judge of the panel.' },
    SAMPLE: { description: 'The same question once more, to see how stable the answer is.' },
  },
});

export enum AttemptStatus {
  STARTED = 'STARTED',
  PENDING = 'PENDING',
  ANSWERED = 'ANSWERED',
  ERROR = 'ERROR',
  HELD_BACK = 'HELD_BACK',
  LOST = 'LOST',
}
registerEnumType(AttemptStatus, {
  name: 'AttemptStatus',
  description: 'How a call to a model went.',
  valuesConfig: {
    STARTED: { description: 'Under way.' },
    PENDING: { description: "Its request goes by a provider's batch, and its answer is waited for." },
    ANSWERED: { description: 'Answered; the answer is stored.' },
    ERROR: { description: 'Failed.' },
    HELD_BACK: {
      description: 'Not made: a limit, the circuit breaker or a budget stood before it, or its run ended first.',
    },
    LOST: { description: 'Its worker died before the answer was stored.' },
  },
});

@ObjectType({ description: 'Tokens in disjoint buckets.' })
export class Usage implements PluginUsage {
  @Field(() => Int, { description: 'Input that no cache held.' })
  inputUncached!: number;

  @Field(() => Int, { description: 'Input read from a cache.' })
  inputCacheRead!: number;

  @Field(() => Int, { description: 'Input written to a cache.' })
  inputCacheWrite!: number;

  @Field(() => Int, { description: 'Output that is the answer.' })
  outputText!: number;

  @Field(() => Int, { description: 'Output that is hidden reasoning.' })
  outputReasoning!: number;
}

@ObjectType({ description: 'What one of several answers gives a dimension.' })
export class AnswerScore {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Float, { nullable: true, description: "On the rubric's scale; null where the answer gives no score." })
  score!: number | null;
}

@ObjectType({ description: 'One call to a model.' })
export class Attempt {
  @Field(() => Int, { description: 'Number within the run, from 1.' })
  number!: number;

  @Field(() => AttemptKind, { description: 'Why it was made.' })
  kind!: AttemptKind;

  @Field(() => Int, {
    nullable: true,
    description:
      "Which part of a long call, member of the panel or repetition, from 1; null for the judge's own answers.",
  })
  part!: number | null;

  @Field(() => AttemptStatus, { description: 'How it went.' })
  status!: AttemptStatus;

  @Field(() => Delivery, { description: "ECONOMY where it goes by a provider's batch." })
  delivery!: Delivery;

  @Field(() => String, {
    nullable: true,
    description: 'Tier by which the service bills it, as it answered, e.g. `batch`; null for the usual one.',
  })
  serviceTier!: string | null;

  @Field(() => String, { description: 'Model address that was asked.' })
  modelAsked!: string;

  @Field(() => String, { nullable: true, description: 'Model that answered, in the words of the provider.' })
  modelUsed!: string | null;

  @Field(() => Int, { nullable: true, description: 'From request to answer, in ms; null where it came by a batch.' })
  latencyMs!: number | null;

  @Field(() => Usage, { nullable: true, description: 'Tokens.' })
  usage!: Usage | null;

  @Field(() => String, { nullable: true, description: 'Why the model stopped.' })
  finishReason!: string | null;

  @Field(() => String, { nullable: true, description: 'The answer as it came.' })
  rawOutput!: string | null;

  @Field(() => [Violation], { description: 'What the checks found in it.' })
  violations!: readonly Violation[];

  @Field(() => [AnswerScore], {
    description: 'What the answer scores, where several answers to the question were taken; empty elsewhere.',
  })
  scores!: readonly AnswerScore[];

  @Field(() => String, { nullable: true, description: "The provider's id of the request." })
  providerRequestId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The service's mark of the configuration behind the answer: where it changes, so may answers.",
  })
  systemFingerprint!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the schema that the answer had to fit, as canonical JSON; null for calls older than that.',
  })
  schemaHash!: string | null;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt!: Date;
}

export enum Severity {
  ERROR = 'error',
  WARNING = 'warning',
}
registerEnumType(Severity, {
  name: 'Severity',
  description: 'How bad a violation is.',
  valuesConfig: {
    ERROR: { description: 'Invalidates the answer unless it was repaired.' },
    WARNING: { description: 'Worth knowing.' },
  },
});

@ObjectType({ description: 'What a check found in an answer.' })
export class Violation implements Omit<StoredViolation, 'severity'> {
  @Field(() => Severity, { description: 'How bad it is.' })
  severity!: Severity;

  @Field(() => String, { description: 'Which rule, as `plugin/CODE`.' })
  code!: string;

  @Field(() => String, { description: 'JSON pointer into the answer.' })
  path!: string;

  @Field(() => String, { description: 'What was wrong.' })
  message!: string;

  @Field(() => Boolean, { description: 'Whether the answer was changed so that it obeys the rule.' })
  repaired!: boolean;
}
