import type { Rubric, RubricDimension } from 'debrief/plugin-api';

import { meddic } from './meddic.js';

/** Some dimensions weigh more than others: without pain, champion, buyer and figures the rest is paperwork. */
const WEIGHTS: Readonly<Record<string, number>> = {
  metrics: 0.14,
  economic_buyer: 0.14,
  decision_criteria: 0.1,
  decision_process: 0.12,
  identify_pain: 0.18,
  champion: 0.16,
};

const paperProcess: RubricDimension = {
  key: 'paper_process',
  name: 'Paper process',
  weight: 0.08,
  speaker: 'customer',
  evidenceKinds: ['rep_question', 'rep_statement', 'customer_response', 'missed_opportunity'],
  definition:
    'What has to be done on paper between the yes and the signature: contract, legal and security review, data protection, ' +
    'purchasing, supplier registration; who does it and how long it takes.',
  anchors: [
    { score: 0, text: 'Nothing is said about it.' },
    {
      score: 1,
      text: 'It is mentioned that there is such a step, without who or how long, or the rep alone lays it out.',
    },
    { score: 2, text: 'The customer names the steps or who carries them out.' },
    {
      score: 3,
      text: 'The customer names steps, people and how long they take, and it is checked against the date that is wanted.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'Legal takes three weeks, and before that our security team sends you a questionnaire.',
    'You have to be registered as a supplier first; purchasing does that twice a month.',
  ],
  negativeExamples: [
    { text: 'The site managers vote on the 14th.', belongsTo: 'decision_process' },
    { text: 'Above ten thousand the director signs.', belongsTo: 'economic_buyer' },
  ],
  notApplicableWhen:
    'the customer says that no new contract, order or review is needed, for instance because an agreement in force covers it.',
};

const competition: RubricDimension = {
  key: 'competition',
  name: 'Competition',
  weight: 0.08,
  speaker: 'customer',
  evidenceKinds: ['rep_question', 'rep_statement', 'customer_response', 'missed_opportunity'],
  definition:
    'What else the customer could do: other suppliers, a solution of their own, another use for the money, or leaving things as ' +
    'they are; and how this offer stands against it in their eyes.',
  anchors: [
    { score: 0, text: 'Alternatives do not come up.' },
    {
      score: 1,
      text: 'It comes up that there are alternatives, without which; or the rep alone talks about competitors.',
    },
    {
      score: 2,
      text: 'The customer says which alternatives they look at, doing nothing and building it themselves included.',
    },
    { score: 3, text: 'As 2, and the customer says where this offer is ahead and where it is behind.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'We have two other offers, and one of them is a good deal cheaper but without the mobile part.',
    'Honestly, the alternative is that we stay on the spreadsheet for another year.',
  ],
  negativeExamples: [
    { text: 'Nobody else can do what we do.', belongsTo: 'none' },
    { text: 'Price counts for half of the decision.', belongsTo: 'decision_criteria' },
  ],
};

const reweighted: readonly RubricDimension[] = meddic.dimensions.map((dimension) => ({
  ...dimension,
  weight: WEIGHTS[dimension.key] ?? dimension.weight,
}));

/**
 * MEDDPICC: MEDDIC with Paper process and Competition, as enterprise sales teams extended it. The gates follow the rule of thumb that no
 * amount of process makes up for a missing pain or a buyer nobody knows; weights, caps, anchors and evidence floors are ours.
 */
export const meddpicc: Rubric = {
  key: 'meddpicc',
  version: 1,
  name: 'MEDDPICC',
  description:
    'What the call establishes about a deal: Metrics, Economic buyer, Decision criteria, Decision process, Identify pain, ' +
    'Champion, Paper process, Competition. What counts is what the customer says; what the rep supposes or claims carries no ' +
    'dimension beyond the lowest steps. The same words of the customer may serve two dimensions. The score tells how well the ' +
    'deal is known after this call, not how likely it is to be won.',
  unit: 'deal',
  scale: { min: 0, max: 3, step: 1 },
  dimensions: [...reweighted, paperProcess, competition],
  gates: [
    {
      dimension: 'identify_pain',
      min: 2,
      cap: 1,
      reason: 'Without a pain that the customer admits, nothing else carries the deal.',
    },
    { dimension: 'economic_buyer', min: 1, cap: 2, reason: 'Nobody knows yet who would release the money.' },
  ],
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: { callTypes: [], minRepQuestions: 1, minCustomerTurns: 2 },
};
