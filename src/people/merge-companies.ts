import { mergeNamed, type Merge, type MergePorts } from './merge-named.js';

/**
 * Makes several companies one, with all their calls. A second call changes nothing.
 * @returns id of the company that is left: `into`, or what that was merged into
 * @throws AppError BAD_USER_INPUT, NOT_FOUND, CONFLICT for a circle or one that was merged elsewhere
 */
export const mergeCompanies = (scope: MergePorts, merge: Merge): Promise<string> =>
  mergeNamed(scope, { table: 'company', type: 'Company' }, merge);
