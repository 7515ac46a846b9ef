import type { EvidenceKind, Issue, ParticipantRole, Validator, ValidatorInput } from 'debrief/plugin-api';
import { citedEvidence, type CitedEvidence } from './cited-evidence.js';

const SPEAKER: Readonly<Record<EvidenceKind, ParticipantRole | null>> = {
  rep_question: 'REP',
  rep_statement: 'REP',
  customer_response: 'CUSTOMER',
  missed_opportunity: null,
};

const wrongSpeaker = ({ piece, path }: CitedEvidence, speaker: string, wanted: string): Issue => ({
  severity: 'error',
  code: 'WRONG_SPEAKER',
  path: `${path}/kind`,
  message: `Turn ${piece.turn_index} is spoken by ${speaker}, but ${piece.kind} must come from ${wanted}.`,
  hint: `Cite as ${piece.kind} only what ${wanted} says.`,
});

const issueFor = ({ transcript, subject = null }: ValidatorInput, cited: CitedEvidence): Issue[] => {
  const { kind, turn_index: index } = cited.piece;
  const turn = transcript.turns[index];
  const wanted = SPEAKER[kind];
  if (turn === undefined || wanted === null) return [];
  const { role, speakerLabel } = transcript.participants[turn.participant] ?? { role: 'UNKNOWN', speakerLabel: '' };
  if (role !== wanted) return [wrongSpeaker(cited, role, `a speaker of role ${wanted}`)];
  if (wanted !== 'REP' || subject === null || subject === speakerLabel) return [];
  return [wrongSpeaker(cited, 'another representative', 'the representative who is scored, marked "subject": true')];
};

/** B3: a rep's words are said by a rep, and by the one who is scored where there are several; a customer's by a customer; a missed chance by either. */
export const speakerMatchesKind: Validator = {
  name: 'speaker-matches-kind',
  description: 'Evidence is spoken by the side that its kind names.',
  order: 30,
  validate: (input) => citedEvidence(input.output).flatMap((cited) => issueFor(input, cited)),
};
