import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { UserError } from '../user-error.type.js';
import { KeyRole } from './viewer.type.js';

@ObjectType({ description: 'A key to the API. The key itself is shown once, when it is created.' })
export class ApiKey {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => String, { description: 'Its first characters, to recognize it.' })
  prefix!: string;

  @Field(() => KeyRole, { description: 'What its holder may do.' })
  role!: KeyRole;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on it is refused.' })
  expiresAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;
}

@InputType({ description: 'A new API key.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => KeyRole, { description: 'What its holder may do.' })
  role!: KeyRole;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on it is refused; never, where left out.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'Which API key to end.' })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: 'Global id of the key.' })
  id!: string;
}

@ObjectType({ description: 'Result of `createApiKey`.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The new key, without its secret.' })
  apiKey?: ApiKey | null;

  @Field(() => String, { nullable: true, description: 'The key itself. It is shown here and never again.' })
  key?: string | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

@ObjectType({ description: 'Result of `revokeApiKey`.' })
export class RevokeApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The revoked key.' })
  apiKey?: ApiKey | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
