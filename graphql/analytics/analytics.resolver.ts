import { weighs } from '../cost.js';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root, Extensions } from 'type-graphql';
import type { CompanyRow, RepresentativeRow } from '../../src/people/people-reads.js';
import { summaries, trend, type ScoreFigure } from '../../src/analytics/analytics-reads.js';
import { Company } from '../access/company.type.js';
import { Representative } from '../access/representative.type.js';
import type { Context } from '../context.js';
import { checkFirst } from '../../src/scope/read-page.js';
import {
  Analytics,
  AnalyticsFilter,
  Bucket,
  CompanySummary,
  filterOf,
  RepresentativeSummary,
  TrendPoint,
} from './analytics.type.js';
import { companyLoader, representativeLoader } from '../access/access.loaders.js';

const withCounts = <Row extends ScoreFigure>(row: Row) => {
  const { scored, unscored, invalid, failed } = row;
  return { ...row, counts: { scored, unscored, invalid, failed } };
};

@Resolver(() => Analytics)
export class AnalyticsResolver {
  @Query(() => Analytics, { description: 'Figures over many runs.' })
  analytics(): Analytics {
    return {};
  }

  @Extensions(weighs(600))
  @FieldResolver(() => [TrendPoint], {
    description: 'Mean overall score over time, oldest first; the newest 400 points.',
  })
  async trend(
    @Ctx() { scope }: Context,
    @Arg('filter', () => AnalyticsFilter, { nullable: true, description: 'Which runs the figures are made of.' })
    filter: AnalyticsFilter | null,
    @Arg('bucket', () => Bucket, { defaultValue: Bucket.WEEK, description: 'Width of a point.' }) bucket: Bucket,
  ): Promise<TrendPoint[]> {
    return (await trend(scope, filterOf(filter, scope.now()), bucket)).map(withCounts);
  }

  @Extensions(weighs(600))
  @FieldResolver(() => [RepresentativeSummary], {
    description: 'One row for each representative with runs, most scored runs first.',
  })
  async representativeSummaries(
    @Ctx() { scope }: Context,
    @Arg('filter', () => AnalyticsFilter, { nullable: true, description: 'Which runs the figures are made of.' })
    filter: AnalyticsFilter | null,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
  ): Promise<RepresentativeSummary[]> {
    return (await summaries(scope, 'representative_id', filterOf(filter, scope.now()), checkFirst(first))).map(
      withCounts,
    );
  }

  @Extensions(weighs(600))
  @FieldResolver(() => [CompanySummary], { description: 'One row for each company with runs, most scored runs first.' })
  async companySummaries(
    @Ctx() { scope }: Context,
    @Arg('filter', () => AnalyticsFilter, { nullable: true, description: 'Which runs the figures are made of.' })
    filter: AnalyticsFilter | null,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many, 1 to 100.' }) first: number,
  ): Promise<CompanySummary[]> {
    return (await summaries(scope, 'company_id', filterOf(filter, scope.now()), checkFirst(first))).map(withCounts);
  }
}

@Resolver(() => RepresentativeSummary)
export class RepresentativeSummaryResolver {
  @FieldResolver(() => Representative, { nullable: true, description: 'Whose figures these are.' })
  representative(
    @Ctx() { loaders }: Context,
    @Root() { id }: RepresentativeSummary,
  ): Promise<RepresentativeRow | null> {
    return loaders.load(representativeLoader, id);
  }
}

@Resolver(() => CompanySummary)
export class CompanySummaryResolver {
  @FieldResolver(() => Company, { nullable: true, description: 'Whose figures these are.' })
  company(@Ctx() { loaders }: Context, @Root() { id }: CompanySummary): Promise<CompanyRow | null> {
    return loaders.load(companyLoader, id);
  }
}
