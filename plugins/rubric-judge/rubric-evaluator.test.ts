import { describe, expect, it } from '@jest/globals';
import {
  isPlugin,
  responseSchemaFor,
  type AskRequest,
  type EvaluatorContext,
  type JudgeOutput,
  type NormalizedTranscript,
  type ParticipantRole,
} from 'debrief/plugin-api';

import plugin from './index.js';
import { rubricEvaluator } from './rubric-evaluator.js';
import { spin } from './spin.js';

const transcriptOf = (...turns: (readonly [ParticipantRole, string])[]): NormalizedTranscript => {
  const roles = [...new Set(turns.map(([role]) => role))];
  return {
    title: null,
    startedAt: null,
    durationMs: null,
    language: 'en',
    participants: roles.map((role, index) => ({
      index,
      speakerLabel: `Speaker ${index + 1}`,
      name: null,
      email: 'private@example.com',
      affiliation: null,
      role,
      roleSource: 'OPTION',
      confidence: 1,
    })),
    turns: turns.map(([role, text], index) => ({
      index,
      participant: roles.indexOf(role),
      startMs: null,
      endMs: null,
      text,
      rawOffset: [0, 0],
    })),
  };
};

const answer = (scores: readonly (number | null)[], rest: Partial<JudgeOutput> = {}): JudgeOutput => ({
  call_check: { is_sales_call: true, language: 'en', rep_speaker_ids: ['Speaker 1'] },
  dimensions: Object.fromEntries(
    spin.dimensions.map(({ key }, i) => [
      key,
      { evidence: [], rationale: `about ${key}`, score: scores[i] ?? null, confidence: 'medium' },
    ]),
  ),
  coaching: { strengths: [], improvements: [], summary: 'A summary.' },
  overall_score: 0,
  flags: [],
  ...rest,
});

const options = { rubric: spin, promptText: 'PUBLISHED PROMPT', uiLanguage: 'de', judgeLanguages: null };
const call = transcriptOf(['REP', 'How many sites do you run?'], ['CUSTOMER', 'We run six.']);

const contextThatAnswers = (output: JudgeOutput): { context: EvaluatorContext; asked: AskRequest[] } => {
  const asked: AskRequest[] = [];
  const silent = () => undefined;
  return {
    asked,
    context: {
      signal: new AbortController().signal,
      logger: { debug: silent, info: silent, warn: silent, error: silent },
      ask(request) {
        asked.push(request);
        return Promise.resolve(output);
      },
    },
  };
};

describe('rubricEvaluator', () => {
  it('asks the judge once, with instructions and data apart', async () => {
    const { context, asked } = contextThatAnswers(answer([3, 3, 3, 3]));
    await rubricEvaluator.evaluate(call, options, context);
    expect(asked).toHaveLength(1);
    const [request] = asked;
    expect(request).toMatchObject({ role: 'judge', responseSchema: responseSchemaFor(spin) });
    const instructions = request!.sections
      .flatMap((part) => (part.kind === 'instructions' ? [part.text] : []))
      .join('\n');
    expect(instructions).toContain('PUBLISHED PROMPT');
    expect(instructions).toContain('German (de)');
    for (const { key, anchors } of spin.dimensions) {
      expect(instructions).toContain(`key: ${key}`);
      expect(instructions).toContain(`- 5: ${anchors[5]!.text}`);
    }
    expect(instructions).not.toContain('We run six');
  });

  it('sends turns with their numbers and roles, and no e-mail address', async () => {
    const { context, asked } = contextThatAnswers(answer([3, 3, 3, 3]));
    await rubricEvaluator.evaluate(call, options, context);
    const data = asked[0]!.sections.filter((part) => part.kind === 'data');
    expect(data.map(({ name }) => name)).toEqual(['participants', 'turns']);
    expect(data[1]!.value).toEqual([
      { i: 0, speaker: 'Speaker 1', role: 'REP', text: 'How many sites do you run?' },
      { i: 1, speaker: 'Speaker 2', role: 'CUSTOMER', text: 'We run six.' },
    ]);
    expect(JSON.stringify(data)).not.toContain('private@example.com');
  });

  it('keeps scores and states a reason for the rest', async () => {
    const { context } = contextThatAnswers(answer([0, 5, null, 2], { flags: ['truncated_transcript'] }));
    const evaluation = await rubricEvaluator.evaluate(call, options, context);
    expect(evaluation.metrics).toMatchObject({
      situation: { outcome: 'SCORED', value: 0, confidence: 'medium' },
      problem: { outcome: 'SCORED', value: 5 },
      implication: { outcome: 'UNSCORED', reason: 'INSUFFICIENT_EVIDENCE', rationale: 'about implication' },
    });
    expect(evaluation.flags).toEqual(['truncated_transcript']);
    expect(evaluation.coaching?.summary).toBe('A summary.');
  });

  it.each([
    ['NOT_A_SALES_CALL', { call_check: { is_sales_call: false, language: 'en', rep_speaker_ids: [] } }],
    ['NOT_A_SALES_CALL', { flags: ['not_a_sales_call'] }],
    ['UNSUPPORTED_LANGUAGE', { flags: ['unsupported_language'] }],
    ['INSUFFICIENT_EVIDENCE', {}],
  ] as const)('answers %s for %j', async (reason, rest) => {
    const { context } = contextThatAnswers(answer([null, null, null, null], rest as Partial<JudgeOutput>));
    const { metrics } = await rubricEvaluator.evaluate(call, options, context);
    expect(Object.values(metrics).map((result) => result.outcome === 'UNSCORED' && result.reason)).toEqual(
      Array(4).fill(reason),
    );
  });

  it('asks no judge that does not know the language, and says so whoever the rep is', async () => {
    const { context, asked } = contextThatAnswers(answer([5, 5, 5, 5]));
    const transcript = {
      ...transcriptOf(['UNKNOWN', 'Wie viele Standorte haben Sie?'], ['OTHER', 'Sechs.']),
      language: 'de',
    };
    const english = { ...options, judgeLanguages: ['en'] };
    const { metrics, flags } = await rubricEvaluator.evaluate(transcript, english, context);
    expect(asked).toEqual([]);
    expect(metrics.problem).toMatchObject({ outcome: 'UNSCORED', reason: 'UNSUPPORTED_LANGUAGE' });
    expect(flags).toEqual(['unsupported_language']);
    const { metrics: unknown } = await rubricEvaluator.evaluate(transcript, options, context);
    expect(unknown.problem).toMatchObject({ outcome: 'UNSCORED', reason: 'NO_REPRESENTATIVE' });
  });

  it('takes talk without a rep and without dealing for no sales call', async () => {
    const { context, asked } = contextThatAnswers(answer([5, 5, 5, 5]));
    const transcript = transcriptOf(['UNKNOWN', 'Anything blocking you?'], ['OTHER', 'The build is red again.']);
    const { metrics } = await rubricEvaluator.evaluate(transcript, options, context);
    expect(asked).toEqual([]);
    expect(metrics.problem).toMatchObject({ outcome: 'UNSCORED', reason: 'NOT_A_SALES_CALL' });
  });

  it('asks no model without a representative and says how to name one', async () => {
    const { context, asked } = contextThatAnswers(answer([5, 5, 5, 5]));
    const transcript = transcriptOf(['UNKNOWN', 'What is your budget for the six sites?'], ['OTHER', 'Six.']);
    const { metrics, coaching } = await rubricEvaluator.evaluate(transcript, options, context);
    expect(asked).toEqual([]);
    expect(coaching).toBeNull();
    expect(metrics.problem).toMatchObject({ outcome: 'UNSCORED', reason: 'NO_REPRESENTATIVE' });
    expect(metrics.problem?.rationale).toMatch(/--rep NAME.*field `rep`/);
  });

  it('takes prose without any speaker to talk to for no sales call', async () => {
    const { context, asked } = contextThatAnswers(answer([5, 5, 5, 5]));
    const { metrics } = await rubricEvaluator.evaluate(
      transcriptOf(['UNKNOWN', 'It was a dark night.']),
      options,
      context,
    );
    expect(asked).toEqual([]);
    expect(metrics.situation).toMatchObject({ reason: 'NOT_A_SALES_CALL' });
  });
});

describe('the plugin', () => {
  it('brings the SPIN rubric, the base prompt and the evaluator', async () => {
    expect(isPlugin(plugin)).toBe(true);
    const silent = () => undefined;
    const logger = { debug: silent, info: silent, warn: silent, error: silent };
    const brought = await plugin.setup({}, { logger, secret: () => undefined });
    expect(brought.rubrics?.map(({ key }) => key)).toEqual(['spin']);
    expect(brought.prompts).toMatchObject([{ key: 'base', number: 1 }]);
    expect(brought.prompts?.[0]?.text).not.toMatch(/situation|implication|need-payoff|spin/i);
  });

  it('ships anchors for every level, weights that sum to 1 and floors in order', () => {
    expect(spin.dimensions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const { anchors, evidenceFloor } of spin.dimensions) {
      expect(anchors.map(({ score }) => score)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(evidenceFloor.map(({ min }) => min)).toEqual(evidenceFloor.map(({ min }) => min).sort());
    }
  });
});
