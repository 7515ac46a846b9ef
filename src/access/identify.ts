import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../scope/scope.js';
import { foldText } from '../text/fold-text.js';

type Table = 'representative' | 'company';

const folded = (text: string): string => foldText(text).text.trim();

/** Finds the row of this identity or makes it, unconfirmed. Two transactions at once end with one row. */
const findOrMake = async (
  em: EntityManager,
  table: Table,
  row: { organizationId: string; identity: string; name: string; email?: string | null },
): Promise<string> => {
  const email = table === 'representative';
  const made: { id: string }[] = await em.execute(
    `insert into "${table}" (organization_id, id, identity, name${email ? ', email' : ''})
     values (?, ?, ?, ?${email ? ', ?' : ''})
     on conflict (organization_id, identity) do update set identity = excluded.identity
     returning id`,
    [row.organizationId, uuidv7(), row.identity, row.name, ...(email ? [row.email ?? null] : [])],
  );
  return made[0]?.id ?? '';
};

/** Id of the representative with this address, else with exactly this name (case and spacing aside). */
export const identifyRepresentative = async (
  { em, organizationId }: Uses<'em'>,
  { name, email }: { name: string; email: string | null },
): Promise<string> => {
  const identity = email ? `email:${email.toLowerCase()}` : `name:${folded(name)}`;
  return findOrMake(em, 'representative', { organizationId, identity, name: name.trim(), email });
};

/** Id of the customer's company with this name (case and spacing aside). */
export const identifyCompany = async ({ em, organizationId }: Uses<'em'>, name: string): Promise<string> =>
  findOrMake(em, 'company', { organizationId, identity: folded(name), name: name.trim() });
