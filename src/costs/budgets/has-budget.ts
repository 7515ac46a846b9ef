import { organizationCache } from '../../scope/organization-cache.js';

/** How long after an organization sets its first budget another process may still make calls outside it. */
const TTL_MS = 5_000;

/** Whether an organization keeps a budget at all: most do not, and their calls touch no table for it. */
export const hasBudget = organizationCache(TTL_MS, async ({ reads }) => {
  const rows = await reads.read<{ found: boolean }>({
    name: 'has_budget',
    text: 'select exists (select 1 from budget) as found',
    values: [],
  });
  return rows[0]?.found ?? false;
});
