import type { ParsedParticipant, ParticipantRole } from 'debrief/plugin-api';
import type { RecordTable, Row } from './generic-table.js';
import { channelLabel, fields, type Fields, list, text, voiceLabel } from '../json/json-fields.js';
import { uniqueByLabel, toParticipant } from '../json/json-people.js';
import { readRoleWord } from '../shared/role-word.js';

const ROSTER = /^(?:participants|speakers|attendees|meeting_?attendees|parties|people|users|members|contacts)$/i;
const REP_FLAG = /^is_?(?:rep|representative|agent|seller|internal|host|employee)$/i;
const CUSTOMER_FLAG = /^is_?(?:customer|prospect|client|buyer|external|guest)$/i;

/** A flag that is set names a role; one that is not set says little, because the tool may never set it. */
const roleOfFlag = (key: string, value: unknown): ParticipantRole | null => {
  if (value !== true && value !== 'true') return null;
  if (REP_FLAG.test(key)) return 'REP';
  return CUSTOMER_FLAG.test(key) ? 'CUSTOMER' : null;
};

const roleOf = (person: Fields): ParticipantRole | null => {
  const stated = [person.role, person.affiliation, person.type, person.side].map((word) =>
    typeof word === 'string' ? readRoleWord(word) : null,
  );
  const flags = Object.entries(person).map(([key, value]) => roleOfFlag(key, value));
  return [...stated, ...flags].find((role) => role !== null) ?? null;
};

/** The label of a row: the name as written, or the number of a speaker or channel. */
export function labelOf(row: Row, { columns, headers, cellOf }: RecordTable): string | null {
  const written = text(cellOf(row, columns.speaker)?.value);
  const header = headers[columns.speaker ?? -1] ?? '';
  return /channel/i.test(header) ? channelLabel(written) : voiceLabel(written);
}

/** People described in the rows themselves. */
function peopleInRows(table: RecordTable): ParsedParticipant[] {
  const { rows, columns, headers, cellOf } = table;
  const flags = headers.filter((header) => REP_FLAG.test(header) || CUSTOMER_FLAG.test(header));
  return rows.flatMap((row) => {
    const label = labelOf(row, table);
    const flag = flags.map((header) => roleOfFlag(header, row.get(header)?.value)).find((role) => role !== null);
    const role = readRoleWord(cellOf(row, columns.role)?.value ?? '') ?? flag ?? null;
    const email = text(cellOf(row, columns.email)?.value);
    const affiliation = text(cellOf(row, columns.company)?.value);
    const isKnown = role !== null || email !== null || affiliation !== null;
    return label !== null && isKnown ? [toParticipant(label, { role, email, affiliation })] : [];
  });
}

const idsOf = (person: Fields): string[] =>
  [
    person.id,
    person.speaker_id,
    person.speakerId,
    person.participant_id,
    person.participantId,
    person.label,
    person.name,
  ]
    .map(text)
    .filter((id) => id !== null);

/** The lists of people beside the transcript. */
const rosterIn = (owners: readonly Fields[]): Fields[] =>
  owners.flatMap((owner) =>
    Object.entries(owner).flatMap(([key, value]) => (ROSTER.test(key) ? list(value).map(fields) : [])),
  );

/** People described in lists beside the transcript, joined by id or name. */
function peopleInRoster(table: RecordTable, owners: readonly Fields[]): ParsedParticipant[] {
  const known = new Map(rosterIn(owners).flatMap((person) => idsOf(person).map((id) => [id, person] as const)));
  return table.rows.flatMap((row) => {
    const id = text(table.cellOf(row, table.columns.speaker)?.value);
    const label = labelOf(row, table);
    const person = id === null ? undefined : known.get(id);
    if (label === null || person === undefined) return [];
    const name = text(person.name) ?? text(person.displayName) ?? text(person.full_name) ?? text(person.fullName);
    const email = text(person.email) ?? text(person.emailAddress);
    const affiliation = text(person.company) ?? text(person.organization);
    return [toParticipant(label, { name, email, affiliation, role: roleOf(person) })];
  });
}

/** All people that a file describes, in the rows and beside them. */
export function peopleIn(table: RecordTable, owners: readonly Fields[]): ParsedParticipant[] {
  const inRows = uniqueByLabel(peopleInRows(table));
  const beside = uniqueByLabel(peopleInRoster(table, owners));
  const labels = [...new Set([...beside, ...inRows].map(({ label }) => label))];
  return labels.map((label) => ({
    ...inRows.find((person) => person.label === label),
    ...beside.find((person) => person.label === label),
    label,
  }));
}
