import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { checkedEmail, checkedName, nameKey } from './names.js';
import { Company } from './company.entity.js';
import { findNamed } from './identify.js';
import { lockPeople } from './lock-people.js';
import type { MergePorts } from './merge-people.js';
import { Representative } from './representative.entity.js';

/** What is left out stays as it is. */
interface CompanyUpdate {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly confirmed?: boolean | null | undefined;
}

const rename = async (scope: MergePorts, company: Company, given: string): Promise<void> => {
  const path = ['input', 'name'];
  const name = checkedName(given, path);
  const key = nameKey(name);
  const holders = await findNamed(scope, 'company', 'name_key = ? or identity = ?', [key, key]);
  if (holders.some(({ id }) => id !== company.id)) {
    throw new AppError('CONFLICT', 'Another company has this name. Merge the two.', { path });
  }
  Object.assign(company, { name, nameKey: key });
};

const companyState = ({ name, confirmed }: Company) => ({ name, confirmed });

/**
 * Changes the name of a company, or confirms one that was known from transcripts only. Mentions of the earlier name still are this company.
 * @throws AppError NOT_FOUND, BAD_USER_INPUT, CONFLICT where another has the name, or the company was merged into another
 */
export const updateCompany = async (scope: MergePorts, { id, name, confirmed }: CompanyUpdate): Promise<void> =>
  inTransaction(scope, async (scope) => {
    await lockPeople(scope);
    const { em, organizationId } = scope;
    const path = ['input', 'id'];
    const company = await em.findOne(Company, { organizationId, id });
    if (!company) throw new AppError('NOT_FOUND', 'There is no Company with this id.', { path });
    if (company.mergedIntoId)
      throw new AppError('CONFLICT', 'This company was merged. Change the other one.', { path });
    const before = companyState(company);
    if (name !== undefined && name !== null) await rename(scope, company, name);
    company.confirmed = confirmed ?? company.confirmed;
    const entry = { action: 'company.update', subjectType: 'Company', subjectId: id };
    recordAudit(scope, { ...entry, before, after: companyState(company) });
    await em.flush();
  });

/** What is left out stays as it is. */
interface RepresentativeUpdate {
  readonly id: string;
  readonly name?: string | null | undefined;
  /** Null takes the address away. */
  readonly email?: string | null | undefined;
  readonly confirmed?: boolean | null | undefined;
}

const freeEmail = async (scope: MergePorts, id: string, given: string): Promise<string> => {
  const path = ['input', 'email'];
  const email = checkedEmail(given, path);
  const holders = await findNamed(scope, 'representative', 'email = ? or identity = ?', [email, `email:${email}`]);
  if (holders.every((holder) => holder.id === id)) return email;
  throw new AppError('CONFLICT', 'Another representative has this address. Merge the two.', { path });
};

const representativeState = ({ name, email = null, confirmed }: Representative) => ({ name, email, confirmed });

const apply = async (scope: MergePorts, person: Representative, update: RepresentativeUpdate): Promise<void> => {
  const { id, name, email, confirmed } = update;
  if (name !== undefined && name !== null) {
    person.name = checkedName(name, ['input', 'name']);
    person.nameKey = nameKey(person.name);
  }
  if (email !== undefined) person.email = email === null ? null : await freeEmail(scope, id, email);
  if (confirmed !== undefined && confirmed !== null) person.confirmed = confirmed;
};

/**
 * Changes name or address of a representative, or confirms who was known from transcripts only. Mentions of the earlier name still are this
 * person.
 * @throws AppError NOT_FOUND, BAD_USER_INPUT, CONFLICT where another has the address, or the person was merged into another
 */
export const updateRepresentative = async (scope: MergePorts, update: RepresentativeUpdate): Promise<void> =>
  inTransaction(scope, async (scope) => {
    await lockPeople(scope);
    const { em, organizationId } = scope;
    const { id } = update;
    const path = ['input', 'id'];
    const person = await em.findOne(Representative, { organizationId, id });
    if (!person) throw new AppError('NOT_FOUND', 'There is no Representative with this id.', { path });
    if (person.mergedIntoId) throw new AppError('CONFLICT', 'This person was merged. Change the other one.', { path });
    const before = representativeState(person);
    await apply(scope, person, update);
    const entry = { action: 'representative.update', subjectType: 'Representative', subjectId: id };
    recordAudit(scope, { ...entry, before, after: representativeState(person) });
    await em.flush();
  });
