import type { Uses } from '../scope/scope.js';

export type NamedTable = 'representative' | 'company';

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly confirmed: boolean;
  /** Null for a company. */
  readonly email: string | null;
}

/** Those that the matching rows stand for, oldest first: of a merged row the one that it was merged into, however far that goes. */
export const findNamed = (
  { em, organizationId }: Uses<'em'>,
  table: NamedTable,
  condition: string,
  values: readonly string[],
): Promise<Named[]> =>
  em.execute(
    `with recursive hit as (
       select id, merged_into_id from "${table}" where organization_id = ? and (${condition})
       union
       select next.id, next.merged_into_id from "${table}" next
       join hit on next.organization_id = ? and next.id = hit.merged_into_id)
     select id, name, confirmed, ${table === 'company' ? 'null as email' : 'email'} from "${table}"
     where organization_id = ? and id in (select id from hit where merged_into_id is null) order by id`,
    [organizationId, ...values, organizationId, organizationId],
  );
