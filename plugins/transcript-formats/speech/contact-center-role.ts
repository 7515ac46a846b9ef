import type { ParticipantRole } from 'debrief/plugin-api';
import { text } from '../json/json-fields.js';

const ROLES: Readonly<Record<string, ParticipantRole>> = {
  agent: 'REP',
  customer: 'CUSTOMER',
  caller: 'CUSTOMER',
  supervisor: 'OTHER',
};

/** The side that a contact center's own word for a participant names, or null. */
export const contactCenterRole = (value: unknown): ParticipantRole | null =>
  ROLES[text(value)?.trim().toLowerCase() ?? ''] ?? null;
