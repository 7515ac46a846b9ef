import type { ParsedParticipant } from '../../plugin-api/transcript.js';
import { readSpeakerLabel, type SpeakerLabel } from './read-speaker-label.js';

/** The same text for `dana.whitfield` and `Dana Whitfield`. */
export const normalizeName = (name: string): string => name.toLowerCase().replace(/[\s._-]+/g, '');

export const localPart = (email: string): string => email.slice(0, email.lastIndexOf('@'));

/** Labels that differ in organization only are two people (`Alex (Acme)`, `Alex (Nimbus)`); with one organization or none they are one. */
function byOrganization(labels: readonly SpeakerLabel[]): Map<SpeakerLabel, string> {
  const organizations = new Map<string, Set<string>>();
  for (const { key, affiliation } of labels) {
    const known = organizations.get(key) ?? new Set();
    if (affiliation !== null) known.add(affiliation.toLowerCase());
    organizations.set(key, known);
  }
  return new Map(
    labels.map((label) => {
      const split = (organizations.get(label.key)?.size ?? 0) > 1;
      return [label, split ? `${label.key} (${label.affiliation?.toLowerCase() ?? ''})` : label.key];
    }),
  );
}

/** The names that go with an e-mail address: those of labels that hold both, and those that the file states. */
function namesByEmail(labels: readonly SpeakerLabel[], given: readonly ParsedParticipant[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const add = (email: string, key: string): void => {
    const known = names.get(email.toLowerCase()) ?? new Set();
    names.set(email.toLowerCase(), known.add(key));
  };
  for (const { email, name, key } of labels) if (email !== null && name !== null) add(email, key);
  for (const { email, name, label } of given) {
    if (email !== undefined) for (const known of [label, name ?? label]) add(email, readSpeakerLabel(known).key);
  }
  return names;
}

/** The key of the person whose e-mail address is used as a label; undefined if none or more than one fits. */
function ownerOf(
  email: string,
  keys: ReadonlySet<string>,
  names: ReadonlyMap<string, Set<string>>,
): string | undefined {
  const stated = [...(names.get(email.toLowerCase()) ?? [])].filter(
    (key) => key !== email.toLowerCase() && keys.has(key),
  );
  const alike = [...keys].filter((key) => !key.includes('@') && normalizeName(key) === normalizeName(localPart(email)));
  const [owner, ...more] = stated.length > 0 ? stated : alike;
  return more.length === 0 ? owner : undefined;
}

/** One key for each person, shared by spellings, decorations and addresses. `given` is what the file states about people elsewhere. */
export function identityKeys(
  labels: readonly SpeakerLabel[],
  given: readonly ParsedParticipant[],
): Map<SpeakerLabel, string> {
  const keys = byOrganization(labels);
  const known = new Set(keys.values());
  const names = namesByEmail(labels, given);
  for (const label of labels) {
    const owner = label.email === label.label ? ownerOf(label.email, known, names) : undefined;
    if (owner !== undefined) keys.set(label, owner);
  }
  return keys;
}

/**
 * Finds what the file states about the person of some labels: by a label itself, otherwise by its name or address, if only one person has
 * them.
 */
export function statedBy(
  given: readonly ParsedParticipant[],
): (labels: readonly SpeakerLabel[]) => ParsedParticipant | null {
  const known = new Map<string, ParsedParticipant | null>();
  const add = (name: string, person: ParsedParticipant): void => {
    const other = known.get(name);
    known.set(name, other !== undefined && other !== person ? null : person);
  };
  for (const person of given) {
    const { label, key } = readSpeakerLabel(person.label);
    if (!known.has(`label ${label}`)) known.set(`label ${label}`, person);
    if (!known.has(`key ${key}`)) known.set(`key ${key}`, person);
    if (person.name !== undefined) add(`name ${readSpeakerLabel(person.name).key}`, person);
    if (person.email !== undefined) add(`email ${person.email.toLowerCase()}`, person);
  }
  return (labels) => {
    const names = [
      ...labels.map(({ label }) => `label ${label}`),
      ...labels.map(({ key }) => `key ${key}`),
      ...labels.map(({ key }) => `name ${key}`),
      ...labels.flatMap(({ email }) => (email === null ? [] : `email ${email.toLowerCase()}`)),
    ];
    const found = names.find((name) => known.get(name));
    return found === undefined ? null : (known.get(found) ?? null);
  };
}
