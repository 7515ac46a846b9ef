import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { QualityAction as Action, QualityIssueCode as IssueCode } from '../../src/transcripts/quality.js';
import { UserError } from '../user-error.type.js';
import { QualityAction, QualityIssueCode } from './quality.type.js';

@ObjectType({ description: 'What is done about an issue of quality.' })
export class QualityRule {
  @Field(() => QualityIssueCode, { description: 'The issue.' })
  issue!: IssueCode;

  @Field(() => QualityAction, { description: 'What is done about it.' })
  action!: Action;
}

@ObjectType({ description: 'What becomes of uploads.' })
export class IngestionPolicy {
  @Field(() => [QualityRule], { description: 'One rule for each issue that there is.' })
  quality!: readonly QualityRule[];

  @Field(() => Int, {
    nullable: true,
    description: "Largest file in bytes, where that is less than the product's own limit.",
  })
  maxFileBytes!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many transcripts may wait to be read.' })
  maxQueued!: number | null;
}

@InputType({ description: 'What to do about an issue of quality.' })
export class QualityRuleInput {
  @Field(() => QualityIssueCode, { description: 'The issue.' })
  issue!: IssueCode;

  @Field(() => QualityAction, { description: 'What to do about it.' })
  action!: Action;
}

@InputType({ description: 'What becomes of uploads from now on; what is left out stays.' })
export class SetIngestionPolicyInput {
  @Field(() => [QualityRuleInput], {
    nullable: true,
    description: 'All rules; an issue that is not among them is a warning.',
  })
  quality?: QualityRuleInput[] | null;

  @Field(() => Int, { nullable: true, description: 'Largest file in bytes; null for the limit of the product.' })
  maxFileBytes?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many transcripts may wait to be read; null for any number.' })
  maxQueued?: number | null;
}

@ObjectType({ description: 'Result of `setIngestionPolicy`.' })
export class SetIngestionPolicyPayload {
  @Field(() => IngestionPolicy, { nullable: true, description: 'The current policy.' })
  ingestionPolicy?: IngestionPolicy | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
