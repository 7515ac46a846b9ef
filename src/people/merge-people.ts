import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { declareHook } from '../scope/hook.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { lockPeople } from './lock-people.js';

export type MergePorts = Uses<'em' | 'actor' | 'queue' | 'live' | 'hooks' | 'requestId'>;

/** Representatives or companies that became another one. */
export interface Merged {
  readonly table: 'representative' | 'company';
  readonly from: readonly string[];
  readonly into: string;
}

/** Listeners point their rows that refer to those merged to the one that is left, and answer how many rows of each table. */
export const peopleMergedHook = declareHook<'em', Merged, Readonly<Record<string, number>>>('people.merged');

export interface Merge {
  readonly from: readonly string[];
  readonly into: string;
}

interface Mergeable {
  readonly table: 'representative' | 'company';
  /** As the API calls it. */
  readonly type: 'Representative' | 'Company';
}

interface Link {
  readonly id: string;
  readonly mergedIntoId: string | null;
}

const MAX_MERGED = 100;

const linksOf = async ({ em, organizationId }: MergePorts, { table }: Mergeable, ids: readonly string[]) => {
  const rows: Link[] = await em.execute(
    `with recursive link as (
       select id, merged_into_id from "${table}" where organization_id = ? and id in (?)
       union
       select next.id, next.merged_into_id from "${table}" next
       join link on next.organization_id = ? and next.id = link.merged_into_id)
     select id, merged_into_id as "mergedIntoId" from link`,
    [organizationId, ids, organizationId],
  );
  return new Map(rows.map((row) => [row.id, row]));
};

const rootOf = (links: ReadonlyMap<string, Link>, id: string): string => {
  let root = id;
  for (let link = links.get(root); link?.mergedIntoId; link = links.get(root)) root = link.mergedIntoId;
  return root;
};

/** Whether one of those to be merged still has to be; refuses where it cannot be. */
const isOpen = (links: ReadonlyMap<string, Link>, kind: Mergeable, target: string, id: string, path: string[]) => {
  const link = links.get(id);
  if (!link) throw new AppError('NOT_FOUND', `There is no ${kind.type} with this id.`, { path });
  if (id === target) {
    throw new AppError('CONFLICT', 'It cannot be merged into itself, nor into what was merged into it.', { path });
  }
  if (rootOf(links, id) === target) return false;
  if (link.mergedIntoId === null) return true;
  throw new AppError('CONFLICT', 'It was merged into another one already. Merge that one.', { path });
};

const repoint = async (
  { em, organizationId, hooks }: MergePorts,
  { table }: Mergeable,
  from: readonly string[],
  target: string,
): Promise<Record<string, number>> => {
  const moved = await hooks.run(peopleMergedHook, { em, organizationId }, { table, from, into: target });
  const sql = `update "${table}" set merged_into_id = ? where organization_id = ? and id in (?)`;
  await em.execute(sql, [target, organizationId, from]);
  return Object.assign({}, ...moved) as Record<string, number>;
};

const checkSize = ({ from }: Merge): void => {
  if (from.length >= 1 && from.length <= MAX_MERGED) return;
  throw new AppError('BAD_USER_INPUT', `Merge 1 to ${MAX_MERGED} at a time.`, { path: ['input', 'from'] });
};

/**
 * Makes several of a kind one: whatever points to those merged points to the target from now on. They stay, marked with what they became. A
 * second call changes nothing.
 * @returns id of the one that is left, and of those that this call merged
 * @throws AppError BAD_USER_INPUT, NOT_FOUND, CONFLICT for a circle or one that was merged elsewhere
 */
const mergeNamed = async (
  scope: MergePorts,
  kind: Mergeable,
  merge: Merge,
  alsoMerge: (scope: MergePorts, merged: readonly string[], target: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> => {
  checkSize(merge);
  return inTransaction(scope, async (scope) => {
    await lockPeople(scope);
    const links = await linksOf(scope, kind, [...merge.from, merge.into]);
    if (!links.has(merge.into)) {
      throw new AppError('NOT_FOUND', `There is no ${kind.type} with this id.`, { path: ['input', 'into'] });
    }
    const target = rootOf(links, merge.into);
    const open = merge.from.filter((id, at) => isOpen(links, kind, target, id, ['input', 'from', String(at)]));
    const from = [...new Set(open)];
    if (from.length === 0) return target;
    const moved = await repoint(scope, kind, from, target);
    await alsoMerge(scope, from, target);
    const entry = { action: `${kind.table}.merge`, subjectType: kind.type, subjectId: target };
    recordAudit(scope, { ...entry, before: { merged: from }, after: { moved } });
    await scope.em.flush();
    return target;
  });
};

/**
 * Makes several companies one, with all their calls. A second call changes nothing.
 * @returns id of the company that is left: `into`, or what that was merged into
 * @throws AppError BAD_USER_INPUT, NOT_FOUND, CONFLICT for a circle or one that was merged elsewhere
 */
export const mergeCompanies = (scope: MergePorts, merge: Merge): Promise<string> =>
  mergeNamed(scope, { table: 'company', type: 'Company' }, merge);

const REPRESENTATIVE: Mergeable = { table: 'representative', type: 'Representative' };

/** A target without an address takes the one of those merged, where they share one. */
const takeEmail = async (
  { em, organizationId }: MergePorts,
  merged: readonly string[],
  target: string,
): Promise<void> => {
  await em.execute(
    `update representative set email = other.email
     from (select min(email) as email from representative where organization_id = ? and id in (?)
           having count(distinct email) = 1) other
     where organization_id = ? and id = ? and representative.email is null`,
    [organizationId, merged, organizationId, target],
  );
};

/**
 * Makes several representatives one, with all their calls and scores. Later mentions of any of them are that one. A second call changes nothing.
 * @returns id of the representative who is left: `into`, or the one that it was merged into
 * @throws AppError BAD_USER_INPUT, NOT_FOUND, CONFLICT for a circle or one who was merged elsewhere
 */
export const mergeRepresentatives = (scope: MergePorts, merge: Merge): Promise<string> =>
  mergeNamed(scope, REPRESENTATIVE, merge, takeEmail);
