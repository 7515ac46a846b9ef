import { GraphQLDateTime } from 'graphql-scalars';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PromptVersionRow } from '../../src/prompts/prompt-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';

export enum PromptVersionStatus {
  DRAFT = 'DRAFT',
  IN_REVIEW = 'IN_REVIEW',
  PUBLISHED = 'PUBLISHED',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(PromptVersionStatus, {
  name: 'PromptVersionStatus',
  description: 'Where a prompt version is in its life.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Waiting for its review.' },
    PUBLISHED: { description: 'Fit for runs.' },
    ARCHIVED: { description: 'No longer offered; runs that used it keep it.' },
  },
});

@ObjectType({ implements: Node, description: 'An immutable version of a prompt.' })
export class PromptVersion extends Node implements Omit<PromptVersionRow, 'status'> {
  @Field(() => String, { description: 'Key of the prompt.' })
  readonly promptKey!: string;

  @Field(() => Int, { description: 'Number of the version.' })
  readonly number!: number;

  @Field(() => PromptVersionStatus, { description: 'Where it is in its life.' })
  readonly status!: PromptVersionStatus;

  @Field(() => String, { description: 'The instructions to the judge.' })
  readonly text!: string;

  @Field(() => String, { description: 'SHA-256 of the text, hex.' })
  readonly hash!: string;

  @Field(() => String, { description: 'What changed, in the words of its author.' })
  readonly commitMessage!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;
}

export const PromptVersionConnection = connectionOf<PromptVersionRow>('PromptVersion', () => PromptVersion);

@ObjectType({ description: 'A named prompt.' })
export class Prompt {
  @Field(() => String, { description: 'Its name for programs.' })
  key!: string;

  @Field(() => PromptVersion, { description: 'Its newest published version.' })
  published!: PromptVersionRow;
}

export const PromptConnection = connectionOf<Prompt>('Prompt', () => Prompt);

@InputType({ description: 'Which prompts.' })
export class PromptFilter {
  @Field(() => String, { nullable: true, description: 'Key of a prompt.' })
  key?: string | null;
}
