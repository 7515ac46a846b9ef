import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import type { CompanyRow } from '../../src/access/access-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';

@ObjectType({ implements: Node, description: "The customer's organization." })
export class Company extends Node implements CompanyRow {
  @Field(() => String, { description: 'Name as uploads and transcripts have it.' })
  readonly name!: string;

  @Field(() => Boolean, { description: 'False while the company is known from uploads and transcripts only.' })
  readonly confirmed!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When it was first seen.' })
  readonly createdAt!: Date;
}

export const CompanyConnection = connectionOf<CompanyRow>('Company', () => Company);
