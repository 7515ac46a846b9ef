import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { representativePage, type RepresentativeRow } from '../../src/access/access-reads.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import {
  NamedFilter,
  NamedOrder,
  NamedOrderField,
  Representative,
  RepresentativeConnection,
} from './representative.type.js';

/** Options of a list of people or companies as the reads want them. */
export const namedOptions = (filter: NamedFilter | null, orderBy: NamedOrder | null) => ({
  search: filter?.search ?? null,
  order: {
    field: orderBy?.field ?? NamedOrderField.NAME,
    descending: orderBy?.direction === OrderDirection.DESC,
  },
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
    const { search, order } = namedOptions(filter, orderBy);
    return asConnection(await representativePage(scope, search, order, page));
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: RepresentativeRow): string {
    return toGlobalId('Representative', id);
  }
}
