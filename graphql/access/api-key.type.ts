import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { UserError } from '../user-error.type.js';
import type { ApiKeyRow } from '../../src/access/api-keys.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { KeyRole } from './viewer.type.js';

@ObjectType({
  implements: Node,
  description: 'A key to the API. The key itself is shown once, when it is created. Seen with role ADMIN only.',
})
export class ApiKey extends Node {
  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => String, { description: 'Its first characters, to recognize it.' })
  prefix!: string;

  @Field(() => KeyRole, { description: 'What its holder may do.' })
  role!: KeyRole;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on it is refused; null for never.' })
  expiresAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;
}

export const ApiKeyConnection = connectionOf<ApiKeyRow>('ApiKey', () => ApiKey);

@InputType({ description: 'A new API key.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => KeyRole, { description: 'What its holder may do.' })
  role!: KeyRole;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on it is refused; never, where left out.' })
  expiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The same key with the same input returns the first result, then without the secret.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which API key to end.' })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: 'Global id of the key.' })
  id!: string;
}

@ObjectType({ description: 'Result of `createApiKey`.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The new key, without its secret.' })
  apiKey?: ApiKeyRow | null;

  @Field(() => String, { nullable: true, description: 'The key itself. It is shown here, once, and kept nowhere.' })
  key?: string | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

@ObjectType({ description: 'Result of `revokeApiKey`.' })
export class RevokeApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The revoked key.' })
  apiKey?: ApiKeyRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
