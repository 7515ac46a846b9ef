import type { ParsedParticipant, ParticipantRole } from 'debrief/plugin-api';
import { fields, type Fields, list, text } from './json-fields.js';

/** A participant without the fields that are null or undefined. */
export const toParticipant = (
  label: string,
  given: { readonly [Key in Exclude<keyof ParsedParticipant, 'label'>]?: ParsedParticipant[Key] | null | undefined },
): ParsedParticipant => ({
  label,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)),
});

/** One person for each label; the first entry of a label is kept. */
export function uniqueByLabel(people: readonly ParsedParticipant[]): ParsedParticipant[] {
  const known = new Map<string, ParsedParticipant>();
  for (const person of people) if (!known.has(person.label)) known.set(person.label, person);
  return [...known.values()];
}

/** Speakers of a list by their id, as text. */
export const indexById = (people: unknown, key = 'id'): ReadonlyMap<string, Fields> =>
  new Map(
    list(people).flatMap((person) => {
      const id = text(fields(person)[key]);
      return id === null ? [] : [[id, fields(person)] as const];
    }),
  );

const ROLES: Readonly<Record<string, ParticipantRole>> = {
  agent: 'REP',
  customer: 'CUSTOMER',
  caller: 'CUSTOMER',
  supervisor: 'OTHER',
};

/** The side that a contact center's own word for a participant names, or null. */
export const contactCenterRole = (value: unknown): ParticipantRole | null =>
  ROLES[text(value)?.trim().toLowerCase() ?? ''] ?? null;
