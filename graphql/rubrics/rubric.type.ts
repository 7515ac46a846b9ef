import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RubricVersionRow } from '../../src/rubrics/rubric-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';

@ObjectType({ description: 'Range of a score.' })
export class Scale {
  @Field(() => Float, { description: 'Lowest score.' })
  min!: number;

  @Field(() => Float, { description: 'Highest score.' })
  max!: number;

  @Field(() => Float, { description: 'Distance between two scores.' })
  step!: number;
}

@ObjectType({ description: 'Which calls a rubric is for.' })
export class Applicability {
  @Field(() => [String], { description: 'Kinds of calls.' })
  callTypes!: readonly string[];

  @Field(() => Int, { description: 'How many questions the representative must ask.' })
  minRepQuestions!: number;

  @Field(() => Int, { description: 'How many turns the customer must have.' })
  minCustomerTurns!: number;
}

@ObjectType({ description: 'Text that fixes a level of a dimension.' })
export class Anchor {
  @Field(() => Float, { description: 'The level.' })
  score!: number;

  @Field(() => String, { description: 'What it takes.' })
  text!: string;
}

@ObjectType({ description: 'How much evidence a score needs.' })
export class EvidenceFloor {
  @Field(() => Float, { description: 'From this score upwards.' })
  min!: number;

  @Field(() => Int, { name: 'repQuestions', description: 'Questions by the representative that must be cited.' })
  rep_question?: number;

  @Field(() => Int, { name: 'customerResponses', description: 'Answers by the customer that must be cited.' })
  customer_response?: number;
}

export enum DimensionSpeaker {
  REP = 'rep',
  CUSTOMER = 'customer',
  EITHER = 'either',
}
registerEnumType(DimensionSpeaker, {
  name: 'DimensionSpeaker',
  description: 'Whose turns a dimension looks at.',
  valuesConfig: {
    REP: { description: 'The representative.' },
    CUSTOMER: { description: 'The customer.' },
    EITHER: { description: 'Both.' },
  },
});

@ObjectType({ description: 'One scored aspect of a call.' })
export class RubricDimension {
  @Field(() => String, { description: 'Its name for programs.' })
  key!: string;

  @Field(() => String, { description: 'Its name for people.' })
  name!: string;

  @Field(() => Float, { description: 'Its weight in the overall score.' })
  weight!: number;

  @Field(() => String, { description: 'What it is about.' })
  definition!: string;

  @Field(() => DimensionSpeaker, { description: 'Whose turns it looks at.' })
  speaker!: DimensionSpeaker;

  @Field(() => [Anchor], { description: 'What each level takes.' })
  anchors!: readonly Anchor[];

  @Field(() => [EvidenceFloor], { name: 'evidenceFloors', description: 'How much evidence a score needs.' })
  evidenceFloor!: readonly EvidenceFloor[];
}

@ObjectType({ implements: Node, description: 'What good looks like: an immutable version of a rubric.' })
export class RubricVersion extends Node implements Pick<RubricVersionRow, 'key' | 'version' | 'name' | 'hash'> {
  @Field(() => String, { description: 'Key of the rubric, e.g. `spin`.' })
  readonly key!: string;

  @Field(() => Int, { description: 'Number of the version.' })
  readonly version!: number;

  @Field(() => String, { description: 'Name of the rubric.' })
  readonly name!: string;

  @Field(() => String, { description: 'SHA-256 of its content, hex.' })
  readonly hash!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was entered.' })
  readonly createdAt!: Date;
}

export const RubricVersionConnection = connectionOf<RubricVersionRow>('RubricVersion', () => RubricVersion);

@InputType({ description: 'Which rubrics.' })
export class RubricFilter {
  @Field(() => String, { nullable: true, description: 'Key of a rubric.' })
  key?: string | null;
}
