import { mergeNamed, type Merge, type Mergeable, type MergePorts } from './merge-named.js';

const REPRESENTATIVE: Mergeable = { table: 'representative', type: 'Representative' };

/** Who had no address has that of those merged, where they have one. */
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
 * @returns id of the representative who is left: `into`, or whoever that was merged into
 * @throws AppError BAD_USER_INPUT, NOT_FOUND, CONFLICT for a circle or one who was merged elsewhere
 */
export const mergeRepresentatives = (scope: MergePorts, merge: Merge): Promise<string> =>
  mergeNamed(scope, REPRESENTATIVE, merge, takeEmail);
