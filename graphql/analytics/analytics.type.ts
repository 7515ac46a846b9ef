import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { SummaryRow } from '../../src/analytics/analytics-reads.js';
import { optionalId } from '../../src/scope/global-id.js';

export enum Bucket {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
}
registerEnumType(Bucket, {
  name: 'Bucket',
  description: 'Width of a point of a trend, in UTC.',
  valuesConfig: {
    DAY: { description: 'A day.' },
    WEEK: { description: 'A week from Monday.' },
    MONTH: { description: 'A month.' },
  },
});

@InputType({ description: 'Which runs a figure is made of. Superseded and cancelled runs are never part of one.' })
export class AnalyticsFilter {
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Calls from this time on; the last 90 days where left out.',
  })
  from?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Calls before this time; now where left out.' })
  to?: Date | null;

  @Field(() => String, { defaultValue: 'spin', description: 'Key of the rubric: scores of two rubrics are not mixed.' })
  rubric!: string;

  @Field(() => ID, { nullable: true, description: 'Calls of this representative.' })
  representativeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls with this company.' })
  companyId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True leaves out runs whose scores are by a fallback model, so that models are not mixed.',
  })
  excludeFallback?: boolean | null;
}

@ObjectType({ description: 'How the runs behind a figure ended; together they are all of them.' })
export class OutcomeCounts {
  @Field(() => Int, { description: 'With an overall score.' })
  scored!: number;

  @Field(() => Int, { description: 'SCORED, but the overall is Unscored with a reason.' })
  unscored!: number;

  @Field(() => Int, { description: 'INVALID or NEEDS_REVIEW.' })
  invalid!: number;

  @Field(() => Int, { description: 'FAILED.' })
  failed!: number;
}

@ObjectType({ description: 'One bucket of a trend.' })
export class TrendPoint {
  @Field(() => GraphQLDateTime, { description: 'Begin of the bucket, UTC.' })
  start!: Date;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean overall score of the scored runs; null where there are none.',
  })
  meanOverall!: number | null;

  @Field(() => OutcomeCounts, { description: 'How the runs ended.' })
  counts!: OutcomeCounts;
}

@ObjectType({ description: 'Mean of one dimension.' })
export class DimensionFigure {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Float, { nullable: true, description: 'Mean of the scored; null where there are none.' })
  mean!: number | null;

  @Field(() => Int, { description: 'Runs in which it is scored.' })
  scored!: number;

  @Field(() => Int, { description: 'Runs in which it is unscored.' })
  unscored!: number;
}

@ObjectType()
abstract class SummaryFigures {
  @Field(() => Float, {
    nullable: true,
    description: 'Mean overall score of the scored runs; null where there are none.',
  })
  meanOverall!: number | null;

  @Field(() => OutcomeCounts, { description: 'How the runs ended.' })
  counts!: OutcomeCounts;

  @Field(() => [DimensionFigure], { description: 'By dimension, in the order of the rubric.' })
  dimensions!: SummaryRow['dimensions'];

  id!: string;
}

@ObjectType({ description: 'Figures of a representative.' })
export class RepresentativeSummary extends SummaryFigures {}

@ObjectType({ description: 'Figures of a company.' })
export class CompanySummary extends SummaryFigures {}

@ObjectType({ description: 'Figures over many runs. Every one shows how all of its runs ended.' })
export class Analytics {}

const DEFAULT_DAYS = 90;

/** The filter with its defaults: the last 90 days, SPIN. */
export const filterOf = (filter: AnalyticsFilter | null, now: Date) => ({
  from: filter?.from ?? new Date(now.getTime() - DEFAULT_DAYS * 86_400_000),
  to: filter?.to ?? now,
  rubric: filter?.rubric ?? 'spin',
  representativeId: optionalId('Representative', filter?.representativeId),
  companyId: optionalId('Company', filter?.companyId),
  excludeFallback: filter?.excludeFallback ?? false,
});
