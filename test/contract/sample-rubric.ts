import type { Rubric } from 'debrief/plugin-api';

/** A small rubric for plugins that bring none. */
export const sampleRubric: Rubric = {
  key: 'sample',
  version: 1,
  name: 'Sample',
  description: 'Two dimensions for tests.',
  unit: 'call',
  scale: { min: 0, max: 5, step: 1 },
  dimensions: ['discovery', 'next_step'].map((key) => ({
    key,
    name: key,
    weight: 0.5,
    definition: 'For a test.',
    speaker: 'rep',
    anchors: [
      { score: 0, text: 'Nothing.' },
      { score: 5, text: 'All of it.' },
    ],
    evidenceFloor: [
      { min: 1, rep_question: 1 },
      { min: 4, rep_question: 2, customer_response_with_number: 1 },
    ],
    positiveExamples: [],
    negativeExamples: [],
  })),
  aggregate: { kind: 'weighted_mean', minWeight: 0.5 },
  applicability: { callTypes: [], minRepQuestions: 1, minCustomerTurns: 1 },
};
