import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../scope/scope.js';
import { Company } from './company.entity.js';
import { lockPeople } from './lock-people.js';
import { nameKey } from './names.js';
import { Representative } from './representative.entity.js';

type Ports = Uses<'em'>;

export interface Mention {
  readonly name: string;
  readonly email: string | null;
}

const withName = (scope: Ports, key: string): Promise<Named[]> =>
  findNamed(scope, 'representative', 'name_key = ? or identity = ?', [key, `name:${key}`]);

/** Who has an address is another person than one of the same name with another address. */
const byNameOf = async (scope: Ports, key: string, email: string | null): Promise<Named | undefined> => {
  const people = await withName(scope, key);
  const [only] = people;
  if (people.length === 1) return email === null || only?.email === null ? only : undefined;
  // Of several only the one that was known by nothing but this name can be meant.
  return email === null ? (await findNamed(scope, 'representative', 'identity = ?', [`name:${key}`]))[0] : undefined;
};

const make = async ({ em, organizationId }: Ports, { name, email }: Mention, key: string): Promise<string> => {
  const id = uuidv7();
  const identity = email === null ? `name:${key}` : `email:${email}`;
  await em.insert(Representative, { organizationId, id, identity, name: name.trim(), nameKey: key, email });
  return id;
};

const withAddress = async (scope: Ports, address: string): Promise<Named | undefined> =>
  (await findNamed(scope, 'representative', 'email = ? or identity = ?', [address, `email:${address}`]))[0];

interface Known {
  readonly person: Named;
  /** An address not known before, to be written to an unconfirmed person. */
  readonly learns: string | null;
}

const recall = async (scope: Ports, key: string, address: string | null): Promise<Known | null> => {
  const addressed = address === null ? undefined : await withAddress(scope, address);
  if (addressed) return { person: addressed, learns: null };
  const named = await byNameOf(scope, key, address);
  return named ? { person: named, learns: named.confirmed ? null : address } : null;
};

/**
 * Id of the representative with this address, else with exactly this name (case and spacing aside) where one person has it, else of a new
 * one, unconfirmed. An address that is learned later is written to the unconfirmed person. Two transactions at once end with one row: who
 * makes or changes a person locks the people.
 */
export const identifyRepresentative = async (scope: Ports, { name, email }: Mention): Promise<string> => {
  const { em, organizationId } = scope;
  const address = email?.trim().toLowerCase() ?? null;
  const key = nameKey(name);
  const known = await recall(scope, key, address);
  if (known?.learns === null) return known.person.id;
  await lockPeople(scope);
  const found = await recall(scope, key, address);
  if (!found) return make(scope, { name, email: address }, key);
  const { person, learns } = found;
  if (learns !== null) await em.nativeUpdate(Representative, { organizationId, id: person.id }, { email: learns });
  return person.id;
};

/** The same for a mention by a person, who confirms the representative with it. */
export const confirmRepresentative = async (scope: Ports, mention: Mention): Promise<string> => {
  const { em, organizationId } = scope;
  const id = await identifyRepresentative(scope, mention);
  await em.nativeUpdate(Representative, { organizationId, id }, { confirmed: true });
  return id;
};

const companyNamed = async (scope: Ports, key: string): Promise<Named | undefined> =>
  (await findNamed(scope, 'company', 'name_key = ? or identity = ?', [key, key]))[0];

/** Id of the customer's company with this name (case and spacing aside), else of a new one, unconfirmed. */
export const identifyCompany = async (scope: Ports, name: string): Promise<string> => {
  const key = nameKey(name);
  const known = await companyNamed(scope, key);
  if (known) return known.id;
  await lockPeople(scope);
  const found = await companyNamed(scope, key);
  if (found) return found.id;
  const { em, organizationId } = scope;
  const id = uuidv7();
  await em.insert(Company, { organizationId, id, identity: key, name: name.trim(), nameKey: key });
  return id;
};

const isKnown = async (scope: Ports, { name, email }: Mention): Promise<boolean> =>
  (await recall(scope, nameKey(name), email?.trim().toLowerCase() ?? null))?.learns === null;

/** Whether identifying them, and the company, would change nothing. */
export const areKnown = async (
  scope: Ports,
  mentions: readonly Mention[],
  company: string | null,
): Promise<boolean> => {
  for (const mention of mentions) if (!(await isKnown(scope, mention))) return false;
  return company === null || (await companyNamed(scope, nameKey(company))) !== undefined;
};

export type NamedTable = 'representative' | 'company';

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly confirmed: boolean;
  /** Null for a company. */
  readonly email: string | null;
}

/** The matching rows, oldest first. A merged row is replaced by the one at the end of its chain of merges. */
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
