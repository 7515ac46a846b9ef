import type { EvidenceKind, Rubric, RubricDimension } from 'debrief/plugin-api';

const BOTH_SIDES: readonly EvidenceKind[] = [
  'rep_question',
  'rep_statement',
  'customer_response',
  'missed_opportunity',
];

const bonding: RubricDimension = {
  key: 'bonding',
  name: 'Bonding and rapport',
  weight: 0.1,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition:
    'The two meet as equals who may speak openly: the rep listens, takes up what is said, and does not flatter or beg.',
  anchors: [
    { score: 0, text: 'The rep goes straight to business or keeps a distance, or flatters.' },
    { score: 1, text: 'Polite small talk that stays on the surface; the customer answers briefly.' },
    {
      score: 2,
      text: 'The rep takes up what the customer says, and the customer opens up with something that was not asked for.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, any_kind: 1, customer_response: 1 },
  ],
  positiveExamples: ['You sound as if the move cost you some sleep. How are you holding up?'],
  negativeExamples: [
    { text: 'Is it all right if we take half an hour and then decide?', belongsTo: 'upfront_contract' },
  ],
};

const upfrontContract: RubricDimension = {
  key: 'upfront_contract',
  name: 'Up-front contract',
  weight: 0.2,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition:
    'Before the matter itself both agree on purpose, time, what each may ask, and what is decided at the end, a no included. It ' +
    'needs the agreement of the customer, not only an agenda by the rep.',
  anchors: [
    { score: 0, text: 'No agreement on how the talk will go.' },
    {
      score: 1,
      text: 'The rep announces an agenda or a time; the customer does not agree to it, or the outcome stays open.',
    },
    {
      score: 2,
      text: 'Purpose and possible outcomes, a no among them, are proposed, and the customer agrees in words.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, any_kind: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'At the end we both say whether a second talk makes sense, and a no is perfectly fine. Does that suit you?',
  ],
  negativeExamples: [{ text: 'I will send you the offer tomorrow.', belongsTo: 'post_sell' }],
};

const pain: RubricDimension = {
  key: 'pain',
  name: 'Pain',
  weight: 0.25,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition:
    'What hurts the customer, taken from the surface to the reason and to what it means for them personally, by questions; and ' +
    'the customer’s admission that they want to be rid of it.',
  anchors: [
    { score: 0, text: 'No pain comes up, or the rep tells the customer what it is.' },
    { score: 1, text: 'A problem on the surface; the rep does not ask further.' },
    {
      score: 2,
      text: 'The rep asks on to the cause or the effect, and the customer says what it costs them or the business.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, rep_question: 1, customer_response: 1 },
  ],
  positiveExamples: [
    'How long has that gone on, and what have you tried?',
    'And what does it mean for you if it stays that way?',
  ],
  negativeExamples: [{ text: 'What have you planned to spend on getting rid of it?', belongsTo: 'budget' }],
};

const budget: RubricDimension = {
  key: 'budget',
  name: 'Budget',
  weight: 0.15,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition:
    'Whether the customer is willing and able to spend the money, the time and the effort, spoken of before anything is presented.',
  anchors: [
    { score: 0, text: 'Money and effort are not spoken of.' },
    { score: 1, text: 'Spoken of, but the customer stays vague or the rep only names a price.' },
    { score: 2, text: 'The customer states what they can and will spend, in money or effort.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
  ],
  positiveExamples: ['If we solved it, what would be a sum that you could live with?'],
  negativeExamples: [{ text: 'Who else looks at a sum like that?', belongsTo: 'decision' }],
};

const decision: RubricDimension = {
  key: 'decision',
  name: 'Decision',
  weight: 0.15,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition: 'How the customer decides: who, how, when, and whether the one on the call can.',
  anchors: [
    { score: 0, text: 'How it is decided does not come up.' },
    { score: 1, text: 'It comes up in part: who or when or how, but not how they hang together.' },
    { score: 2, text: 'The customer states who decides, how and by when, clearly enough to act on.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
  ],
  positiveExamples: ['When you bought the last system, who was in the room?'],
  negativeExamples: [{ text: 'Then I would show you exactly these two points.', belongsTo: 'fulfillment' }],
};

const fulfillment: RubricDimension = {
  key: 'fulfillment',
  name: 'Fulfillment',
  weight: 0.1,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition:
    'The rep presents only what answers the pain, within the budget and for those who decide, and lets the customer judge. ' +
    'Presenting before pain, budget and decision are settled counts against this stage.',
  anchors: [
    { score: 0, text: 'The rep presents features, or presents before the earlier stages are settled.' },
    { score: 1, text: 'In part tied to the pain; or tied to it, but the customer is not asked what they make of it.' },
    { score: 2, text: 'Each point answers a stated pain, and the customer says whether it does.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, rep_statement: 1, customer_response: 1 },
  ],
  positiveExamples: ['You said the double entry costs you Fridays; here is the one screen that ends it. Does it?'],
  negativeExamples: [{ text: 'Could anything make you change your mind next week?', belongsTo: 'post_sell' }],
  callTypes: ['demo', 'presentation', 'proposal', 'negotiation', 'closing'],
  notApplicableWhen: 'pain, budget or decision are still open and the rep, rightly, presents nothing yet.',
};

const postSell: RubricDimension = {
  key: 'post_sell',
  name: 'Post-sell',
  weight: 0.05,
  speaker: 'either',
  evidenceKinds: BOTH_SIDES,
  definition:
    'Once the customer has committed, the rep makes it hold: raises what could undo it, and agrees on what happens next.',
  anchors: [
    { score: 0, text: 'The rep takes the commitment and ends the talk.' },
    { score: 1, text: 'Next steps are named, but nobody asks what could still go wrong.' },
    {
      score: 2,
      text: 'The rep raises doubts that could come back, the customer answers them, and the next steps are agreed.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, any_kind: 2, customer_response: 1 },
  ],
  positiveExamples: ['Your present supplier will call and offer you less. What will you tell them?'],
  negativeExamples: [{ text: 'Who has to agree before you can say yes?', belongsTo: 'decision' }],
  callTypes: ['proposal', 'negotiation', 'closing'],
  notApplicableWhen: 'the customer commits to nothing in this call that could be secured.',
};

/**
 * The stages of the Sandler Selling System after David H. Sandler and John Hayes, "You Can't Teach a Kid to Ride a Bike at a Seminar" (1995).
 * They follow each other, and agreement by both sides is evidence. The scale (missing, begun, done), the anchors, the weights and the
 * evidence floors are ours.
 */
export const sandler: Rubric = {
  key: 'sandler',
  version: 1,
  name: 'Sandler',
  description:
    'How well the call goes through the stages Bonding and rapport, Up-front contract, Pain, Budget, Decision, Fulfillment, ' +
    'Post-sell. Each stage qualifies the next; what both sides say is evidence, and an agreement counts when the customer ' +
    'agrees in words. A call that ends early with a clear and mutual no is a good call.',
  unit: 'call',
  scale: { min: 0, max: 2, step: 1 },
  dimensions: [bonding, upfrontContract, pain, budget, decision, fulfillment, postSell],
  ordered: true,
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: { callTypes: [], minRepQuestions: 1, minCustomerTurns: 2 },
};
