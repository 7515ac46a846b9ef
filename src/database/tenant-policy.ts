interface Policy {
  name: string;
  command?: 'select' | 'update';
  roles?: string[];
  using: string;
  check?: string;
}

interface TenantPolicyOptions {
  /** What the courier may do across organizations; `update` includes `select`. Its grants narrow this to columns. */
  readonly courier?: 'select' | 'update' | 'all';
  /** Column that holds the organization; `id` for the table of organizations itself. */
  readonly column?: string;
  /** SQL condition on `VIEWER` and the row: only rows that meet it are visible and can be written. All rows where left out. */
  readonly visibleTo?: string;
}

const COURIER = ['debrief_courier'];

const courierPolicies = (table: string, courier: NonNullable<TenantPolicyOptions['courier']>): Policy[] => {
  const name = `${table}_courier`;
  if (courier === 'all') return [{ name, roles: COURIER, using: 'true', check: 'true' }];
  const select: Policy = { name, command: 'select', roles: COURIER, using: 'true' };
  if (courier === 'select') return [select];
  return [select, { name: `${name}_update`, command: 'update', roles: COURIER, using: 'true', check: 'true' }];
};

/**
 * Row-level security of a tenant table, to be spread into `defineEntity`: enabled, forced upon the owner too, and
 * bound to the setting `app.organization_id`. Without the setting (or with an empty one, which is what a pooled
 * connection keeps after its first transaction) no row is visible and none can be written.
 */
export const tenantPolicy = (
  table: string,
  { courier, column = 'organization_id', visibleTo }: TenantPolicyOptions = {},
): { rowLevelSecurity: 'force'; policies: Policy[] } => {
  const organization = `${column} = nullif(current_setting('app.organization_id', true), '')::uuid`;
  const own = visibleTo === undefined ? organization : `${organization} and (${visibleTo})`;
  const tenant: Policy = { name: `${table}_tenant`, using: own, check: own };
  return { rowLevelSecurity: 'force', policies: courier ? [tenant, ...courierPolicies(table, courier)] : [tenant] };
};
