import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { AppliedGate as StoredGate } from '../../src/rubrics/overall-score.js';
import type { RubricVersionRow } from '../../src/rubrics/rubric-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { EvidenceKind } from '../runs/outcome.type.js';
import {
  type EvidenceFloor as StoredFloor,
  evidenceKindsOf,
  type RubricDimension as StoredDimension,
} from '../../src/plugin-api/index.js';

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
  @Field(() => [String], {
    description: 'Kinds of calls, for all of them where empty. A call of another kind ends Unscored, NOT_APPLICABLE.',
  })
  callTypes!: readonly string[];

  @Field(() => Int, { description: 'How many questions a representative must ask who has fewer than five turns.' })
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

  @Field(() => Int, { description: 'Questions by the representative that must be cited.' })
  repQuestions!: number;

  @Field(() => Int, { description: 'Statements by the representative that must be cited.' })
  repStatements!: number;

  @Field(() => Int, { description: 'Answers by the customer that must be cited.' })
  customerResponses!: number;

  @Field(() => Int, { description: 'How many of these answers must contain a number.' })
  customerResponsesWithNumber!: number;

  @Field(() => Int, { description: 'Pieces of evidence of whatever kind; missed opportunities do not count.' })
  anyKind!: number;
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

export enum RubricUnit {
  CALL = 'call',
  DEAL = 'deal',
  LEAD = 'lead',
}
registerEnumType(RubricUnit, {
  name: 'RubricUnit',
  description: 'What a rubric is about.',
  valuesConfig: {
    CALL: { description: 'How a call was conducted.' },
    DEAL: { description: 'A deal: a run scores the evidence that its one call gives.' },
    LEAD: { description: 'A lead: a run scores the evidence that its one call gives.' },
  },
});

@ObjectType({ description: 'What looks like the dimension and is not.' })
export class Counterexample {
  @Field(() => String, { description: 'The words.' })
  text!: string;

  @Field(() => String, { description: 'Key of the dimension that they belong to, or `none`.' })
  belongsTo!: string;
}

@ObjectType({ description: 'Holds the overall down while a dimension that everything rests on scores too low.' })
export class RubricGate {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Float, { description: 'From this score on the gate is open.' })
  min!: number;

  @Field(() => Float, { description: 'The most that the overall can be while it is closed.' })
  cap!: number;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@ObjectType({ description: 'A closed gate that holds the overall of a run down.' })
export class AppliedGate extends RubricGate implements StoredGate {
  @Field(() => Float, { description: 'What the overall would be without any gate.' })
  ungated!: number;
}

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

  @Field(() => [EvidenceKind], { description: 'What may be cited for it.' })
  evidenceKinds!: readonly EvidenceKind[];

  @Field(() => [Anchor], { description: 'What each level takes.' })
  anchors!: readonly Anchor[];

  @Field(() => [EvidenceFloor], { description: 'How much evidence a score needs.' })
  evidenceFloors!: readonly EvidenceFloor[];

  @Field(() => [String], { description: 'Words that show it.' })
  positiveExamples!: readonly string[];

  @Field(() => [Counterexample], { description: 'Words that are easily taken for it.' })
  negativeExamples!: readonly Counterexample[];

  @Field(() => [String], { description: 'Kinds of calls that have a place for it, all of them where empty.' })
  callTypes!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'When a judge may answer that it does not apply; null where it may not.',
  })
  notApplicableWhen!: string | null;
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

const asFloor = (floor: StoredFloor): EvidenceFloor => ({
  min: floor.min,
  repQuestions: floor.rep_question ?? 0,
  repStatements: floor.rep_statement ?? 0,
  customerResponses: floor.customer_response ?? 0,
  customerResponsesWithNumber: floor.customer_response_with_number ?? 0,
  anyKind: floor.any_kind ?? 0,
});

/** A dimension as the API shows it: what a rubric leaves out has its meaning spelled out. */
export const asDimension = (dimension: StoredDimension): RubricDimension => ({
  ...dimension,
  speaker: dimension.speaker as DimensionSpeaker,
  evidenceKinds: evidenceKindsOf(dimension) as readonly EvidenceKind[],
  evidenceFloors: dimension.evidenceFloor.map(asFloor),
  callTypes: dimension.callTypes ?? [],
  notApplicableWhen: dimension.notApplicableWhen ?? null,
});
