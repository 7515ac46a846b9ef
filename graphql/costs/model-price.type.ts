import { GraphQLDateTime } from 'graphql-scalars';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ModelPriceRow } from '../../src/costs/prices/price-reads.js';
import { UserError } from '../user-error.type.js';

export enum TokenBucket {
  INPUT_UNCACHED = 'INPUT_UNCACHED',
  INPUT_CACHE_READ = 'INPUT_CACHE_READ',
  INPUT_CACHE_WRITE = 'INPUT_CACHE_WRITE',
  OUTPUT_TEXT = 'OUTPUT_TEXT',
  OUTPUT_REASONING = 'OUTPUT_REASONING',
}
registerEnumType(TokenBucket, {
  name: 'TokenBucket',
  description: 'What tokens are priced by; no token is in two of them.',
  valuesConfig: {
    INPUT_UNCACHED: { description: 'Input that no cache held.' },
    INPUT_CACHE_READ: { description: 'Input read from a cache.' },
    INPUT_CACHE_WRITE: { description: 'Input written to a cache.' },
    OUTPUT_TEXT: { description: 'Output that can be seen.' },
    OUTPUT_REASONING: { description: 'Hidden reasoning.' },
  },
});

@ObjectType({ description: 'Price of the tokens of one bucket of a model, for a time.' })
export class ModelPrice implements ModelPriceRow {
  @Field(() => Boolean, { description: 'Whether the organization stated it; else it is of the list that ships.' })
  own!: boolean;

  @Field(() => String, { description: 'First part of a model address.' })
  provider!: string;

  @Field(() => String, {
    description: 'Name of the model, which its dated names share; or the beginning of names, ended by `*`.',
  })
  model!: string;

  @Field(() => String, { description: 'Service tier; `default` for the usual one.' })
  serviceTier!: string;

  @Field(() => Int, { description: 'Holds for calls with at least so many input tokens, until a higher step.' })
  minInputTokens!: number;

  @Field(() => TokenBucket, { description: 'Which tokens.' })
  bucket!: `${TokenBucket}`;

  @Field(() => String, { description: 'Decimal amount for a million tokens.' })
  usdPerMillionTokens!: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency!: string;

  @Field(() => GraphQLDateTime, { description: 'From when on it holds.' })
  validFrom!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on it no longer holds.' })
  validTo!: Date | null;

  @Field(() => String, { nullable: true, description: 'Source of the figure.' })
  source!: string | null;
}

@InputType({ description: 'Price of one bucket.' })
export class RateInput {
  @Field(() => TokenBucket, { description: 'Which tokens.' })
  bucket!: TokenBucket;

  @Field(() => String, {
    nullable: true,
    description: 'US dollars for a million tokens, such as `"0.125"`; null ends the price.',
  })
  usdPerMillionTokens?: string | null;
}

@InputType({ description: 'What the organization pays for a model: its own terms, or those of its gateway.' })
export class SetModelPriceInput {
  @Field(() => String, { description: 'First part of the model address.' })
  provider!: string;

  @Field(() => String, { description: 'Name of the model; or the beginning of names, ended by `*`.' })
  model!: string;

  @Field(() => String, { nullable: true, description: 'Service tier, such as `flex`; the usual one where left out.' })
  serviceTier?: string | null;

  @Field(() => Int, { nullable: true, description: 'For calls with at least so many input tokens.' })
  minInputTokens?: number | null;

  @Field(() => [RateInput], {
    description:
      'One a bucket. Together they replace the shipped prices of this model and tier; what is left out has none.',
  })
  rates!: readonly RateInput[];

  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on it holds; from now on where left out.' })
  validFrom?: Date | null;

  @Field(() => String, { nullable: true, description: 'Source of the figures.' })
  source?: string | null;
}

@ObjectType({ description: 'Result of `setModelPrice`.' })
export class SetModelPricePayload {
  @Field(() => [ModelPrice], { nullable: true, description: 'The prices of this model that hold now or later.' })
  modelPrices?: readonly ModelPriceRow[] | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
