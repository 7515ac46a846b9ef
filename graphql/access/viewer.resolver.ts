import { Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { organizationOf, type OrganizationRow } from '../../src/access/organizations.js';
import { AppError } from '../../src/errors/app-error.js';
import type { Context } from '../context.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import { type KeyRole, Organization, Viewer } from './viewer.type.js';

@Resolver(() => Organization)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is asking, and for which organization.' })
  async viewer(@Ctx() { scope }: Context): Promise<Viewer> {
    const organization = await organizationOf(scope);
    if (!organization) throw new AppError('NOT_FOUND', 'The organization of this key is gone.');
    return { organization, keyName: scope.actor.name, role: scope.actor.role as KeyRole };
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: OrganizationRow): string {
    return toGlobalId('Organization', id);
  }
}
