import { GraphQLDateTime } from 'graphql-scalars';
import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { RepresentativeRow } from '../../src/access/access-reads.js';
import { connectionOf, OrderDirection } from '../connection.js';
import { Node } from '../node/node.type.js';

@ObjectType({ implements: Node, description: 'Our salesperson, whose calls are scored.' })
export class Representative extends Node implements RepresentativeRow {
  @Field(() => String, { description: 'Name as the transcripts have it.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address, where a transcript named one.' })
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
}
