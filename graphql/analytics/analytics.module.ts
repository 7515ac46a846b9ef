import type { GraphqlModule } from '../graphql-module.js';
import { AnalyticsResolver, CompanySummaryResolver, RepresentativeSummaryResolver } from './analytics.resolver.js';
import { ValidationResolver } from './validation.resolver.js';

export const analyticsGraphql: GraphqlModule = {
  resolvers: [AnalyticsResolver, CompanySummaryResolver, RepresentativeSummaryResolver, ValidationResolver],
};
