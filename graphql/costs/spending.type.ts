import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CostEstimate as Estimated } from '../../src/runs/run-cost-estimate.js';
import type { Spending as Spent, UsageRow } from '../../src/runs/run-cost-reads.js';
import { CostStatus } from '../runs/cost.type.js';
import { AttemptKind } from '../runs/run.type.js';

export enum EstimateMethod {
  TOKENIZER = 'TOKENIZER',
  CHARACTERS = 'CHARACTERS',
}
registerEnumType(EstimateMethod, {
  name: 'EstimateMethod',
  description: 'How tokens were estimated.',
  valuesConfig: {
    TOKENIZER: { description: 'By the model’s own tokenizer.' },
    CHARACTERS: { description: 'From the length of the text, about four characters to a token.' },
  },
});

@ObjectType({
  description:
    'What scoring would cost, with one call for each transcript; corrections and fallbacks come on top. Amounts are decimal US dollars.',
})
export class CostEstimate implements Estimated {
  @Field(() => Int, { description: 'Calls.' })
  calls!: number;

  @Field(() => Float, { description: 'Tokens of all prompts.' })
  inputTokens!: number;

  @Field(() => Float, { description: 'The most tokens that may be answered.' })
  outputTokensAtMost!: number;

  @Field(() => String, { nullable: true, description: 'Cost of the input alone; null where a price is not known.' })
  atLeast!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cost with all the output that may be answered; null where a price is not known.',
  })
  atMost!: string | null;

  @Field(() => CostStatus, { description: 'EXACT only where it is free.' })
  status!: `${CostStatus}`;

  @Field(() => EstimateMethod, { description: 'How tokens were estimated.' })
  method!: `${EstimateMethod}`;
}

@ObjectType({ description: 'What calls to models came to.' })
export class Spending implements Spent {
  @Field(() => Int, { description: 'Calls, those that failed too.' })
  calls!: number;

  @Field(() => String, { description: 'Decimal US dollars, of the calls whose cost is known.' })
  amount!: string;

  @Field(() => Int, { description: 'Answers whose cost is not known; it is on top of the amount.' })
  unpricedCalls!: number;

  @Field(() => Int, { description: 'Answers whose cost was reckoned by estimated tokens; it is in the amount.' })
  estimatedCalls!: number;
}

@ObjectType({ description: 'Calls to one model for one purpose on one day.' })
export class ModelUsage extends Spending implements UsageRow {
  @Field(() => String, { description: '`YYYY-MM-DD` in UTC.' })
  day!: string;

  @Field(() => String, { description: 'Model address, as answered.' })
  model!: string;

  @Field(() => AttemptKind, { description: 'What the calls were made for.' })
  purpose!: `${AttemptKind}`;

  @Field(() => Int, { description: 'Calls that brought no answer.' })
  failedCalls!: number;

  @Field(() => Float, { description: 'All input tokens.' })
  inputTokens!: number;

  @Field(() => Float, { description: 'Those of them that a cache held.' })
  cachedInputTokens!: number;

  @Field(() => Float, { description: 'Output tokens, hidden reasoning included.' })
  outputTokens!: number;
}

@InputType({ description: 'What to estimate the cost of.' })
export class EstimateCostInput {
  @Field(() => [ID], { description: 'Global ids of transcripts, 1 to 1,000.' })
  transcriptIds!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Key of the rubric; `spin` where left out.' })
  rubric?: string | null;

  @Field(() => String, { nullable: true, description: 'Model address of the judge; the usual one where left out.' })
  model?: string | null;
}
