import type { EvidenceKind, Issue, ParticipantRole, Validator, ValidatorInput } from 'debrief/plugin-api';
import { findQuestions, locateQuote } from 'debrief/plugin-api/text';
import { citedEvidence, type CitedEvidence } from './output-pointers.js';

const SPEAKER: Readonly<Record<EvidenceKind, ParticipantRole | null>> = {
  rep_question: 'REP',
  rep_statement: 'REP',
  customer_response: 'CUSTOMER',
  missed_opportunity: null,
};

const wrongSpeakerIssue = ({ piece, path }: CitedEvidence, speaker: string, wanted: string): Issue => ({
  severity: 'error',
  code: 'WRONG_SPEAKER',
  path: `${path}/kind`,
  message: `Turn ${piece.turn_index} is spoken by ${speaker}, but ${piece.kind} must come from ${wanted}.`,
  hint: `Cite as ${piece.kind} only what ${wanted} says.`,
});

const speakerIssue = ({ transcript, subject = null }: ValidatorInput, cited: CitedEvidence): Issue[] => {
  const { kind, turn_index: index } = cited.piece;
  const turn = transcript.turns[index];
  const wanted = SPEAKER[kind];
  if (turn === undefined || wanted === null) return [];
  const { role, speakerLabel } = transcript.participants[turn.participant] ?? { role: 'UNKNOWN', speakerLabel: '' };
  if (role !== wanted) return [wrongSpeakerIssue(cited, role, `a speaker of role ${wanted}`)];
  if (wanted !== 'REP' || subject === null || subject === speakerLabel) return [];
  return [
    wrongSpeakerIssue(cited, 'another representative', 'the representative who is scored, marked "subject": true'),
  ];
};

/** B3: words of a rep are said by a rep (the scored one if there are several), words of a customer by a customer, a missed chance by either. */
export const speakerMatchesKind: Validator = {
  name: 'speaker-matches-kind',
  description: 'Evidence is spoken by the side that its kind names.',
  order: 30,
  validate: (input) => citedEvidence(input.output).flatMap((cited) => speakerIssue(input, cited)),
};

/** The question detector knows English only. */
const isDetectorLanguage = (language: string): boolean => /^(?:en|und)(?:-|$)/i.test(language);

const asks = (text: string, quote: string): boolean => {
  const span = locateQuote(text, quote);
  return span === null || findQuestions(text).some(({ start, end }) => start < span.end && span.start < end);
};

/** Evidence of kind rep_question in which the detector finds no question. */
export const citedNonQuestions = ({ transcript, output }: ValidatorInput): readonly CitedEvidence[] =>
  isDetectorLanguage(transcript.language)
    ? citedEvidence(output).filter(({ piece }) => {
        const text = transcript.turns[piece.turn_index]?.text;
        return piece.kind === 'rep_question' && text !== undefined && !asks(text, piece.quote);
      })
    : [];

/** B9: what is cited as a question is one. The detector can err, so this only warns; its rate shows drift. */
export const evidenceIsQuestion: Validator = {
  name: 'evidence-is-question',
  description: 'Evidence of kind rep_question is a question.',
  order: 90,
  validate: (input) =>
    citedNonQuestions(input).map(({ piece, path }) => ({
      severity: 'warning',
      code: 'NOT_A_QUESTION',
      path: `${path}/quote`,
      message: `What turn ${piece.turn_index} says here does not look like a question.`,
      hint: 'Cite as rep_question only words with which the rep asks something.',
    })),
};
