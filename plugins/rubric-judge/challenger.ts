import type { Rubric, RubricDimension } from 'debrief/plugin-api';

const teach: RubricDimension = {
  key: 'teach',
  name: 'Teach',
  weight: 0.4,
  speaker: 'rep',
  evidenceKinds: ['rep_statement', 'rep_question', 'customer_response', 'missed_opportunity'],
  definition:
    'The rep brings an insight about the customer’s business that the customer did not have: a cost, a risk or a chance that is ' +
    'overlooked, backed by facts, which puts the matter in a new light and leads to what the rep’s company does better. Facts ' +
    'about the product are not teaching.',
  anchors: [
    { score: 1, text: 'The rep presents the company and the product, or asks for needs and takes them as they come.' },
    { score: 2, text: 'General facts about the market that fit every customer; nothing in them is new or in dispute.' },
    {
      score: 3,
      text: 'One insight that is relevant to this customer, with a reason or a figure, but it is left beside the matter.',
    },
    {
      score: 4,
      text: 'An insight that contradicts how the customer sees it; the customer takes it up, asks or reconsiders.',
    },
    {
      score: 5,
      text: 'As 4, and the customer restates the problem in the new light, before the rep shows that the offer answers just that.',
    },
  ],
  evidenceFloor: [
    { min: 2, rep_statement: 1 },
    { min: 4, rep_statement: 1, customer_response: 1 },
    { min: 5, rep_statement: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'Most workshops your size look at the hourly rate, but two thirds of the loss is in waiting for parts.',
    'The returns are not your problem; the eleven days before anybody looks at them are.',
  ],
  negativeExamples: [
    { text: 'Our platform has been on the market for twelve years.', belongsTo: 'none' },
    { text: 'For you as head of purchasing that means fewer rush orders.', belongsTo: 'tailor' },
  ],
};

const tailor: RubricDimension = {
  key: 'tailor',
  name: 'Tailor',
  weight: 0.3,
  speaker: 'rep',
  evidenceKinds: ['rep_statement', 'rep_question', 'customer_response', 'missed_opportunity'],
  definition:
    'The rep fits the message to the person spoken to: their role, their goals, their industry, what they said earlier; and to ' +
    'the others whose support is needed.',
  anchors: [
    { score: 1, text: 'The same words would go to anybody.' },
    { score: 2, text: 'The industry or the company’s name is put in; the content stays general.' },
    {
      score: 3,
      text: 'At least one point is tied to the role of the person or to something that they said in this call.',
    },
    {
      score: 4,
      text: 'Several points are tied to this person’s goals or figures, and the customer confirms that they fit.',
    },
    {
      score: 5,
      text: 'As 4, and the rep also says what it means for others who must agree, in terms of what those care about.',
    },
  ],
  evidenceFloor: [
    { min: 2, rep_statement: 1 },
    { min: 4, rep_statement: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'You said the night shift is what keeps you awake, so let me only show you the night shift.',
    'For your finance lead that is four weeks less stock on the books.',
  ],
  negativeExamples: [
    { text: 'Everybody in logistics has this problem.', belongsTo: 'teach' },
    { text: 'Then we should settle the date now.', belongsTo: 'take_control' },
  ],
};

const takeControl: RubricDimension = {
  key: 'take_control',
  name: 'Take control',
  weight: 0.3,
  speaker: 'rep',
  evidenceKinds: ['rep_statement', 'rep_question', 'customer_response', 'missed_opportunity'],
  definition:
    'The rep leads: speaks of money without being asked, holds a point under pressure, contradicts politely, and drives toward a ' +
    'specific step with the people it needs. Pressure, haste and talking over the customer are not control.',
  anchors: [
    { score: 1, text: 'The rep gives way at the first resistance, or presses without listening; the end stays open.' },
    { score: 2, text: 'A next step is proposed, but the rep leaves it to the customer whether and when.' },
    { score: 3, text: 'The rep asks for a specific next step or speaks openly of money, and gets an answer.' },
    {
      score: 4,
      text: 'The rep holds to a point or to the price against an objection, with reasons, and keeps the talk constructive.',
    },
    { score: 5, text: 'As 4, and the customer commits to a dated step that involves those who decide.' },
  ],
  evidenceFloor: [
    { min: 2, any_kind: 1 },
    { min: 3, any_kind: 2 },
    { min: 4, rep_statement: 1, customer_response: 1 },
    { min: 5, rep_statement: 1, customer_response: 2 },
  ],
  positiveExamples: [
    'I would advise against a pilot with one site: it will not show you the effect, and here is why.',
    'Before we go on: this will be between forty and fifty thousand. Is that a conversation we can have?',
  ],
  negativeExamples: [
    { text: 'Just get back to me whenever it suits you.', belongsTo: 'none' },
    { text: 'You lose most of it before the goods are even booked.', belongsTo: 'teach' },
  ],
};

/**
 * Challenger after Matthew Dixon and Brent Adamson, "The Challenger Sale" (2011): teach, tailor, take control. What the rep says is evidence
 * here, and not only what the rep asks. The anchors and evidence floors are ours.
 */
export const challenger: Rubric = {
  key: 'challenger',
  version: 1,
  name: 'Challenger',
  description:
    'How well the representative teaches, tailors and takes control. Statements by the rep are evidence here; whether they ' +
    'worked is seen in what the customer says to them. Being friendly, knowing the product and talking a lot are no virtue in ' +
    'themselves, and neither is being contrary. The score says how closely a call follows the model, not how likely it is to win.',
  unit: 'call',
  scale: { min: 1, max: 5, step: 1 },
  dimensions: [teach, tailor, takeControl],
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: {
    callTypes: ['discovery', 'demo', 'pitch', 'presentation', 'proposal', 'negotiation'],
    minRepQuestions: 0,
    minCustomerTurns: 1,
  },
};
