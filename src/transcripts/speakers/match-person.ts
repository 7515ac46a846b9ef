import type { Person } from './fold-speakers.js';
import { readSpeakerLabel } from './read-speaker-label.js';
import { localPart, squashName } from './speaker-identity.js';

/** `Channel_0`, `channel 0` and `CHANNEL-0` alike. */
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
  person.name !== null && squashName(person.name) === squashName(localPart(email));

/**
 * The person that a user's words name: by label, name or e-mail in full, else by first name, else by the beginning of the name, else by a
 * fuller name than the file has; `Name <address>` by either. Each step counts only if it fits one person; more than one answers `AMBIGUOUS`.
 */
export function matchPerson(people: readonly Person[], wanted: string): number | 'NONE' | 'AMBIGUOUS' {
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
