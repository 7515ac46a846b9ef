import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { representativePage, type RepresentativeRow } from '../../src/people/people-reads.js';
import { mergeRepresentatives } from '../../src/people/merge-people.js';
import { updateRepresentative } from '../../src/people/update-people.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { payload } from '../user-error.type.js';
import {
  MergeRepresentativesInput,
  NamedFilter,
  NamedOrder,
  NamedOrderField,
  Representative,
  RepresentativeConnection,
  RepresentativePayload,
  UpdateRepresentativeInput,
} from './representative.type.js';
import { representativeLoader } from './access.loaders.js';

/** Order of a list of people or companies as the reads expect it. */
export const namedOrder = (orderBy: NamedOrder | null) => ({
  field: orderBy?.field ?? NamedOrderField.NAME,
  descending: orderBy?.direction === OrderDirection.DESC,
});

/** The two to merge, by their own ids. */
export const mergeOf = (type: 'Representative' | 'Company', { from, into }: MergeRepresentativesInput) => ({
  from: from.map((id, at) => fromGlobalId(type, id, ['input', 'from', String(at)])),
  into: fromGlobalId(type, into, ['input', 'into']),
});

@Resolver(() => Representative)
export class RepresentativeResolver {
  @Query(() => RepresentativeConnection, { description: 'Representatives of the organization.' })
  async representatives(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => NamedFilter, { nullable: true, description: 'Which ones.' }) filter: NamedFilter | null,
    @Arg('orderBy', () => NamedOrder, { nullable: true, description: 'In which order.' }) orderBy: NamedOrder | null,
  ): Promise<ConnectionOf<RepresentativeRow>> {
    return asConnection(await representativePage(scope, filter ?? {}, namedOrder(orderBy), page));
  }

  @Mutation(() => RepresentativePayload, {
    description: 'Makes several representatives one, with all their calls and scores.',
  })
  mergeRepresentatives(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => MergeRepresentativesInput, { description: 'The two to merge.' })
    input: MergeRepresentativesInput,
  ): Promise<RepresentativePayload> {
    return payload(async () => {
      const left = await mergeRepresentatives(scope, mergeOf('Representative', input));
      return { representative: await loaders.load(representativeLoader, left) };
    });
  }

  @Mutation(() => RepresentativePayload, { description: 'Changes or confirms a representative.' })
  updateRepresentative(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => UpdateRepresentativeInput, { description: 'Who, and what.' }) input: UpdateRepresentativeInput,
  ): Promise<RepresentativePayload> {
    return payload(async () => {
      const id = fromGlobalId('Representative', input.id, ['input', 'id']);
      await updateRepresentative(scope, { ...input, id });
      return { representative: await loaders.load(representativeLoader, id) };
    });
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: RepresentativeRow): string {
    return toGlobalId('Representative', id);
  }

  @FieldResolver(() => Representative, { nullable: true, description: 'Who this one turned out to be.' })
  mergedInto(
    @Ctx() { loaders }: Context,
    @Root() { mergedIntoId }: RepresentativeRow,
  ): Promise<RepresentativeRow | null> | null {
    return mergedIntoId === null ? null : loaders.load(representativeLoader, mergedIntoId);
  }
}
