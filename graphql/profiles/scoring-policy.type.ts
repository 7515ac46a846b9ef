import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PolicyRow } from '../../src/profiles/policy-reads.js';
import { UserError } from '../user-error.type.js';
import { JudgingRules, OnInvalid, RedactionKind } from './judging-rules.type.js';

export enum ScoringMode {
  AUTO = 'AUTO',
  SYNC = 'SYNC',
  ASYNC = 'ASYNC',
}
registerEnumType(ScoringMode, {
  name: 'ScoringMode',
  description: 'Whether a call is scored while its caller waits.',
  valuesConfig: {
    AUTO: { description: 'While waiting, for short calls and while the queue is not under pressure.' },
    SYNC: { description: 'While waiting.' },
    ASYNC: { description: 'Later; the caller follows the run.' },
  },
});

export enum PanelWhen {
  BORDERLINE = 'BORDERLINE',
  CONTESTED = 'CONTESTED',
}
registerEnumType(PanelWhen, {
  name: 'PanelWhen',
  description: 'When a panel judges.',
  valuesConfig: {
    BORDERLINE: { description: 'Where the first judge is unsure, or far from the baseline.' },
    CONTESTED: { description: 'Only on request.' },
  },
});

@ObjectType({ description: 'Several models judge, and the median of each dimension counts.' })
export class PanelPolicy {
  @Field(() => [String], { description: 'Model addresses beside the judge.' })
  models!: readonly string[];

  @Field(() => PanelWhen, { description: 'When it judges.' })
  when!: `${PanelWhen}`;

  @Field(() => [Float], {
    description: 'Overall scores that trigger an action: a run close to one of them is borderline.',
  })
  thresholds?: readonly number[];
}

@ObjectType({
  description:
    'How an organization wants its calls scored. A version never changes; a run keeps the version it started with.',
})
export class ScoringPolicy extends JudgingRules implements PolicyRow {
  @Field(() => Int, { description: 'Number of the version; 0 for the defaults.' })
  version!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was set; null for the defaults.' })
  createdAt!: Date | null;

  @Field(() => ScoringMode, { description: 'Whether a call is scored while its caller waits.' })
  mode!: `${ScoringMode}`;

  @Field(() => Int, { description: 'With AUTO, calls with more turns are not waited for.' })
  asyncAboveTurns!: number;

  @Field(() => [String], { description: 'Models that are asked in turn where the judge gives no valid answer.' })
  fallbackModels!: readonly string[];

  @Field(() => GraphQLJSONObject, {
    description: "Options of validators by their name: the organization's own rules under `organization-rules`.",
  })
  validatorOptions!: PolicyRow['validatorOptions'];

  @Field(() => PanelPolicy, { nullable: true, description: 'Panel of judges; null for none.' })
  panel!: PolicyRow['panel'];

  @Field(() => Boolean, {
    description: 'Whether the stored result of the same question is taken instead of asking again.',
  })
  reuse!: boolean;
}

@InputType({ description: 'A panel of judges.' })
export class PanelInput {
  @Field(() => [String], { description: 'Model addresses beside the judge, 2 to 4.' })
  models!: string[];

  @Field(() => PanelWhen, { defaultValue: PanelWhen.BORDERLINE, description: 'When it judges.' })
  when!: PanelWhen;

  @Field(() => [Float], {
    defaultValue: [],
    description:
      "Overall scores, on the rubric's scale, that trigger an action, at most 10: a run within 0.25 is borderline.",
  })
  thresholds!: number[];
}

@InputType({ description: 'Repeated scoring.' })
export class RepeatInput {
  @Field(() => Float, { description: 'Share of the runs, 0 to 1.' })
  share!: number;

  @Field(() => Int, { description: 'Scorings of such a run in all, 2 to 5.' })
  times!: number;
}

@InputType({ description: 'Changes to the scoring policy; what is left out stays as it is.' })
export class SetScoringPolicyInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Version that the change is based on; refused as CONFLICT if another one is current.',
  })
  expectedVersion?: number | null;

  @Field(() => ScoringMode, { nullable: true, description: 'Whether a call is scored while its caller waits.' })
  mode?: ScoringMode | null;

  @Field(() => Int, { nullable: true, description: 'With AUTO, calls with more turns are not waited for.' })
  asyncAboveTurns?: number | null;

  @Field(() => Int, { nullable: true, description: 'How often a failed answer is sent back, 0 to 2.' })
  corrections?: number | null;

  @Field(() => [String], { nullable: true, description: 'Model addresses that step in, in their order, at most 2.' })
  fallbackModels?: string[] | null;

  @Field(() => OnInvalid, { nullable: true, description: 'How a run ends that no model answered validly.' })
  onInvalid?: OnInvalid | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "Options of validators by their name, each as the validator's own schema has it; replaces them all.",
  })
  validatorOptions?: PolicyRow['validatorOptions'] | null;

  @Field(() => PanelInput, { nullable: true, description: 'Panel of judges; null ends it.' })
  panel?: PanelInput | null;

  @Field(() => RepeatInput, { nullable: true, description: 'Repeated scoring; null ends it.' })
  repeat?: RepeatInput | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether stored results are taken instead of asking again.' })
  reuse?: boolean | null;

  @Field(() => [RedactionKind], {
    nullable: true,
    description: 'What is masked before a transcript leaves for a model.',
  })
  redact?: RedactionKind[] | null;
}

@ObjectType({ description: 'Result of `setScoringPolicy`.' })
export class SetScoringPolicyPayload {
  @Field(() => ScoringPolicy, { nullable: true, description: 'The current policy.' })
  scoringPolicy?: PolicyRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
