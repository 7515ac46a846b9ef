import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CostEstimate as Estimated } from '../../src/scoring/estimates/estimate-cost.js';
import type { Spending as Spent, UsageRow } from '../../src/runs/run-cost-reads.js';
import { CostStatus } from '../runs/cost.type.js';
import { AttemptKind } from '../runs/attempt.type.js';
import { Delivery } from '../runs/run-spec.type.js';

export enum EstimateMethod {
  TOKENIZER = 'TOKENIZER',
  CHARACTERS = 'CHARACTERS',
}
registerEnumType(EstimateMethod, {
  name: 'EstimateMethod',
  description: 'How tokens were estimated.',
  valuesConfig: {
    TOKENIZER: { description: 'By the model’s own tokenizer, from how the calls begin.' },
    CHARACTERS: { description: 'From the length of the text, about four characters to a token.' },
  },
});

@ObjectType({
  description:
    'What scoring would cost. A run asks the judge once; before it once for each part of a call that is too long for one request; then each member of a panel where it is asked; and the judge again in the share of runs that is scored several times. Corrections, repeats after failures and fallbacks come on top. Amounts are decimal US dollars; what has no known price makes them null, never less.',
})
export class CostEstimate implements Estimated {
  @Field(() => Int, {
    description:
      'Calls that are expected: 1 + parts + panel members × share + (times − 1) × share of repetition. The share of a panel for borderline answers is that of the last 200 runs, a quarter while fewer than 20 tell; a panel for contested runs is not expected.',
  })
  calls!: number;

  @Field(() => Int, {
    description:
      'Calls at most: every panel is asked and every run repeated; where the panel is for contested runs, each is contested once.',
  })
  callsAtMost!: number;

  @Field(() => Int, {
    description:
      'Scorings that would end FAILED with TRANSCRIPT_TOO_LONG before any call, by the estimated tokens: their models take too little at once, or they have more parts than are read. They cost nothing and are in none of the other figures.',
  })
  tooLong!: number;

  @Field(() => Float, { description: 'Tokens of the prompts of the calls that are expected.' })
  inputTokens!: number;

  @Field(() => Float, { description: 'The most tokens that may be answered, in as many calls as there are at most.' })
  outputTokensAtMost!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Cost of the input alone of the calls that are made in any case; null where a price is not known.',
  })
  atLeast!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cost of the calls that are expected, with answers as long as those of the last 200 runs were, a quarter of what they may be while fewer than 20 tell; null where a price is not known.',
  })
  expected!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cost of the calls at most, with all the output that may be answered; null where a price is not known.',
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

  @Field(() => Int, {
    description: 'Calls whose cost is not known, those among them that may be billed without an answer; it is on top.',
  })
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

  @Field(() => Delivery, {
    defaultValue: Delivery.IMMEDIATE,
    description:
      'How the judge is asked. What may come at most is by the usual price, since a batch may bring nothing.',
  })
  delivery!: Delivery;
}
