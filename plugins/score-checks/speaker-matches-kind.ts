import type { EvidenceKind, ParticipantRole, Validator } from 'debrief/plugin-api';
import { citedEvidence } from './cited-evidence.js';

const SPEAKER: Readonly<Record<EvidenceKind, ParticipantRole | null>> = {
  rep_question: 'REP',
  customer_response: 'CUSTOMER',
  missed_opportunity: null,
};

/** B3: a rep's question is said by a rep, a customer's response by a customer; a missed chance by either. */
export const speakerMatchesKind: Validator = {
  name: 'speaker-matches-kind',
  description: 'Evidence is spoken by the side that its kind names.',
  order: 30,
  validate: ({ transcript, output }) =>
    citedEvidence(output).flatMap(({ piece, path }) => {
      const turn = transcript.turns[piece.turn_index];
      const wanted = SPEAKER[piece.kind];
      const role = turn === undefined ? null : (transcript.participants[turn.participant]?.role ?? 'UNKNOWN');
      if (role === null || wanted === null || role === wanted) return [];
      return {
        severity: 'error',
        code: 'WRONG_SPEAKER',
        path: `${path}/kind`,
        message: `Turn ${piece.turn_index} is spoken by ${role}, but ${piece.kind} must come from ${wanted}.`,
        hint: `Cite as ${piece.kind} only what a speaker of role ${wanted} says.`,
      };
    }),
};
