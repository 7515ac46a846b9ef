import type {
  Issue,
  JudgeDimension,
  JudgeEvidence,
  JudgeImprovement,
  JudgeOutput,
  NormalizedTranscript,
  ParticipantRole,
  Rubric,
  RubricDimension,
  Validator,
  ValidatorInput,
} from 'debrief/plugin-api';

const LINES: readonly (readonly [speaker: 0 | 1 | 2, text: string])[] = [
  [0, 'Thanks for joining. How many trucks do you run at the moment?'],
  [1, 'We run about 40 trucks out of two depots.'],
  [0, 'What is the biggest problem with the way you plan the routes today?'],
  [1, 'The planners redo the whole plan by hand every time a driver calls in sick.'],
  [0, 'And when the plan changes late, what does that do to your delivery windows?'],
  [1, 'We miss about one in ten, and that costs us 300 dollars each.'],
  [0, 'If the plan redid itself within a minute, how would that help your planners?'],
  [1, 'They could finally look after the customers instead of the spreadsheet.'],
  [2, 'Sorry, I have to drop off the call now.'],
  [1, 'We run about 40 trucks, as I said. Our largest customer is in the north.'],
];

const participant = (index: number, speakerLabel: string, role: ParticipantRole) =>
  ({
    index,
    speakerLabel,
    name: null,
    email: null,
    affiliation: null,
    role,
    roleSource: 'OPTION',
    confidence: 1,
  }) as const;

/** A made-up call: 0 is the rep, 1 the customer, 2 somebody else. */
export const transcript: NormalizedTranscript = {
  title: null,
  startedAt: null,
  durationMs: null,
  language: 'en',
  participants: [participant(0, 'Rep', 'REP'), participant(1, 'Buyer', 'CUSTOMER'), participant(2, 'Guest', 'OTHER')],
  turns: LINES.map(([speaker, text], index) => ({
    index,
    participant: speaker,
    startMs: null,
    endMs: null,
    text,
    rawOffset: [0, 0],
  })),
};

const dimension = (key: string, weight: number): RubricDimension => ({
  key,
  name: key,
  weight,
  definition: 'Questions of this kind.',
  speaker: 'rep',
  anchors: [{ score: 3, text: 'Asks two or more questions that build on what the customer has just said about it.' }],
  evidenceFloor: [
    { min: 1, rep_question: 1 },
    { min: 4, rep_question: 1, customer_response: 1 },
  ],
  positiveExamples: [],
  negativeExamples: [],
});

export const rubric: Rubric = {
  key: 'test',
  version: 1,
  name: 'Test',
  description: 'A rubric for tests.',
  unit: 'call',
  scale: { min: 0, max: 5, step: 1 },
  dimensions: [dimension('situation', 0.2), dimension('problem', 0.3), dimension('payoff', 0.5)],
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: { callTypes: [], minRepQuestions: 1, minCustomerTurns: 1 },
};

export const question = (turn_index: number, quote?: string): JudgeEvidence => ({
  kind: 'rep_question',
  turn_index,
  quote: quote ?? transcript.turns[turn_index]?.text ?? '',
});

export const response = (turn_index: number, quote?: string): JudgeEvidence => ({
  ...question(turn_index, quote),
  kind: 'customer_response',
});

export const scored = (score: number | null, evidence: readonly JudgeEvidence[]): JudgeDimension => ({
  evidence: [...evidence],
  rationale: 'The rep asks and the customer answers with a fact.',
  score,
  confidence: 'medium',
});

export const improvement = (more: Partial<JudgeImprovement> = {}): JudgeImprovement => ({
  dimension: 'payoff',
  priority: 'high',
  advice: 'Let the customer put a figure to the gain.',
  turn_index: 6,
  original_quote: 'how would that help your planners?',
  example_rewrite: 'How many hours a week would your planners get back?',
  ...more,
});

/** An answer that obeys every rule, but for what `change` does to it. */
export const makeOutput = (change: (output: JudgeOutput) => void = () => undefined): JudgeOutput => {
  const output: JudgeOutput = {
    call_check: { is_sales_call: true, language: 'en', rep_speaker_ids: ['Rep'] },
    dimensions: {
      situation: scored(3, [question(0, 'How many trucks do you run at the moment?')]),
      problem: scored(4, [question(2), response(3)]),
      payoff: scored(2, [question(6)]),
    },
    coaching: {
      strengths: [{ dimension: 'problem', text: 'The question goes to the heart of the matter.' }],
      improvements: [improvement()],
      summary: 'A good talk that finds the problem and stops short of what solving it is worth to the customer.',
    },
    overall_score: 2.8,
    flags: [],
  };
  change(output);
  return output;
};

const inputFor = (output: JudgeOutput, more: Partial<ValidatorInput> = {}): ValidatorInput => ({
  transcript,
  rubric,
  output,
  prompt: { nonce: 'n0nce5f3a', instructions: '' },
  uiLanguage: 'en',
  reference: null,
  ...more,
});

/** Issues of one validator for an answer changed so. */
export const check = (
  validator: Validator,
  change?: (output: JudgeOutput) => void,
  more?: Partial<ValidatorInput>,
  options: Readonly<Record<string, unknown>> = {},
): readonly Issue[] => validator.validate(inputFor(makeOutput(change), more), options);

/** What a test compares: severity, code, path and, where there are any, repairs. */
export const brief = (issues: readonly Issue[]): readonly unknown[] =>
  issues.map(({ severity, code, path, repairs }) => [
    severity,
    code,
    path,
    ...(repairs ?? []).map(({ op, ...rest }) => ({ op, ...rest })),
  ]);
