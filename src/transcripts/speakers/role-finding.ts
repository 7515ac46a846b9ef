import type { ParticipantRole, RoleSource } from '../../plugin-api/transcript.js';

/** A role with where it came from and how sure it is. */
export interface FoundRole {
  readonly role: ParticipantRole;
  readonly source: RoleSource;
  readonly confidence: number;
}

export const NO_ROLE: FoundRole = { role: 'UNKNOWN', source: 'NONE', confidence: 0 };

/** Roles found so far, by index of the person; null where none is. */
export type Roles = readonly (FoundRole | null)[];

const round = (confidence: number): number => Math.round(confidence * 100) / 100;

export const foundRole = (role: ParticipantRole, source: RoleSource, confidence: number): FoundRole => ({
  role,
  source,
  confidence: round(confidence),
});
