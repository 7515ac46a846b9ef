import { Field, InputType } from 'type-graphql';

/** Metadata of uploaded calls, one by one or in a file of many. */
@InputType({ description: 'Metadata of uploaded calls.' })
export abstract class CallFieldsInput {
  @Field(() => String, { nullable: true, description: 'Format, where detection should not choose.' })
  format?: string | null;

  @Field(() => String, { nullable: true, description: 'Name or label of the representative who speaks.' })
  rep?: string | null;

  @Field(() => String, { nullable: true, description: 'Name or label of the customer who speaks.' })
  customer?: string | null;

  @Field(() => String, { nullable: true, description: "The customer's company." })
  company?: string | null;

  @Field(() => String, { nullable: true, description: 'Title to show.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'Kind of call, e.g. `discovery`.' })
  callType?: string | null;

  @Field(() => String, { nullable: true, description: 'Its id in another system.' })
  externalRef?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether to score as soon as a call is ready.' })
  score!: boolean;

  @Field(() => String, { nullable: true, description: 'Key of the rubric to score by.' })
  rubric?: string | null;

  @Field(() => String, { nullable: true, description: 'Model address of the judge, e.g. `openai/gpt-5-mini`.' })
  model?: string | null;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}
