import { describe, expect, it } from '@jest/globals';
import type { EvaluatorOptions, NormalizedTranscript, PromptSection } from 'debrief/plugin-api';

import { challenger } from './challenger.js';
import { longCallFor } from './long-call.js';
import { spin } from './spin.js';

const person = (index: number, speakerLabel: string, role: 'REP' | 'CUSTOMER') => ({
  ...{
    index,
    speakerLabel,
    role,
    name: null,
    email: null,
    affiliation: null,
    roleSource: 'FIELD' as const,
    confidence: 1,
  },
});

const transcript: NormalizedTranscript = {
  ...{ title: null, startedAt: null, durationMs: null, language: 'en' },
  participants: [person(0, 'Nora', 'REP'), person(1, 'Casey', 'CUSTOMER'), person(2, 'Otto', 'REP')],
  turns: Array.from({ length: 300 }, (_, index) => ({
    ...{
      index,
      participant: index % 3,
      text: `Words of turn ${index}.`,
      startMs: null,
      endMs: null,
      rawOffset: [0, 0] as const,
    },
  })),
};

const options: EvaluatorOptions = {
  rubric: spin,
  promptText: 'Judge the call.',
  uiLanguage: 'en',
  judgeLanguages: null,
};

const dataOf = (sections: readonly PromptSection[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(sections.flatMap((one) => (one.kind === 'data' ? [[one.name, one.value]] : [])));
const wordsOf = (sections: readonly PromptSection[]): string =>
  sections.map((one) => (one.kind === 'instructions' ? one.text : '')).join('\n');

describe('evidence of a part', () => {
  const chunk = {
    number: 2,
    count: 9,
    turns: [{ index: 120, participant: 0, text: 'A piece' }, ...transcript.turns.slice(121, 123)],
  };

  it('is asked for in turns under their own numbers, with the subject marked', () => {
    const data = dataOf(longCallFor(transcript, { ...options, subject: 'Nora' }).extract(chunk));
    expect(data).toMatchObject({ subject: 'Nora', part: { number: 2, of: 9 } });
    expect(data.turns).toEqual([
      { i: 120, speaker: 'Nora', role: 'REP', subject: true, text: 'A piece' },
      { i: 121, speaker: 'Casey', role: 'CUSTOMER', text: 'Words of turn 121.' },
      { i: 122, speaker: 'Otto', role: 'REP', subject: false, text: 'Words of turn 122.' },
    ]);
  });

  it('is of the kinds that the rubric takes, and without the instructions to score', () => {
    const [ofSpin, ofChallenger] = [spin, challenger].map((rubric) =>
      wordsOf(longCallFor(transcript, { ...options, rubric }).extract(chunk)),
    );
    expect(ofSpin).not.toContain('rep_statement:');
    expect(ofChallenger).toContain('rep_statement:');
    expect(ofSpin).not.toContain(options.promptText);
  });
});

describe('judging by what was found', () => {
  const passages = [
    { kind: 'rep_question', turn_index: 3, quote: 'Words of turn', dimension: 'problem', answers: null },
    { kind: 'customer_response', turn_index: 4, quote: 'of turn 4', dimension: 'problem', answers: 3 },
  ] as const;
  const metrics = {
    'conversation/talkShareOfCall': { outcome: 'MEASURED', value: 0.4, unit: 'ratio', denominator: 'length' },
    'conversation/patienceMs': { outcome: 'UNAVAILABLE', reason: 'no times' },
  } as const;
  const sections = longCallFor(transcript, options).judge({ passages, chunks: 9, salesChunks: 8, flags: [], metrics });

  it('asks the question of any call, with passages in place of turns and the figures that there are', () => {
    expect(wordsOf(sections)).toContain('Judge the call.');
    expect(wordsOf(sections)).toContain('## Rules for your answer');
    expect(dataOf(sections)).toMatchObject({
      parts: { count: 9, withSelling: 8 },
      figures: { 'conversation/talkShareOfCall': { value: 0.4, unit: 'ratio' } },
      passages: [
        {
          i: 3,
          speaker: 'Nora',
          role: 'REP',
          text: 'Words of turn',
          kind: 'rep_question',
          dimension: 'problem',
          answers: null,
        },
        { i: 4, speaker: 'Casey', role: 'CUSTOMER', text: 'of turn 4', kind: 'customer_response', answers: 3 },
      ],
    });
    expect(dataOf(sections)).not.toHaveProperty('turns');
    expect(JSON.stringify(dataOf(sections).figures)).not.toContain('patience');
  });
});
