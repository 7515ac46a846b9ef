import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Rubric } from '../../src/plugin-api/index.js';
import { rubricPage, type RubricVersionRow } from '../../src/rubrics/rubric-reads.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import {
  Applicability,
  asDimension,
  RubricDimension,
  RubricFilter,
  RubricGate,
  RubricUnit,
  RubricVersion,
  RubricVersionConnection,
  Scale,
} from './rubric.type.js';

@Resolver(() => RubricVersion)
export class RubricResolver {
  @Query(() => RubricVersionConnection, { description: 'Newest version of each rubric, by name.' })
  async rubrics(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => RubricFilter, { nullable: true, description: 'Which rubrics.' }) filter: RubricFilter | null,
    @Arg('orderBy', () => OrderDirection, { nullable: true, description: 'In which order.' })
    orderBy: OrderDirection | null,
  ): Promise<ConnectionOf<RubricVersionRow>> {
    return asConnection(await rubricPage(scope, filter?.key ?? null, orderBy === OrderDirection.DESC, page));
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: RubricVersionRow): string {
    return toGlobalId('RubricVersion', id);
  }

  @FieldResolver(() => String, { description: 'What the rubric is for.' })
  description(@Root() { document }: RubricVersionRow): string {
    return document.description;
  }

  @FieldResolver(() => Scale, { description: 'Range of its scores.' })
  scale(@Root() { document }: RubricVersionRow): Scale {
    return document.scale;
  }

  @FieldResolver(() => Applicability, { description: 'Which calls it is for.' })
  applicability(@Root() { document }: RubricVersionRow): Applicability {
    return document.applicability;
  }

  @FieldResolver(() => RubricUnit, { description: 'What it is about.' })
  unit(@Root() { document }: RubricVersionRow): Rubric['unit'] {
    return document.unit;
  }

  @FieldResolver(() => Boolean, { description: 'Whether its dimensions are stages that follow each other.' })
  ordered(@Root() { document }: RubricVersionRow): boolean {
    return document.ordered ?? false;
  }

  @FieldResolver(() => [RubricGate], { description: 'What holds the overall down.' })
  gates(@Root() { document }: RubricVersionRow): readonly RubricGate[] {
    return document.gates ?? [];
  }

  @FieldResolver(() => [RubricDimension], { description: 'What is scored, in order.' })
  dimensions(@Root() { document }: RubricVersionRow): readonly RubricDimension[] {
    return document.dimensions.map(asDimension);
  }
}
