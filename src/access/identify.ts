import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../scope/scope.js';
import { Company } from './company.entity.js';
import { findNamed, type Named } from './find-named.js';
import { lockPeople } from './lock-people.js';
import { nameKey } from './name-key.js';
import { Representative } from './representative.entity.js';

type Ports = Uses<'em'>;

interface Mention {
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

/** Nobody has the address yet, else the person would have been found by it. */
const learnEmail = async ({ em, organizationId }: Ports, { id, confirmed }: Named, email: string): Promise<void> => {
  if (!confirmed) await em.nativeUpdate(Representative, { organizationId, id }, { email });
};

const make = async ({ em, organizationId }: Ports, { name, email }: Mention, key: string): Promise<string> => {
  const id = uuidv7();
  const identity = email === null ? `name:${key}` : `email:${email}`;
  await em.insert(Representative, { organizationId, id, identity, name: name.trim(), nameKey: key, email });
  return id;
};

/**
 * Id of the representative with this address, else with exactly this name (case and spacing aside) where one person has it, else of a new
 * one, unconfirmed. An address that is learned later is written to the unconfirmed person. Two transactions at once end with one row.
 */
export const identifyRepresentative = async (scope: Ports, { name, email }: Mention): Promise<string> => {
  await lockPeople(scope);
  const address = email?.trim().toLowerCase() ?? null;
  const found = address
    ? await findNamed(scope, 'representative', 'email = ? or identity = ?', [address, `email:${address}`])
    : [];
  if (found[0]) return found[0].id;
  const key = nameKey(name);
  const named = await byNameOf(scope, key, address);
  if (!named) return make(scope, { name, email: address }, key);
  if (address !== null) await learnEmail(scope, named, address);
  return named.id;
};

/** Id of the customer's company with this name (case and spacing aside), else of a new one, unconfirmed. */
export const identifyCompany = async (scope: Ports, name: string): Promise<string> => {
  await lockPeople(scope);
  const { em, organizationId } = scope;
  const key = nameKey(name);
  const [found] = await findNamed(scope, 'company', 'name_key = ? or identity = ?', [key, key]);
  if (found) return found.id;
  const id = uuidv7();
  await em.insert(Company, { organizationId, id, identity: key, name: name.trim(), nameKey: key });
  return id;
};
