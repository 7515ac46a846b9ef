import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ProviderBatchStatus {
  GATHERING = 'GATHERING',
  SUBMITTING = 'SUBMITTING',
  SUBMITTED = 'SUBMITTED',
  ENDED = 'ENDED',
  FAILED = 'FAILED',
}
registerEnumType(ProviderBatchStatus, {
  name: 'ProviderBatchStatus',
  description: "Where a provider's batch is. The last two are ends.",
  valuesConfig: {
    GATHERING: { description: 'Requests may still join.' },
    SUBMITTING: { description: 'On its way to the service.' },
    SUBMITTED: { description: 'The service has it.' },
    ENDED: { description: 'What it brought is stored; requests for which it brought nothing are called at once.' },
    FAILED: { description: 'The service did not take it, or cannot be asked for it; its requests are called at once.' },
  },
});

@ObjectType({ description: 'Requests to one model that go to a service together, for its price of batches.' })
export class ProviderBatch {
  @Field(() => String, { description: 'Name of the provider.' })
  provider!: string;

  @Field(() => String, { description: "The provider's own name of the model." })
  model!: string;

  @Field(() => ProviderBatchStatus, { description: 'Where it is.' })
  status!: ProviderBatchStatus;

  @Field(() => String, { nullable: true, description: "The service's name of it; null until it has it." })
  reference!: string | null;

  @Field(() => Int, { description: 'Requests in it; some may be of runs outside the batch.' })
  requests!: number;

  @Field(() => Int, { description: 'Those that it brought an answer for so far.' })
  answered!: number;

  @Field(() => GraphQLDateTime, { description: 'When its first request came.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the service got it.' })
  submittedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it is submitted, or the service is asked next how it stands; null once it has ended.',
  })
  nextLookAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, or ended early.' })
  errorMessage!: string | null;
}
