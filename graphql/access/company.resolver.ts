import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { companyPage, type CompanyRow } from '../../src/people/people-reads.js';
import { mergeCompanies } from '../../src/people/merge-people.js';
import { updateCompany } from '../../src/people/update-people.js';
import { asConnection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { payload } from '../user-error.type.js';
import { Company, CompanyConnection, CompanyPayload, MergeCompaniesInput, UpdateCompanyInput } from './company.type.js';
import { mergeOf, namedOrder } from './representative.resolver.js';
import { NamedFilter, NamedOrder } from './representative.type.js';
import { companyLoader } from './access.loaders.js';

@Resolver(() => Company)
export class CompanyResolver {
  @Query(() => CompanyConnection, { description: 'Companies that the organization talks to.' })
  async companies(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => NamedFilter, { nullable: true, description: 'Which ones.' }) filter: NamedFilter | null,
    @Arg('orderBy', () => NamedOrder, { nullable: true, description: 'In which order.' }) orderBy: NamedOrder | null,
  ): Promise<ConnectionOf<CompanyRow>> {
    return asConnection(await companyPage(scope, filter ?? {}, namedOrder(orderBy), page));
  }

  @Mutation(() => CompanyPayload, { description: 'Makes several companies one, with all their calls.' })
  mergeCompanies(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => MergeCompaniesInput, { description: 'Which is which.' }) input: MergeCompaniesInput,
  ): Promise<CompanyPayload> {
    return payload(async () => {
      const left = await mergeCompanies(scope, mergeOf('Company', input));
      return { company: await loaders.load(companyLoader, left) };
    });
  }

  @Mutation(() => CompanyPayload, { description: 'Changes or confirms a company.' })
  updateCompany(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => UpdateCompanyInput, { description: 'Which, and what.' }) input: UpdateCompanyInput,
  ): Promise<CompanyPayload> {
    return payload(async () => {
      const id = fromGlobalId('Company', input.id, ['input', 'id']);
      await updateCompany(scope, { ...input, id });
      return { company: await loaders.load(companyLoader, id) };
    });
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: CompanyRow): string {
    return toGlobalId('Company', id);
  }

  @FieldResolver(() => Company, { nullable: true, description: 'The one that this one turned out to be.' })
  mergedInto(@Ctx() { loaders }: Context, @Root() { mergedIntoId }: CompanyRow): Promise<CompanyRow | null> | null {
    return mergedIntoId === null ? null : loaders.load(companyLoader, mergedIntoId);
  }
}
