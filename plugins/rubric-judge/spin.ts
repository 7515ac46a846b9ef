import type { Rubric, RubricDimension } from 'debrief/plugin-api';

const situation: RubricDimension = {
  key: 'situation',
  name: 'Situation',
  weight: 0.15,
  speaker: 'rep',
  definition:
    'Questions that ask for facts, background or how things are done today, including buying facts such as budget, ' +
    'timeline and who decides. The answer is neutral: the customer gains nothing by giving it. Needed, but both too few ' +
    'and too many count against the call.',
  anchors: [
    { score: 0, text: 'No fact-finding at all: the rep pitches blind.' },
    {
      score: 1,
      text: 'An interrogation: a run of background questions (more than 10, or more than 60 % of all SPIN questions) out of which nothing is developed, or questions whose answers the rep should have known before the call.',
    },
    {
      score: 2,
      text: 'A generic checklist: facts that matter are missing, so that later probing is blind, or there are clearly too many questions.',
    },
    {
      score: 3,
      text: 'The essential facts (who, what, how much, how it is done now) in about 2 to 6 questions, most of them relevant.',
    },
    {
      score: 4,
      text: "Focused: the questions build on research or on the customer's own words, and each leads toward a possible problem. At most about a third of all SPIN questions.",
    },
    {
      score: 5,
      text: 'As 4, and the rep gets a baseline in numbers (volume, cost or time) and uses it later in the call.',
    },
  ],
  evidenceFloor: [
    { min: 1, rep_question: 1 },
    { min: 3, rep_question: 2 },
    { min: 5, rep_question: 2, customer_response: 1, customer_response_with_number: 1 },
  ],
  positiveExamples: [
    'Which system do the dispatchers plan their routes in?',
    'Take me through a return, from the first message to the refund.',
    'Whose signature does a purchase of this size need?',
  ],
  negativeExamples: [
    { text: 'How satisfied are the dispatchers with that system?', belongsTo: 'problem' },
    { text: 'When a return stalls, what does that do to the customer relationship?', belongsTo: 'implication' },
    { text: 'Would Thursday suit you for a second call?', belongsTo: 'none' },
  ],
};

const problem: RubricDimension = {
  key: 'problem',
  name: 'Problem',
  weight: 0.25,
  speaker: 'rep',
  definition:
    'Questions that look for difficulties, dissatisfaction or doubts about how things are today. The answer is an implied ' +
    'need: the customer states a problem. A question about how often a problem occurs belongs here too.',
  anchors: [
    { score: 0, text: 'None asked.' },
    { score: 1, text: 'Only leading or token questions ("any challenges?"), and none is followed up.' },
    {
      score: 2,
      text: 'One or two real ones. An implied need comes up, but the rep moves on or starts to pitch.',
    },
    {
      score: 3,
      text: 'Three or more relevant ones. At least one clear implied need is probed for when, where or how often.',
    },
    {
      score: 4,
      text: 'Two or more problem areas are explored: cause, frequency, who suffers. The rep confirms the problem back.',
    },
    {
      score: 5,
      text: 'As 4, and the customer ranks the problems or picks the one that matters most, and it is one that the offer can solve.',
    },
  ],
  evidenceFloor: [
    { min: 1, rep_question: 1 },
    { min: 3, rep_question: 2 },
    { min: 4, rep_question: 2, customer_response: 1 },
  ],
  positiveExamples: [
    'At which point of the month-end close do things go wrong?',
    'How comfortable are you with the accuracy of those counts?',
    'What do the planners complain about most?',
  ],
  negativeExamples: [
    { text: 'How do you close the books today?', belongsTo: 'situation' },
    { text: 'If the counts are off, what does that cost you downstream?', belongsTo: 'implication' },
    { text: 'What would reliable counts let the planners do?', belongsTo: 'need_payoff' },
  ],
};

const implication: RubricDimension = {
  key: 'implication',
  name: 'Implication',
  weight: 0.3,
  speaker: 'rep',
  definition:
    'Questions about consequences, effects and knock-on costs of a problem that the customer has already admitted. The ' +
    'answer makes the problem larger, broader, costlier or more urgent. A consequence that the rep states is not one.',
  anchors: [
    { score: 0, text: 'None.' },
    { score: 1, text: 'The rep states the consequences, or asks in token form ("is that an issue?").' },
    { score: 2, text: 'One real question about a first consequence, not followed up.' },
    {
      score: 3,
      text: 'Two or more, each tied to an admitted problem; the customer accepts at least one consequence.',
    },
    {
      score: 4,
      text: 'A chain that reaches two or more areas (cost, people, customers, risk, strategy) or second-order effects; the customer elaborates.',
    },
    {
      score: 5,
      text: 'As 4, and the customer puts a number on it or states urgency (an amount, a date, an owner); the rep then turns to the value of solving it and does not leave the customer in gloom.',
    },
  ],
  evidenceFloor: [
    { min: 1, rep_question: 1 },
    { min: 3, rep_question: 2 },
    { min: 4, rep_question: 2, customer_response: 1 },
    { min: 5, rep_question: 3, customer_response: 1 },
  ],
  positiveExamples: [
    'When a truck leaves late, what does that set off at the next depot?',
    'How many renewals have you lost over those billing mistakes?',
    'What would happen if the two people who know the spreadsheet left?',
  ],
  negativeExamples: [
    { text: 'What happens when a new order arrives?', belongsTo: 'situation' },
    { text: 'Which deliveries tend to leave late?', belongsTo: 'problem' },
    { text: 'If trucks left on time, what would that be worth?', belongsTo: 'need_payoff' },
  ],
};

const needPayoff: RubricDimension = {
  key: 'need_payoff',
  name: 'Need-payoff',
  weight: 0.3,
  speaker: 'rep',
  definition:
    'Questions about the value, usefulness or importance of solving a problem. The answer is an explicit need ("we need…", ' +
    '"we want…") or a benefit in the customer\'s own words. Offering a demo or asking for agreement is not one.',
  anchors: [
    { score: 0, text: 'None: the rep lists benefits.' },
    {
      score: 1,
      text: 'Leading or rhetorical ("you would love that, right?"), or about a capability that no stated need calls for.',
    },
    { score: 2, text: 'One real question, but before the need was developed, or answered with a bare yes.' },
    { score: 3, text: 'One or more real ones; the customer states a benefit in their own words.' },
    {
      score: 4,
      text: 'Two or more; the customer states an explicit need, and the rep extends it ("where else would that help?").',
    },
    {
      score: 5,
      text: 'As 4, with a payoff in numbers or for several stakeholders, leading to a specific next step.',
    },
  ],
  evidenceFloor: [
    { min: 1, rep_question: 1 },
    { min: 3, rep_question: 1, customer_response: 1 },
    { min: 4, rep_question: 2, customer_response: 1 },
    { min: 5, rep_question: 2, customer_response: 2 },
  ],
  positiveExamples: [
    'If the close took two days in place of six, what would your team do with the time?',
    'How would a single view of stock help the branches?',
    'Why does it matter to finance that this is solved before the audit?',
  ],
  negativeExamples: [
    { text: 'Would you like to see how our dashboard does that?', belongsTo: 'none' },
    { text: 'What would happen if you left it as it is?', belongsTo: 'implication' },
    { text: 'What bothers finance about the close?', belongsTo: 'problem' },
  ],
};

/** SPIN after Neil Rackham, "SPIN Selling" (1988). The anchors and evidence floors are ours. */
export const spin: Rubric = {
  key: 'spin',
  version: 1,
  name: 'SPIN',
  description:
    'How well the representative’s questions follow SPIN: Situation, Problem, Implication, Need-payoff. The unit is one ' +
    'distinct question by the representative that gets an answer, classified by the answer it seeks and not by its ' +
    'wording. To decide: benefit of solving is Need-payoff; else consequence of an admitted problem is Implication; else ' +
    'difficulty or dissatisfaction is Problem; else a fact is Situation. Rapport, agenda, checks, scheduling and ' +
    'permission are none of these. Two questions in one breath count once, in the class that the customer answers. An ' +
    'open question is no virtue in itself. The score says how closely a call follows SPIN, not how likely it is to win.',
  unit: 'call',
  scale: { min: 0, max: 5, step: 1 },
  dimensions: [situation, problem, implication, needPayoff],
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: { callTypes: ['discovery', 'demo'], minRepQuestions: 1, minCustomerTurns: 1 },
};
