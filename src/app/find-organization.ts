import { AppError } from '../errors/app-error.js';
import { foldText } from '../text/fold-text.js';
import type { System } from './open-system.js';

export interface NamedOrganization {
  readonly id: string;
  readonly name: string;
}

const MAX_NAMED = 20;

const key = (name: string): string => foldText(name).text.trim();

/** Organizations of that name; case, width and accents aside. */
export const organizationsNamed = async ({ organizations }: System, name: string): Promise<NamedOrganization[]> =>
  (await organizations()).filter((one) => key(one.name) === key(name));

const known = (all: readonly NamedOrganization[]): string =>
  all
    .slice(0, MAX_NAMED)
    .map(({ id, name }) => `"${name}" (${id})`)
    .join(', ');

/**
 * The organization of that id or name; without one, the only one there is.
 * @throws AppError NOT_FOUND, BAD_USER_INPUT where several fit, each naming what there is
 */
export const findOrganization = async (system: System, wanted: string | undefined): Promise<NamedOrganization> => {
  const all = await system.organizations();
  const fitting = all.filter(({ id, name }) => wanted === undefined || id === wanted || key(name) === key(wanted));
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  if (all.length === 0) {
    throw new AppError('NOT_FOUND', 'There is no organization yet. Make one with `debrief organization NAME`.');
  }
  if (fitting.length === 0)
    throw new AppError('NOT_FOUND', `There is no organization "${wanted}". There are ${known(all)}.`);
  throw new AppError('BAD_USER_INPUT', `Say which organization with --organization: ${known(fitting)}.`);
};
