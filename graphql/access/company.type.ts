import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { CompanyRow } from '../../src/people/people-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { UserError } from '../user-error.type.js';

@ObjectType({ implements: Node, description: "The customer's organization." })
export class Company extends Node implements Omit<CompanyRow, 'mergedIntoId'> {
  @Field(() => String, { description: 'Name from uploads and transcripts, or as corrected.' })
  readonly name!: string;

  @Field(() => Boolean, { description: 'False while the company is known from uploads and transcripts only.' })
  readonly confirmed!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When it was first seen.' })
  readonly createdAt!: Date;
}

export const CompanyConnection = connectionOf<CompanyRow>('Company', () => Company);

@InputType({ description: 'Companies that are one.' })
export class MergeCompaniesInput {
  @Field(() => [ID], { description: 'Those to be merged, 1 to 100. They stay readable.' })
  from!: string[];

  @Field(() => ID, { description: 'The one that is left, with all calls.' })
  into!: string;
}

@InputType({ description: 'What to change of a company; what is left out stays.' })
export class UpdateCompanyInput {
  @Field(() => ID, { description: 'Global id of the company.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Name; uploads with the earlier one are still recognized.' })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: this is a company that we talk to.' })
  confirmed?: boolean | null;
}

@ObjectType({ description: 'Result of a mutation of a company.' })
export class CompanyPayload {
  @Field(() => Company, { nullable: true, description: 'The company; of a merge, the one that is left.' })
  company?: CompanyRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
