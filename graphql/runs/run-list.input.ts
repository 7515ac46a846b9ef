import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { OrderDirection } from '../connection.js';
import { RunStatus } from './run.type.js';

export enum RunOrderField {
  CREATED_AT = 'CREATED_AT',
  CALL_AT = 'CALL_AT',
  OVERALL = 'OVERALL',
}
registerEnumType(RunOrderField, {
  name: 'RunOrderField',
  description: 'What a list of runs is ordered by.',
  valuesConfig: {
    CREATED_AT: { description: 'By when it was queued.' },
    CALL_AT: { description: 'By when the call took place.' },
    OVERALL: { description: 'By overall score, as a share of its scale; runs without one are left out.' },
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

  @Field(() => String, { nullable: true, description: 'By the rubric of this key.' })
  rubric?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Of calls at this time or later.' })
  from?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Of calls before this time.' })
  to?: Date | null;
}
