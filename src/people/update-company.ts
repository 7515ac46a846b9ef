import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { checkedName } from './checked-name.js';
import { Company } from './company.entity.js';
import { findNamed } from './find-named.js';
import { lockPeople } from './lock-people.js';
import type { MergePorts } from './merge-named.js';
import { nameKey } from './name-key.js';

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

const stateOf = ({ name, confirmed }: Company) => ({ name, confirmed });

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
    const before = stateOf(company);
    if (name !== undefined && name !== null) await rename(scope, company, name);
    company.confirmed = confirmed ?? company.confirmed;
    const entry = { action: 'company.update', subjectType: 'Company', subjectId: id };
    recordAudit(scope, { ...entry, before, after: stateOf(company) });
    await em.flush();
  });
