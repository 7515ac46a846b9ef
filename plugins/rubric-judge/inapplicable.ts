import type { EvaluatorOptions, NormalizedTranscript, Turn } from 'debrief/plugin-api';
import { findQuestions } from 'debrief/plugin-api/text';

import { isOfCallType } from './call-types.js';
import type { Unscorable } from './unscorable.js';

/** With so many turns a rep had the chance to ask: that nothing was asked is then a result and no lack of evidence. */
const FAIR_CHANCE_TURNS = 5;

/** The question detector knows English only. */
const canFindQuestions = ({ language }: NormalizedTranscript): boolean => /^(?:en|und)(?:-|$)/i.test(language);

const turnsBySide = ({ participants, turns }: NormalizedTranscript, subject: string | null) => {
  const customers: Turn[] = [];
  const rep: Turn[] = [];
  for (const turn of turns) {
    const { role, speakerLabel } = participants[turn.participant] ?? { role: 'OTHER', speakerLabel: '' };
    // Where nobody is known as the customer, whoever is not known may be.
    if (role === 'CUSTOMER' || role === 'UNKNOWN') customers.push(turn);
    if (role === 'REP' && (subject === null || subject === speakerLabel)) rep.push(turn);
  }
  return { customers, rep };
};

const tooFew = (name: string, what: string, least: number, found: number): Unscorable => ({
  reason: 'INSUFFICIENT_EVIDENCE',
  rationale: `The rubric ${name} asks for ${what}, at least ${least}; this call has ${found}.`,
});

const asksTooLittle = (transcript: NormalizedTranscript, rep: readonly Turn[], least: number): number | null => {
  if (least === 0 || rep.length >= FAIR_CHANCE_TURNS || !canFindQuestions(transcript)) return null;
  const asked = rep.reduce((count, { text }) => count + findQuestions(text).length, 0);
  return asked < least ? asked : null;
};

/** Why a rubric doesn't apply to a call, by what the rubric itself says of calls, or null where it does. */
export const findInapplicable = (
  transcript: NormalizedTranscript,
  { rubric, subject = null, callType = null }: Pick<EvaluatorOptions, 'rubric' | 'subject' | 'callType'>,
): Unscorable | null => {
  const { callTypes, minCustomerTurns, minRepQuestions } = rubric.applicability;
  if (!isOfCallType(callType, callTypes)) {
    return {
      reason: 'NOT_APPLICABLE',
      rationale: `The rubric ${rubric.name} is for calls of the kinds ${callTypes.join(', ')}; this one is "${callType ?? ''}".`,
    };
  }
  const { customers, rep } = turnsBySide(transcript, subject);
  if (customers.length < minCustomerTurns) {
    return tooFew(rubric.name, 'turns by the customer', minCustomerTurns, customers.length);
  }
  const asked = asksTooLittle(transcript, rep, minRepQuestions);
  return asked === null ? null : tooFew(rubric.name, 'questions by the representative', minRepQuestions, asked);
};
