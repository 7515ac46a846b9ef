import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { type ModelPriceRow, modelPrices } from '../../src/costs/prices/price-reads.js';
import { setModelPrice } from '../../src/costs/prices/set-model-price.js';
import type { Context } from '../context.js';
import { payload } from '../user-error.type.js';
import { ModelPrice, SetModelPriceInput, SetModelPricePayload } from './model-price.type.js';

@Resolver(() => ModelPrice)
export class ModelPriceResolver {
  @Query(() => [ModelPrice], {
    description: 'Prices by which calls are reckoned: the organization’s own and those that ship; 1,000 at most.',
  })
  modelPrices(
    @Ctx() { scope }: Context,
    @Arg('provider', () => String, { nullable: true, description: 'Only of this provider.' }) provider: string | null,
    @Arg('model', () => String, { nullable: true, description: 'Only of this model.' }) model: string | null,
    @Arg('includeClosed', () => Boolean, { defaultValue: false, description: 'Whether prices that ended are listed.' })
    includeClosed: boolean,
  ): Promise<readonly ModelPriceRow[]> {
    return modelPrices(scope, { provider: provider ?? null, model: model ?? null, includeClosed });
  }

  @Mutation(() => SetModelPricePayload, {
    description:
      'States what the organization pays for a model. What was scored before keeps its cost. Needs a key with role ADMIN.',
  })
  setModelPrice(
    @Ctx() { scope }: Context,
    @Arg('input', () => SetModelPriceInput, { description: 'What price.' }) input: SetModelPriceInput,
  ): Promise<SetModelPricePayload> {
    return payload(async () => {
      const rates = input.rates.map(({ bucket, usdPerMillionTokens = null }) => ({ bucket, usdPerMillionTokens }));
      await setModelPrice(scope, { ...input, rates });
      const { provider, model } = input;
      return { modelPrices: await modelPrices(scope, { provider, model, includeClosed: false }) };
    });
  }
}
