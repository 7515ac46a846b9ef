import { weighs } from '../cost.js';
import { Arg, Ctx, FieldResolver, Resolver, Extensions } from 'type-graphql';
import { validation, type ValidationRow } from '../../src/analytics/validation-reads.js';
import type { Context } from '../context.js';
import { Analytics, AnalyticsFilter, filterOf } from './analytics.type.js';
import { ValidationFigure, ValidationGroup, type Rate } from './validation.type.js';

const rateOf = (count: number, of: number): Rate => ({ count, of, rate: of === 0 ? null : count / of });

const asFigure = ({ key, runs, answered, among, ...row }: ValidationRow): ValidationFigure => ({
  key,
  runs,
  firstPassValid: rateOf(row.firstPassValid, answered),
  corrected: rateOf(row.corrected, among),
  fallback: rateOf(row.fallback, among),
  invalid: rateOf(row.invalid, among),
});

@Resolver(() => Analytics)
export class ValidationResolver {
  @Extensions(weighs(600))
  @FieldResolver(() => [ValidationFigure], {
    description: 'First-pass validity, corrections, fallbacks and invalid runs; the commonest first, at most 200.',
  })
  async validation(
    @Ctx() { scope }: Context,
    @Arg('filter', () => AnalyticsFilter, { nullable: true, description: 'Which runs the figures are made of.' })
    filter: AnalyticsFilter | null,
    @Arg('groupBy', () => ValidationGroup, { defaultValue: ValidationGroup.PROMPT_VERSION, description: 'By what.' })
    groupBy: ValidationGroup,
  ): Promise<ValidationFigure[]> {
    return (await validation(scope, groupBy, filterOf(filter, scope.now()))).map(asFigure);
  }
}
