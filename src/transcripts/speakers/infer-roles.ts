import type { ParseWarning, Turn } from '../../plugin-api/transcript.js';
import type { Person } from './resolve-speakers.js';
import { foundRole, type FoundRole, inferFromBehavior, NO_ROLE, type Roles } from './infer-from-behavior.js';
import { readSpeakerLabel } from './read-speaker-label.js';
import { localPart, normalizeName } from './speaker-identity.js';

/** The same text for `Channel_0`, `channel 0` and `CHANNEL-0`. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s_#-]+/g, ' ')
    .trim()
    .toLowerCase();

const namesOf = (person: Person): string[] =>
  [person.label, person.name, person.email].filter((name) => name !== null).map(fold);

const firstNames = (person: Person): string[] => namesOf(person).map((name) => name.split(/[\s@.]/, 1)[0] ?? '');

const indexesWhere = (people: readonly Person[], matches: (person: Person) => boolean): number[] =>
  people.flatMap((person, index) => (!person.anonymous && matches(person) ? [index] : []));

const isSpelledAs = (person: Person, email: string): boolean =>
  person.name !== null && normalizeName(person.name) === normalizeName(localPart(email));

/**
 * The person that a user's words name: by label, name or e-mail in full, else by first name, else by the beginning of the name, else by a
 * fuller name than the file has; `Name <address>` by either. Each step counts only if it fits one person; more than one answers `AMBIGUOUS`.
 */
function matchPerson(people: readonly Person[], wanted: string): number | 'NONE' | 'AMBIGUOUS' {
  const name = fold(wanted);
  if (name === '') return 'NONE';
  const { email, name: alone } = readSpeakerLabel(wanted);
  const address = email === null ? null : fold(email);
  const steps: ((person: Person) => boolean)[] = [
    (person) => namesOf(person).includes(name),
    (person) => address !== null && person.email !== null && fold(person.email) === address,
    (person) => alone !== null && namesOf(person).includes(fold(alone)),
    (person) => email !== null && isSpelledAs(person, email),
    (person) => firstNames(person).includes(name),
    (person) => namesOf(person).some((known) => known.startsWith(name)),
    (person) => namesOf(person).some((known) => known.length > 1 && name.startsWith(`${known} `)),
    (person) => namesOf(person).some((known) => known.split(/[\s,]+/).includes(name)),
  ];
  for (const step of steps) {
    const found = indexesWhere(people, step);
    if (found.length > 1) return 'AMBIGUOUS';
    if (found[0] !== undefined) return found[0];
  }
  return 'NONE';
}

export interface RoleOptions {
  /** Name, label or e-mail of our representative, as the user gave it. */
  readonly rep?: string;
  readonly customer?: string;
  /** Domains of our own e-mail addresses: `nimbus.example`. */
  readonly ownDomains?: readonly string[];
  readonly ownCompany?: string;
}

interface InferredRoles {
  /** One for each person, in their order. */
  readonly roles: readonly FoundRole[];
  readonly warnings: readonly ParseWarning[];
}

const fill = (roles: Roles, find: (index: number) => FoundRole | null): Roles =>
  roles.map((found, index) => found ?? find(index));

function fromOptions(people: readonly Person[], options: RoleOptions, warnings: ParseWarning[]): Roles {
  const roles: (FoundRole | null)[] = people.map(() => null);
  for (const [role, wanted] of [
    ['REP', options.rep],
    ['CUSTOMER', options.customer],
  ] as const) {
    if (wanted === undefined || wanted.trim() === '') continue;
    const match = matchPerson(people, wanted);
    if (typeof match === 'number') {
      roles[match] ??= foundRole(role, 'OPTION', 1);
      continue;
    }
    const labels = people
      .slice(0, 8)
      .map((person) => person.label)
      .join(', ');
    const fault = match === 'NONE' ? 'matches no person on the call' : 'matches more than one person on the call';
    warnings.push({
      code: `${role}_${match === 'NONE' ? 'NOT_FOUND' : 'AMBIGUOUS'}`,
      message: `The given ${role === 'REP' ? 'representative' : 'customer'} "${wanted.slice(0, 80)}" ${fault} (${labels}); the role was looked for elsewhere.`,
    });
  }
  return roles;
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

const isOwnDomain = (domain: string, own: readonly string[]): boolean =>
  own
    .map((known) => known.trim().toLowerCase().replace(/^@/, ''))
    .some((known) => known !== '' && (domain === known || domain.endsWith(`.${known}`)));

const isOwn = ({ email }: Person, { ownDomains = [] }: RoleOptions): boolean =>
  email !== null && isOwnDomain(domainOf(email), ownDomains);

/** Foreign addresses are customers only if one of our own people is on the call, or may be the one without an address. */
function fromEmail(people: readonly Person[], options: RoleOptions): (person: Person) => FoundRole | null {
  const configured = (options.ownDomains ?? []).length > 0;
  const ownMayBe = people.some((other) => isOwn(other, options) || (!other.anonymous && other.email === null));
  return (person) => {
    if (person.email === null || !configured) return null;
    if (isOwn(person, options)) return foundRole('REP', 'EMAIL_DOMAIN', 0.95);
    return ownMayBe ? foundRole('CUSTOMER', 'EMAIL_DOMAIN', 0.95) : null;
  };
}

const sameCompany = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((name) =>
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N} ]/gu, '')
      .replace(/\s+(?:inc|llc|ltd|corp|gmbh|co)$/, '')
      .trim(),
  );
  return one === other;
};

/** By the company that the file or the label names. Text in brackets may be anything: it names companies only if our own is among them. */
function fromCompany(people: readonly Person[], { ownCompany }: RoleOptions): (person: Person) => FoundRole | null {
  const isOurs = ({ affiliation }: Person) =>
    ownCompany !== undefined && affiliation !== null && sameCompany(affiliation, ownCompany);
  const namesCompanies = people.some(isOurs);
  return (person) =>
    namesCompanies && person.affiliation !== null
      ? foundRole(isOurs(person) ? 'REP' : 'CUSTOMER', 'SUFFIX', 0.85)
      : null;
}

/** The recording side marks its guests; people without a mark are then its own. */
function fromMark(people: readonly Person[]): (person: Person) => FoundRole | null {
  const marksGuests = people.some(({ mark }) => mark === 'EXTERNAL');
  return (person) => {
    if (person.anonymous) return null;
    if (person.mark === 'EXTERNAL') return foundRole('CUSTOMER', 'SUFFIX', 0.85);
    return marksGuests ? foundRole('REP', 'SUFFIX', 0.8) : null;
  };
}

/** On a call of two, one side known settles the other. */
function settlePair(people: readonly Person[], roles: Roles): Roles {
  const named = people.flatMap((person, index) => (person.anonymous ? [] : [index]));
  if (named.length !== 2 || people.length !== 2) return roles;
  return roles.map((found, index) => {
    const other = roles[1 - index];
    if (found || !other || (other.role !== 'REP' && other.role !== 'CUSTOMER')) return found;
    return foundRole(other.role === 'REP' ? 'CUSTOMER' : 'REP', other.source, other.confidence * 0.95);
  });
}

/**
 * Who sells and who buys, by the strongest evidence there is: what the user said, a field of the file, a word of the label, our own e-mail
 * domains and company, a mark such as `(Guest)`; last, who asks and who is asked. What stays open is UNKNOWN, never a guess.
 */
export function inferRoles(people: readonly Person[], turns: readonly Turn[], options: RoleOptions): InferredRoles {
  const warnings: ParseWarning[] = [];
  const at = (find: (person: Person) => FoundRole | null) => (index: number) => {
    const person = people[index];
    return person ? find(person) : null;
  };
  let roles = fromOptions(people, options, warnings);
  roles = fill(
    roles,
    at(({ field }) => (field && field !== 'UNKNOWN' ? foundRole(field, 'FIELD', 1) : null)),
  );
  roles = fill(
    roles,
    at(({ side }) => (side ? foundRole(side, 'LABEL', 0.95) : null)),
  );
  roles = fill(roles, at(fromEmail(people, options)));
  roles = fill(roles, at(fromCompany(people, options)));
  roles = settlePair(people, roles);
  roles = fill(roles, at(fromMark(people)));
  roles = settlePair(people, roles);
  roles = inferFromBehavior(people, turns, roles);
  return { roles: roles.map((found) => found ?? NO_ROLE), warnings };
}
