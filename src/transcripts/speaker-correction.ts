import type { ParticipantRole } from '../plugin-api/index.js';

/**
 * What a person said is wrong with the speakers, by their labels. They are kept with the transcript and applied again to every later
 * normalization.
 */
export type SpeakerCorrection =
  | { readonly kind: 'SWAP'; readonly label: string; readonly other: string }
  | { readonly kind: 'MERGE'; readonly label: string; readonly into: string }
  | { readonly kind: 'RENAME'; readonly label: string; readonly name: string }
  | { readonly kind: 'SET_ROLE'; readonly label: string; readonly role: ParticipantRole };
