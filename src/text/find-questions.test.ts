import { describe, expect, it } from '@jest/globals';

import { findQuestions } from './find-questions.js';
import { expectWithin } from '../../test/support/expect-within.js';

const textsOf = (turn: string): string[] => findQuestions(turn).map((question) => question.text);

describe('findQuestions', () => {
  it.each([
    'How many sites do you run?',
    'Walk me through what happens when a ticket comes in.',
    "I'm curious how the team plans a week.",
    'Could you describe the handover to finance.',
    "You're running two warehouses?",
    'so how many people are on the support desk',
    'do you have a way to track that today',
    'If approvals took a day, what would that free you to do?',
    'Okay, got it. And, um, who signs off on this?',
    'In a normal week, how many orders do you ship',
    'Why?',
    'That must be costing you a fortune, right?',
    'what happens after the order is placed',
    'Tell me about the onboarding process.',
    'How are you currently handling returns?',
    'Help me understand who gets hurt when it fails.',
    'If that report is wrong, what would the board say',
  ])('finds one question in %j', (turn) => {
    expect(findQuestions(turn)).toHaveLength(1);
  });

  it.each([
    'So what Brindlework does is read the order, whatever it came in as.',
    'So did we, and the garden needed it.',
    'What we do is sit between the warehouse and the carrier.',
    "And that's why customers like us.",
    'When you log in, you see the dashboard.',
    'We integrate with most systems, which means no double entry.',
    'How it works is simple.',
    'When customers come to us they usually have three tools.',
    'I can send the deck today.',
    'What a week.',
    'If you use the tool you would save a day.',
    'Have a look at slide two.',
    'What matters to most teams is speed.',
    'Great, thanks for the background.',
    'Share of wallet is growing.',
    '',
    '   ',
    '???',
  ])('finds none in the statement %j', (turn) => {
    expect(textsOf(turn)).toEqual([]);
  });

  it.each([
    'Does that make sense?',
    'Sound good?',
    'Right?',
    'Can you hear me?',
    'Hi Odessa, can you hear me all right?',
    'Good morning everyone, how are you?',
    'Can you see my screen okay?',
    'How are you doing today?',
    'What time works for you?',
    'Does Tuesday work?',
    'Could we book a call for next week?',
    'Do you mind if I record this?',
    'So what are the next steps?',
    'Two days?',
    'How was your weekend?',
    'Would you like to see a demo?',
    'Any questions so far?',
    'Would it be useful to have your manager on a call next Thursday?',
  ])('drops the check, greeting or logistics %j', (turn) => {
    expect(textsOf(turn)).toEqual([]);
  });

  it('answers verbatim slices with their offsets', () => {
    const turn = 'Got it\u2014thanks.  So\u00a0how many \u201csites\u201d do you run?  We have six.';
    const [question] = findQuestions(turn);
    expect(question?.text).toBe('So\u00a0how many \u201csites\u201d do you run?');
    expect(turn.slice(question!.start, question!.end)).toBe(question!.text);
  });

  it('keeps two different questions of one turn apart', () => {
    expect(textsOf('How many agents do you have? Which tool do they use for chat?')).toEqual([
      'How many agents do you have?',
      'Which tool do they use for chat?',
    ]);
  });

  it('merges a question with its restatement', () => {
    expect(textsOf('How often does it fail? I mean, how many times a month?')).toHaveLength(1);
    expect(textsOf('Is it the import? Or is it the mapping?')).toHaveLength(1);
    expect(textsOf('What does the outage cost the team? What does the outage really cost you?')).toHaveLength(1);
  });

  it('finds questions in speech without punctuation', () => {
    const turn =
      'yeah we work with a lot of distributors and they usually come to us when the spreadsheet gets too big and someone has to clean it up every friday which nobody enjoys and it grows with every new customer and every new site until the whole thing falls over at the worst possible time of the year so how many people touch that sheet and what happens when two of them edit it';
    expect(textsOf(turn)).toEqual(['so how many people touch that sheet', 'and what happens when two of them edit it']);
  });

  it('narrows a long sentence to the clause that asks', () => {
    const lead = 'we have been talking with a number of teams in your industry about the way they plan stock '.repeat(
      2,
    );
    const [question] = textsOf(`${lead}, so where does your own planning break down?`);
    expect(question).toBe('so where does your own planning break down?');
  });

  it.each([
    ['no terminators', 'so and but what '.repeat(1300)],
    ['commas', ', '.repeat(10_000)],
    ['question marks', '? '.repeat(10_000)],
    ['if', 'if '.repeat(7000)],
    ['markers', 'so, '.repeat(5000)],
    ['one word', 'a'.repeat(20_000)],
    ['questions', 'What do you do? '.repeat(1250)],
  ])('stays linear on hostile %s', (_name, turn) => {
    findQuestions(turn.slice(0, 2000));
    expectWithin(100, () => findQuestions(turn));
  });
});
