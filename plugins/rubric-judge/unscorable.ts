import type {
  EvaluatorOptions,
  NormalizedTranscript,
  Rubric,
  RubricDimension,
  Turn,
  UnscoredReason,
} from 'debrief/plugin-api';
import { findQuestions } from 'debrief/plugin-api/text';

const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/**
 * Whether the type of a call, as its uploader wrote it, is in a list. Uploaders write free text: "Discovery call" is a `discovery`. A call
 * without a type may be of any, and an empty list accepts all.
 */
const isOfCallType = (given: string | null, listed: readonly string[]): boolean => {
  const words = wordsOf(given ?? '');
  return listed.length === 0 || words.trim() === '' || listed.some((type) => words.includes(wordsOf(type)));
};

/** Dimensions that do not apply to this type of call. */
export const dimensionsOutsideCallType = ({ dimensions }: Rubric, given: string | null): readonly RubricDimension[] =>
  dimensions.filter(({ callTypes = [] }) => !isOfCallType(given, callTypes));

/** With this many turns a rep had a fair chance to ask: then the absence of questions is a result and no lack of evidence. */
const FAIR_CHANCE_TURNS = 5;

/** The question detector knows English only. */
const canFindQuestions = ({ language }: NormalizedTranscript): boolean => /^(?:en|und)(?:-|$)/i.test(language);

const turnsBySide = ({ participants, turns }: NormalizedTranscript, subject: string | null) => {
  const customers: Turn[] = [];
  const rep: Turn[] = [];
  for (const turn of turns) {
    const { role, speakerLabel } = participants[turn.participant] ?? { role: 'OTHER', speakerLabel: '' };
    // A person without a known role may be the customer.
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

/** Why a rubric does not apply to a call by its own conditions; null if it applies. */
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

export interface Unscorable {
  readonly reason: UnscoredReason;
  readonly rationale: string;
}

const NAME_THE_REP =
  'Name the representative and score again: `--rep NAME` on the command line, or the field `rep` of an upload.';

/** Words of buying and selling. A call without any of them, between people of unknown roles, is not a sales call. */
const DEALING =
  /\b(?:pric(?:es?|ing)|budget|contract|proposal|quot(?:e|ation)|purchas(?:e|es|ing)|vendors?|suppliers?|demo|trial|pilot|invoices?|subscription|licen[cs]es?|your (?:team|company|business)|our (?:product|platform|solution|service|customers?|clients?))\b/i;

const isEnglish = ({ language }: NormalizedTranscript): boolean => language === 'en' || language === 'und';

const speaksOfDealing = ({ turns }: NormalizedTranscript): boolean => turns.some(({ text }) => DEALING.test(text));

const isForeign = ({ language }: NormalizedTranscript, known: readonly string[] | null): boolean =>
  known !== null && language !== 'und' && !known.includes(language);

/** Why a transcript cannot be scored, whatever a model says; null if it can. */
export const findUnscorable = (
  transcript: NormalizedTranscript,
  { judgeLanguages }: Pick<EvaluatorOptions, 'judgeLanguages'>,
): Unscorable | null => {
  if (isForeign(transcript, judgeLanguages)) {
    return {
      reason: 'UNSUPPORTED_LANGUAGE',
      rationale: `The call is in "${transcript.language}"; this judge knows ${judgeLanguages?.join(', ') ?? 'none'}. Score it again with another model.`,
    };
  }
  const speaking = new Set(transcript.turns.map((turn) => turn.participant));
  const speakers = transcript.participants.filter((participant) => speaking.has(participant.index));
  if (speakers.some((participant) => participant.role === 'REP')) return null;
  if (speakers.length < 2) {
    return {
      reason: 'NOT_A_SALES_CALL',
      rationale: `Nobody is in conversation here: the text has ${speakers.length === 0 ? 'no speaker' : 'one speaker'} and no representative. If it is a sales call, export it with speaker names. ${NAME_THE_REP}`,
    };
  }
  if (isEnglish(transcript) && !speaksOfDealing(transcript)) {
    return {
      reason: 'NOT_A_SALES_CALL',
      rationale: `Nobody here sells or buys, and nobody is known as the representative. If it is a sales call: ${NAME_THE_REP}`,
    };
  }
  const labels = speakers.slice(0, 6).map((participant) => participant.speakerLabel);
  return {
    reason: 'NO_REPRESENTATIVE',
    rationale: `It is not known who of ${labels.join(', ')} is the representative. ${NAME_THE_REP}`,
  };
};
