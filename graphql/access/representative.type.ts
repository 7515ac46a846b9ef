import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { RepresentativeRow } from '../../src/people/people-reads.js';
import { connectionOf, OrderDirection } from '../connection.js';
import { Node } from '../node/node.type.js';
import { UserError } from '../user-error.type.js';

@ObjectType({ implements: Node, description: 'Our salesperson, whose calls are scored.' })
export class Representative extends Node implements Omit<RepresentativeRow, 'mergedIntoId'> {
  @Field(() => String, { description: 'Name from transcripts, or as corrected.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address, where one is known.' })
  readonly email!: string | null;

  @Field(() => Boolean, { description: 'False while the person is known from transcripts only.' })
  readonly confirmed!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When the person was first seen.' })
  readonly createdAt!: Date;
}

export const RepresentativeConnection = connectionOf<RepresentativeRow>('Representative', () => Representative);

export enum NamedOrderField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(NamedOrderField, {
  name: 'NamedOrderField',
  description: 'What a list of people or companies is ordered by.',
  valuesConfig: { NAME: { description: 'By name.' }, CREATED_AT: { description: 'By when it was first seen.' } },
});

@InputType({ description: 'Order of a list of people or companies.' })
export class NamedOrder {
  @Field(() => NamedOrderField, { defaultValue: NamedOrderField.NAME, description: 'By what.' })
  field!: NamedOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which way.' })
  direction!: OrderDirection;
}

@InputType({ description: 'Which people or companies.' })
export class NamedFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, case aside.' })
  search?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: only those known from uploads and transcripts; true: only confirmed ones.',
  })
  confirmed?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True lists those that were merged into others too.' })
  includeMerged?: boolean | null;
}

@InputType({ description: 'Representatives who are one person.' })
export class MergeRepresentativesInput {
  @Field(() => [ID], { description: 'Those to be merged, 1 to 100. They stay readable.' })
  from!: string[];

  @Field(() => ID, { description: 'Who is left, with all calls and scores.' })
  into!: string;
}

@InputType({ description: 'What to change of a representative; what is left out stays.' })
export class UpdateRepresentativeInput {
  @Field(() => ID, { description: 'Global id of the representative.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Name; transcripts with the earlier one are still recognized.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address; null takes it away.' })
  email?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: this is a person of ours.' })
  confirmed?: boolean | null;
}

@ObjectType({ description: 'Result of a mutation of a representative.' })
export class RepresentativePayload {
  @Field(() => Representative, { nullable: true, description: 'The representative; of a merge, who is left.' })
  representative?: RepresentativeRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
