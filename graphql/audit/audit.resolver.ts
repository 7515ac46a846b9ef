import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { requireRole } from '../../src/scope/require-role.js';
import { auditPage, type AuditRow } from '../../src/audit/audit-reads.js';
import { AppError } from '../../src/errors/app-error.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { readGlobalId, toGlobalId, type NodeType } from '../../src/scope/global-id.js';
import { AuditEntry, AuditEntryConnection, AuditField, AuditFilter } from './audit.type.js';

const subjectOf = (globalId: string | null | undefined): string | null => {
  if (globalId === null || globalId === undefined) return null;
  const read = readGlobalId(globalId);
  if (read) return read.id;
  throw new AppError('NOT_FOUND', 'There is nothing with this id.', { path: ['filter', 'subjectId'] });
};

const fieldsOf = (state: AuditRow['before']): AuditField[] =>
  Object.entries(state ?? {}).map(([name, value]) => ({ name, value: JSON.stringify(value) }));

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, { description: 'Who did what, newest first. Needs a key with role ADMIN.' })
  async auditLog(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which entries.' }) filter: AuditFilter | null,
    @Arg('orderBy', () => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Way of the order.' })
    orderBy: OrderDirection,
  ): Promise<ConnectionOf<AuditRow>> {
    requireRole(scope, 'ADMIN');
    const conditions = { action: filter?.action ?? null, subjectId: subjectOf(filter?.subjectId) };
    return asConnection(await auditPage(scope, conditions, orderBy === OrderDirection.DESC, page));
  }

  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: AuditRow): string {
    return toGlobalId('AuditEntry', id);
  }

  @FieldResolver(() => ID, { nullable: true, description: 'Global id of the API key that did it.' })
  actorId(@Root() { actorId }: AuditRow): string | null {
    return actorId === null ? null : toGlobalId('ApiKey', actorId);
  }

  @FieldResolver(() => ID, { description: 'Global id of the thing.' })
  subjectId(@Root() { subjectType, subjectId }: AuditRow): string {
    return toGlobalId(subjectType as NodeType, subjectId);
  }

  @FieldResolver(() => [AuditField], { description: 'What it was before.' })
  before(@Root() { before }: AuditRow): AuditField[] {
    return fieldsOf(before);
  }

  @FieldResolver(() => [AuditField], { description: 'What it was after.' })
  after(@Root() { after }: AuditRow): AuditField[] {
    return fieldsOf(after);
  }
}
