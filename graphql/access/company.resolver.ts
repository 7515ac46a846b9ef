import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { companyPage, type CompanyRow } from '../../src/access/access-reads.js';
import { asConnection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { Company, CompanyConnection } from './company.type.js';
import { namedOptions } from './representative.resolver.js';
import { NamedFilter, NamedOrder } from './representative.type.js';

@Resolver(() => Company)
export class CompanyResolver {
  @Query(() => CompanyConnection, { description: 'Companies that the organization talks to.' })
  async companies(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => NamedFilter, { nullable: true, description: 'Which ones.' }) filter: NamedFilter | null,
    @Arg('orderBy', () => NamedOrder, { nullable: true, description: 'In which order.' }) orderBy: NamedOrder | null,
  ): Promise<ConnectionOf<CompanyRow>> {
    const { search, order } = namedOptions(filter, orderBy);
    return asConnection(await companyPage(scope, search, order, page));
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: CompanyRow): string {
    return toGlobalId('Company', id);
  }
}
