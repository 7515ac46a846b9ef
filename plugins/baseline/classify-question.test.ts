import { describe, expect, it } from '@jest/globals';

import { classifyQuestion, type SpinClass } from './classify-question.js';
import { expectWithin } from '../../test/support/expect-within.js';

// Written for this test; the classifier was not tuned on any public list.
const TEXTBOOK: Readonly<Record<SpinClass, readonly string[]>> = {
  situation: [
    'How do you currently handle returns?',
    'What happens when a lead comes in?',
    'Who signs off on a purchase like this?',
    "What's the budget for this year?",
    'How many warehouses do you run?',
    'Which system do the planners work in today?',
    'Walk me through how an invoice gets approved.',
    'How long have you been with your present carrier?',
    'Tell me about the team that looks after onboarding.',
    'Do you use one tool for chat and phone?',
    'Where are the technicians based?',
    'When does the contract with your vendor end?',
    'What does your reporting process look like?',
    'How big is the dispatch team?',
  ],
  problem: [
    "How's that working for you?",
    'What challenges do you have with the current tool?',
    'How satisfied are you with the accuracy of the forecast?',
    'Where does that process break down?',
    'What frustrates the agents about the handover?',
    'Is it hard to keep the price lists in step?',
    'What would you change about the approval process?',
    'Have you run into errors in the invoices?',
    'Are you comfortable with how long the close takes?',
    'What makes it difficult to plan the routes?',
    'Which step gives your team the most trouble?',
    'Do you ever miss a delivery window?',
    'What do the branches complain about?',
    'How confident are you in those stock numbers?',
  ],
  implication: [
    "What's the impact when the report is wrong?",
    'What would happen if you did nothing?',
    'When the import fails, what does that do to the morning shift?',
    'How many deals do you lose because of it?',
    'How does the delay affect your customers?',
    'What does that cost you in overtime?',
    'If the two experts left, who could keep it running?',
    'Does that slow down the rest of the project?',
    'What are the consequences for the audit?',
    'What happens when two people edit the wrong version?',
    'How much do you spend fixing those mistakes?',
    'Has the backlog led to customers walking away?',
    'What is the knock-on effect on hiring?',
    'That must be costing you a fortune, right?',
  ],
  need_payoff: [
    'How important is it to fix this before Q4?',
    'If you could halve that, what would it mean?',
    'If approvals took a day, what would that free you to do?',
    'Why would that matter to finance?',
    'How would a single view of stock help the branches?',
    'What would it be worth to get those hours back?',
    'If that were solved, what would change for your team?',
    'How useful would it be to see the queue live?',
    'What benefits would you expect from faster quotes?',
    'Imagine the report were ready on Monday: what would you do with the time?',
    'Would it help if the routes planned themselves?',
    'Where else could that save you time?',
    'What would success look like a year from now?',
    'Why is it important to you to cut the response time?',
  ],
};

const labeled = Object.entries(TEXTBOOK).flatMap(([expected, questions]) =>
  questions.map((question) => ({ question, expected, got: classifyQuestion(question, '').spinClass })),
);

describe('classifyQuestion', () => {
  it('is right on at least 85 % of textbook questions, and on at least 10 of 14 in each class', () => {
    const wrong = labeled.filter(({ expected, got }) => expected !== got);
    expect({ share: 1 - wrong.length / labeled.length >= 0.85, wrong: [] }).toEqual({
      share: true,
      wrong: wrong.length / labeled.length > 0.15 ? wrong : [],
    });
    for (const spinClass of Object.keys(TEXTBOOK)) {
      expect(wrong.filter(({ expected }) => expected === spinClass).length).toBeLessThanOrEqual(4);
    }
  });

  it.each([
    ['How do you currently handle returns?', '', 'situation'],
    ["How's that working for you?", '', 'problem'],
    ['How long does it take to fix when it fails?', '', 'problem'],
    ['How long does it take to fix when it fails?', 'The import is broken twice a week.', 'implication'],
    ['How often does that happen?', 'The import fails and somebody has to restart it.', 'problem'],
    ['How often does that happen?', 'A truck comes in from the plant.', 'situation'],
    ['What challenges do you have with the current tool?', '', 'problem'],
    ["What's the impact when the report is wrong?", '', 'implication'],
    ['What happens when a lead comes in?', '', 'situation'],
    ['How important is it to fix this before Q4?', '', 'need_payoff'],
    ['What would happen if you did nothing?', '', 'implication'],
    ['If you could halve that, what would it mean?', '', 'need_payoff'],
    ['That must be costing you a fortune, right?', '', 'implication'],
    ['Who signs off on this?', '', 'situation'],
    ["What's the budget?", '', 'situation'],
  ])('decides the close case %j after %j', (question, context, expected) => {
    expect(classifyQuestion(question, context).spinClass).toBe(expected);
  });

  it('knows a leading question', () => {
    expect(classifyQuestion('That must be costing you a fortune, right?', '').leading).toBe(true);
    expect(classifyQuestion('What does that cost you?', '').leading).toBe(false);
  });

  it('is sure where cues are clear and unsure where there are none', () => {
    expect(classifyQuestion('How satisfied are you with the forecast?', '').confidence).toBe('high');
    expect(classifyQuestion('And the other two?', '')).toMatchObject({ residual: true, confidence: 'low' });
  });

  it.each(['if ', 'what would the ', 'how much ', 'does it ', 'would a '])('is quick on %j repeated', (piece) => {
    const question = piece.repeat(5000);
    classifyQuestion(question, question);
    expectWithin(150, () => classifyQuestion(question, question));
  });
});
