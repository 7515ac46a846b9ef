import type { EvidenceKind, Rubric, RubricDimension } from 'debrief/plugin-api';

const KINDS: readonly EvidenceKind[] = ['rep_question', 'rep_statement', 'customer_response', 'missed_opportunity'];

const metrics: RubricDimension = {
  key: 'metrics',
  name: 'Metrics',
  weight: 0.18,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'The measurable result that the customer expects: what it is today, what it should become, and what that is worth. Figures ' +
    "count when they are the customer's own or accepted by the customer; results at other customers that the rep tells of do not.",
  anchors: [
    { score: 0, text: 'No measure of success comes up, or the rep alone talks of figures from elsewhere.' },
    {
      score: 1,
      text: 'What should get better is named without a figure, or the rep offers a figure that the customer does not take up.',
    },
    { score: 2, text: "The customer states at least one figure of their own: today's value or the gain they expect." },
    {
      score: 3,
      text: 'The customer states where they stand and what they want to reach or save, in money, time or volume, and agrees with what follows from it.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1, customer_response_with_number: 1 },
    { min: 3, customer_response: 2, customer_response_with_number: 1 },
  ],
  positiveExamples: [
    'We write off 40,000 a year in expired stock, and I have to halve that.',
    'A claim takes nine days; anything above five costs us the renewal.',
  ],
  negativeExamples: [
    { text: 'Our customers usually save a third.', belongsTo: 'none' },
    { text: 'The planners are worn out by it.', belongsTo: 'identify_pain' },
  ],
};

const economicBuyer: RubricDimension = {
  key: 'economic_buyer',
  name: 'Economic buyer',
  weight: 0.18,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'The person who can release the money, also where no budget is planned, and who can say yes when others say no. Users, ' +
    'recommenders and people who can only say no are not the economic buyer.',
  anchors: [
    { score: 0, text: 'Nobody asks and nobody says who releases the money.' },
    { score: 1, text: 'The matter is raised, but the answer stays vague ("management decides") or is a guess.' },
    {
      score: 2,
      text: 'The customer names the person, by name or exact role, and says that the money is theirs to release.',
    },
    {
      score: 3,
      text: 'As 2, and the person is on the call or the customer agrees to bring them in; what that person wants to see is stated.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'The operations director signs for anything above ten thousand, without asking the board.',
    'I will bring our finance lead to the next call; she wants to see the payback first.',
  ],
  negativeExamples: [
    { text: 'I collect the offers and pass them on.', belongsTo: 'champion' },
    { text: 'Three departments have to agree before anything goes up.', belongsTo: 'decision_process' },
  ],
};

const decisionCriteria: RubricDimension = {
  key: 'decision_criteria',
  name: 'Decision criteria',
  weight: 0.14,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'What the customer will compare offers by: technical, commercial and about the supplier. How the decision is taken is the ' +
    'decision process; why something must change at all is the pain.',
  anchors: [
    { score: 0, text: 'No criteria come up.' },
    {
      score: 1,
      text: 'Only general wishes that fit any offer ("easy to use", "not too expensive"), or criteria that the rep assumes.',
    },
    { score: 2, text: 'The customer states one or more specific criteria that an offer can meet or miss.' },
    {
      score: 3,
      text: 'As 2, with an order of importance or thresholds, and the customer confirms which of them the offer meets.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'It has to post into our ledger without an export, otherwise it is out.',
    'Hosting in our own country comes first, then price.',
  ],
  negativeExamples: [
    { text: 'We will run a pilot and then vote.', belongsTo: 'decision_process' },
    { text: 'Every export costs us half a day.', belongsTo: 'identify_pain' },
  ],
};

const decisionProcess: RubricDimension = {
  key: 'decision_process',
  name: 'Decision process',
  weight: 0.14,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'How the customer comes to a decision: steps, people and dates, from now to the yes. Contract, legal and purchasing steps ' +
    'after the yes are the paper process where a rubric has one.',
  anchors: [
    { score: 0, text: 'How the decision is taken does not come up.' },
    { score: 1, text: 'A vague outlook ("we will discuss it internally"), or steps that only the rep lays out.' },
    { score: 2, text: 'The customer names steps or the people who take part, at least roughly in time.' },
    {
      score: 3,
      text: 'The customer lays out steps, people and dates up to the decision, and the next one is agreed for a date.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'First the warehouse tries it for two weeks, then the three site managers vote on the 14th.',
    'Until the review in March we collect offers, after that it goes to the management round.',
  ],
  negativeExamples: [
    { text: 'The managing director has the last word on money.', belongsTo: 'economic_buyer' },
    { text: 'We judge by uptime and by price.', belongsTo: 'decision_criteria' },
  ],
};

const identifyPain: RubricDimension = {
  key: 'identify_pain',
  name: 'Identify pain',
  weight: 0.2,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'A problem that the customer admits and that hurts the business: what goes wrong, what it leads to, who suffers, and why it ' +
    'must be solved now. A need that the rep claims is none.',
  anchors: [
    { score: 0, text: 'The customer admits no problem.' },
    {
      score: 1,
      text: 'An inconvenience without a consequence, or a problem that the rep names and the customer lets stand.',
    },
    { score: 2, text: 'The customer describes a specific problem and what it leads to in the business.' },
    { score: 3, text: 'As 2, and the customer says who suffers or what it costs, and why it cannot wait.' },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'When a count is off we ship short, and the branch has to call every single customer.',
    'The old system is switched off in June, and two people already quit over it.',
  ],
  negativeExamples: [
    { text: 'You probably lose a lot of time with that.', belongsTo: 'none' },
    { text: 'We want to get from nine days to five.', belongsTo: 'metrics' },
  ],
};

const champion: RubricDimension = {
  key: 'champion',
  name: 'Champion',
  weight: 0.16,
  speaker: 'customer',
  evidenceKinds: KINDS,
  definition:
    'Somebody on the customer’s side with influence who wants this to happen for a reason of their own and works for it when ' +
    'the rep is not there. A friendly contact who only gives information is not yet a champion.',
  anchors: [
    { score: 0, text: 'Nobody on the customer’s side shows an interest in this succeeding.' },
    {
      score: 1,
      text: 'A contact is open and gives information, without a reason of their own and without an offer to act.',
    },
    {
      score: 2,
      text: 'A contact says in their own words that they want it and why, and shows influence or inside knowledge.',
    },
    {
      score: 3,
      text: 'As 2, and the contact acts or commits to act: opens a door, argues for it internally, shares what others think.',
    },
  ],
  evidenceFloor: [
    { min: 1, any_kind: 1 },
    { min: 2, customer_response: 1 },
    { min: 3, customer_response: 2 },
  ],
  positiveExamples: [
    'I have pushed for this since last year, and I will put it on the agenda on Monday.',
    'Between us, the head of sales is against it; let me talk to him before your demo.',
  ],
  negativeExamples: [
    { text: 'Sure, send me the slides.', belongsTo: 'none' },
    { text: 'The director has to sign it.', belongsTo: 'economic_buyer' },
  ],
};

/**
 * MEDDIC, a scheme for qualifying large deals that came out of the sales organization of PTC in the 1990s. It judges a deal over all of its
 * calls; here it is scored by what one call establishes. The scale (unknown, touched, stated, established), the anchors and the evidence
 * floors are ours.
 */
export const meddic: Rubric = {
  key: 'meddic',
  version: 1,
  name: 'MEDDIC',
  description:
    'What the call establishes about a deal: Metrics, Economic buyer, Decision criteria, Decision process, Identify pain, ' +
    'Champion. What counts is what the customer says; what the rep supposes or claims carries no dimension beyond the lowest ' +
    'steps. The same words of the customer may serve two dimensions. The score tells how well the deal is known after this call, ' +
    'not how likely it is to be won.',
  unit: 'deal',
  scale: { min: 0, max: 3, step: 1 },
  dimensions: [metrics, economicBuyer, decisionCriteria, decisionProcess, identifyPain, champion],
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: { callTypes: [], minRepQuestions: 1, minCustomerTurns: 2 },
};
