import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Usage as PluginUsage } from '../../src/plugin-api/index.js';
import type { RunRow } from '../../src/runs/run-reads.js';
import type { DimensionBand as StoredBand, Stability as StoredStability } from '../../src/runs/stability.js';
import type { Violation as StoredViolation } from '../../src/runs/violation.js';
import { connectionOf, OrderDirection } from '../connection.js';
import { Node } from '../node/node.type.js';
import { Delivery, RunWait } from './delivery.type.js';

export enum RunStatus {
  QUEUED = 'QUEUED',
  SCORING = 'SCORING',
  VALIDATING = 'VALIDATING',
  CORRECTING = 'CORRECTING',
  SCORED = 'SCORED',
  INVALID = 'INVALID',
  NEEDS_REVIEW = 'NEEDS_REVIEW',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(RunStatus, {
  name: 'RunStatus',
  description: 'Where a run is. The last five are ends.',
  valuesConfig: {
    QUEUED: { description: 'Waiting for a worker.' },
    SCORING: { description: 'The judge is being asked.' },
    VALIDATING: { description: 'Its answer is being checked.' },
    CORRECTING: { description: 'It is being asked again, with what was wrong.' },
    SCORED: { description: 'Ended with proven results; each dimension is scored or says why not.' },
    INVALID: { description: "Ended without scores: the judge's answer failed its checks." },
    NEEDS_REVIEW: { description: 'Ended without scores; a person must look.' },
    FAILED: { description: 'Ended without scores: the judge could not be asked. Never a low score.' },
    CANCELLED: { description: 'Ended by a person.' },
  },
});

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

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt!: Date;
}

@ObjectType({ description: 'The plain record from which a run can be done again.' })
export class RunSpec {
  @Field(() => String, { description: 'Evaluator.' })
  evaluator!: string;

  @Field(() => Int, { description: 'Its version; scores of two versions are not comparable.' })
  evaluatorVersion!: number;

  @Field(() => String, { description: 'Model address of the judge.' })
  model!: string;

  @Field(() => Float, { description: 'Sampling temperature asked for.' })
  temperature!: number;

  @Field(() => Int, { nullable: true, description: 'Sampling seed asked for.' })
  seed!: number | null;

  @Field(() => Int, { description: 'Output limit in tokens.' })
  maxOutputTokens!: number;

  @Field(() => Int, { description: 'How often a failed answer is sent back.' })
  corrections!: number;

  @Field(() => [String], { description: 'Models that step in where the judge gives no valid answer, in their order.' })
  fallbacks!: readonly string[];

  @Field(() => String, { description: 'How it ends without a valid answer: INVALID or NEEDS_REVIEW.' })
  onInvalid!: string;
}

@ObjectType({ description: 'Something done well.' })
export class Strength {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => String, { description: 'What.' })
  text!: string;
}

export enum Priority {
  HIGH = 'high',
  MEDIUM = 'medium',
  LOW = 'low',
}
registerEnumType(Priority, {
  name: 'Priority',
  description: 'What to work on first.',
  valuesConfig: { HIGH: { description: 'First.' }, MEDIUM: { description: 'Next.' }, LOW: { description: 'Later.' } },
});

@ObjectType({ description: 'Something to do better, with an example.' })
export class Improvement {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Priority, { description: 'How much it matters.' })
  priority!: Priority;

  @Field(() => String, { description: 'What to do.' })
  advice!: string;

  @Field(() => Int, { nullable: true, name: 'turn', description: 'Turn of the original words, where there are any.' })
  turn_index!: number | null;

  @Field(() => String, { nullable: true, name: 'original', description: 'What was said.' })
  original_quote!: string | null;

  @Field(() => String, { name: 'rewrite', description: 'What would have been better.' })
  example_rewrite!: string;
}

@ObjectType({ description: 'What the representative can take from the call.' })
export class Coaching {
  @Field(() => String, { description: 'In short.' })
  summary!: string;

  @Field(() => [Strength], { description: 'What was done well.' })
  strengths!: readonly Strength[];

  @Field(() => [Improvement], { description: 'What to do better.' })
  improvements!: readonly Improvement[];
}

@ObjectType({ description: 'What repeated scorings gave a dimension.' })
export class DimensionBand implements StoredBand {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Float, { nullable: true, description: 'Lowest score; null where no scoring gave one.' })
  min!: number | null;

  @Field(() => Float, { nullable: true, description: 'Highest score.' })
  max!: number | null;

  @Field(() => Int, { description: 'Scorings that gave none.' })
  unscored!: number;
}

@ObjectType({ description: 'How much the scores move when the same model is asked the same again.' })
export class Stability implements StoredStability {
  @Field(() => Boolean, {
    description:
      'Every dimension within 1 point and always scored or never, the overall within 0.5, every answer valid.',
  })
  stable!: boolean;

  @Field(() => Int, { description: "Scorings compared, the run's own included." })
  samples!: number;

  @Field(() => Int, { description: 'Further scorings that brought no valid answer.' })
  invalid!: number;

  @Field(() => [DimensionBand], { description: 'What they gave each dimension, in the order of the rubric.' })
  bands!: readonly DimensionBand[];

  @Field(() => Float, { nullable: true, description: 'Lowest overall; null where no scoring gave one.' })
  overallMin!: number | null;

  @Field(() => Float, { nullable: true, description: 'Highest overall.' })
  overallMax!: number | null;
}

@ObjectType({ implements: Node, description: 'One scoring of one transcript by one spec.' })
export class Run extends Node {
  @Field(() => RunStatus, { description: 'Where it is.' })
  readonly status!: RunStatus;

  @Field(() => RunWait, {
    nullable: true,
    description: 'What it waits for while nobody works on it; null where somebody does, is about to, or it has ended.',
  })
  readonly waitingFor!: RunWait | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Speaker label of who was scored, as on the transcript; null where nobody is known as a representative.',
  })
  readonly subjectLabel!: string | null;

  @Field(() => String, { description: 'Model address of the judge that was asked for.' })
  readonly model!: string;

  @Field(() => String, {
    nullable: true,
    description: "Who gave the answer in force, as `provider/model` in the provider's words; null where nobody did.",
  })
  readonly modelUsed!: string | null;

  @Field(() => Boolean, { description: 'Whether the scores are by a fallback model, which stepped in for the judge.' })
  readonly fallbackUsed!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Parts in which a long call was read before it was judged; null where it was judged whole.',
  })
  readonly chunkCount!: number | null;

  @Field(() => Stability, {
    nullable: true,
    description: 'How stable its scores are, where they were taken again; null elsewhere, and until that is known.',
  })
  readonly stability!: Stability | null;

  @Field(() => Coaching, { nullable: true, description: 'What the representative can take from it.' })
  readonly coaching!: Coaching | null;

  @Field(() => [String], {
    description:
      'What a reader of the scores should know, e.g. `SHORT_CALL`, `INJECTION_SUSPECTED`, `OFFLINE_BASELINE`.',
  })
  readonly flags!: readonly string[];

  @Field(() => [Violation], { description: 'What the checks found in the answer in force.' })
  readonly violations!: readonly Violation[];

  @Field(() => Int, { nullable: true, description: 'From the first claim by a worker to the end, in ms.' })
  readonly latencyMs!: number | null;

  @Field(() => GraphQLDateTime, { description: 'When the call took place, else when it was uploaded.' })
  readonly callAt!: Date;

  @Field(() => GraphQLDateTime, { description: 'When the run was queued.' })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When a worker first took it.' })
  readonly startedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended.' })
  readonly endedAt!: Date | null;
}

export const RunConnection = connectionOf<RunRow>('Run', () => Run);

export enum RunOrderField {
  CREATED_AT = 'CREATED_AT',
  CALL_AT = 'CALL_AT',
}
registerEnumType(RunOrderField, {
  name: 'RunOrderField',
  description: 'What a list of runs is ordered by.',
  valuesConfig: {
    CREATED_AT: { description: 'By when it was queued.' },
    CALL_AT: { description: 'By when the call took place.' },
  },
});

@InputType({ description: 'Order of a list of runs.' })
export class RunOrder {
  @Field(() => RunOrderField, { defaultValue: RunOrderField.CREATED_AT, description: 'By what.' })
  field!: RunOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Which way.' })
  direction!: OrderDirection;
}

@InputType({ description: 'Which runs; all conditions must hold.' })
export class RunFilter {
  @Field(() => [RunStatus], { nullable: true, description: 'In one of these states.' })
  status?: RunStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of this transcript.' })
  transcriptId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this batch.' })
  batchId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this representative.' })
  representativeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this company.' })
  companyId?: string | null;

  @Field(() => String, { nullable: true, description: 'By this model address.' })
  model?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True leaves out runs whose scores are by a fallback model.' })
  excludeFallback?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'False leaves out runs that a newer one superseded.' })
  includeSuperseded?: boolean | null;
}
