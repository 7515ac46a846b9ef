import type { GraphqlModule } from '../graphql-module.js';
import { BudgetResolver } from './budget.resolver.js';
import { ModelPriceResolver } from './model-price.resolver.js';
import { SpendingResolver } from './spending.resolver.js';

export const costsGraphql: GraphqlModule = {
  resolvers: [BudgetResolver, ModelPriceResolver, SpendingResolver],
};
