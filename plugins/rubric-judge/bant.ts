import type { EvidenceKind, Rubric, RubricDimension } from 'debrief/plugin-api';

const KINDS: readonly EvidenceKind[] = ['rep_question', 'customer_response', 'missed_opportunity'];

const budget: RubricDimension = {
  key: 'budget',
  name: 'Budget',
  weight: 0.25,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'Whether there is money for this, or a way to get it: an amount, a range, a planned item or what is spent today. The price ' +
    'that the rep names is no budget.',
  anchors: [
    { score: 0, text: 'Money on the customer’s side is not clarified, or there is none and no way to it.' },
    {
      score: 1,
      text: 'In part: money is possible or planned, but neither an amount nor where it comes from is known.',
    },
    { score: 2, text: 'The customer states an amount or range, or that the money is approved or can be moved to it.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'We set aside 30 to 35 thousand for this year.',
    'It would come out of what we pay the agency today.',
  ],
  negativeExamples: [
    { text: 'It starts at twelve thousand a year.', belongsTo: 'none' },
    { text: 'Our controller approves every order.', belongsTo: 'authority' },
  ],
};

const authority: RubricDimension = {
  key: 'authority',
  name: 'Authority',
  weight: 0.25,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition: 'Who decides, and what part the people on the call have in it.',
  anchors: [
    { score: 0, text: 'It is not clarified who decides.' },
    {
      score: 1,
      text: 'In part: the contact has a say or knows that others decide, but not who they are or how to reach them.',
    },
    { score: 2, text: 'The contact decides, or the customer names who does and how they are brought in.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'That is my call up to fifty thousand.',
    'Our head of logistics decides; I will add her to the invitation.',
  ],
  negativeExamples: [
    { text: 'The whole team is annoyed by it.', belongsTo: 'need' },
    { text: 'We decide in the spring.', belongsTo: 'timeline' },
  ],
};

const need: RubricDimension = {
  key: 'need',
  name: 'Need',
  weight: 0.25,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition: 'Whether the customer has a problem or a goal that the offer can serve, in their own words.',
  anchors: [
    { score: 0, text: 'No need comes up, or only the rep claims one.' },
    { score: 1, text: 'In part: a general interest or an inconvenience, or it stays open whether the offer fits it.' },
    { score: 2, text: 'The customer states a specific problem or goal, and the offer can serve it.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'We cannot tell which truck is where, and customers call us all day.',
    'We need one stock figure for all four shops.',
  ],
  negativeExamples: [
    { text: 'You surely want to save time.', belongsTo: 'none' },
    { text: 'It has to run before the season starts.', belongsTo: 'timeline' },
  ],
};

const timeline: RubricDimension = {
  key: 'timeline',
  name: 'Timeline',
  weight: 0.25,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition: 'When the customer wants to decide or to have it running, and what that date hangs on.',
  anchors: [
    { score: 0, text: 'No time is clarified, or the customer has none in mind.' },
    { score: 1, text: 'In part: a rough outlook ("some time this year"), or a date that only the rep proposes.' },
    { score: 2, text: 'The customer states a date, a quarter or an event by which it must be decided or running.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
  ],
  positiveExamples: ['Our contract ends on the 30th of September, so before that.', 'It must run before the harvest.'],
  negativeExamples: [
    { text: 'Shall we speak again on Thursday?', belongsTo: 'none' },
    { text: 'The money is in next year’s plan.', belongsTo: 'budget' },
  ],
};

/**
 * BANT (Budget, Authority, Need, Timeline), the qualification scheme that is attributed to IBM. It says how far a lead is qualified and
 * nothing about the quality of a conversation; the scale (no, in part, yes), the anchors and the evidence floors are ours.
 */
export const bant: Rubric = {
  key: 'bant',
  version: 1,
  name: 'BANT',
  description:
    'What the call clarifies about a lead: Budget, Authority, Need, Timeline. Each is no, in part, or yes. A clear negative ' +
    'answer ("there is no money for this") is the lowest score: the lead is not qualified in that point. How elegantly it was ' +
    'asked does not matter.',
  unit: 'lead',
  scale: { min: 0, max: 2, step: 1 },
  dimensions: [budget, authority, need, timeline],
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: {
    callTypes: ['discovery', 'qualification', 'prospecting', 'intro', 'inbound', 'outbound', 'demo'],
    minRepQuestions: 1,
    minCustomerTurns: 2,
  },
};
