import { describe, expect, it } from '@jest/globals';
import {
  isPlugin,
  responseSchemaFor,
  type AskRequest,
  type EvaluatorContext,
  type JudgeDimension,
  type JudgeOutput,
  type NormalizedTranscript,
  type ParticipantRole,
} from 'debrief/plugin-api';

import { challenger } from './challenger.js';
import plugin from './index.js';
import { meddic } from './meddic.js';
import { rubricEvaluator } from './rubric-evaluator.js';
import { sandler } from './sandler.js';
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

const NO_CONTEXT = 'no model may be asked';

describe('what a rubric says of calls', () => {
  const refusing: EvaluatorContext = {
    ...contextThatAnswers(answer([])).context,
    ask: () => Promise.reject(new Error(NO_CONTEXT)),
  };
  const metricsOf = async (transcript: NormalizedTranscript, more: object) =>
    Object.values((await rubricEvaluator.evaluate(transcript, { ...options, ...more }, refusing)).metrics);

  it('decides by the kind of call, as freely as people write it', async () => {
    for (const callType of ['Support', 'renewal call', 'rediscovery']) {
      const metrics = await metricsOf(call, { callType });
      expect(metrics.map((one) => one.outcome === 'UNSCORED' && one.reason)).toEqual(Array(4).fill('NOT_APPLICABLE'));
      expect(metrics[0]?.rationale).toContain(callType);
    }
    for (const callType of ['Discovery call', 'product-DEMO', '', null]) {
      await expect(metricsOf(call, { callType })).rejects.toThrow(NO_CONTEXT);
    }
  });

  it('decides by the turns of the customer', async () => {
    const alone = transcriptOf(['REP', 'How many sites do you run?'], ['OTHER', 'I only take the notes here.']);
    expect((await metricsOf(alone, {}))[0]).toMatchObject({ reason: 'INSUFFICIENT_EVIDENCE' });
    const once = transcriptOf(['REP', 'How many sites do you run?'], ['CUSTOMER', 'We run six.']);
    expect((await metricsOf(once, { rubric: meddic }))[0]?.rationale).toContain(
      'turns by the customer, at least 2; this call has 1',
    );
  });

  it('decides by the questions of a rep who hardly spoke, not of one who had every chance to ask', async () => {
    const pitch = (length: number) =>
      transcriptOf(
        ...Array.from({ length }, () => [
          ['REP', 'Our platform plans every route.'] as const,
          ['CUSTOMER', 'I see.'] as const,
        ]).flat(),
      );
    expect((await metricsOf(pitch(2), {}))[0]).toMatchObject({ reason: 'INSUFFICIENT_EVIDENCE' });
    await expect(metricsOf(pitch(5), {})).rejects.toThrow(NO_CONTEXT);
    await expect(metricsOf({ ...pitch(2), language: 'de' }, {})).rejects.toThrow(NO_CONTEXT);
    await expect(metricsOf(pitch(2), { rubric: challenger })).rejects.toThrow(NO_CONTEXT);
  });
});

describe('a dimension that does not apply', () => {
  const rubric = sandler;
  const long = transcriptOf(
    ['REP', 'How long has that gone on?'],
    ['CUSTOMER', 'For two years now.'],
    ['REP', 'And what have you tried?'],
    ['CUSTOMER', 'Nothing that worked.'],
  );
  const given = (key: string, more: Partial<JudgeDimension>): JudgeOutput =>
    answer([], {
      dimensions: Object.fromEntries(
        rubric.dimensions.map((one) => [
          one.key,
          { evidence: [], rationale: 'r', score: 1, confidence: 'high', ...(one.key === key ? more : {}) },
        ]),
      ),
    });
  const reasonOf = async (key: string, more: Partial<JudgeDimension>, callType: string | null = null) => {
    const { context } = contextThatAnswers(given(key, more));
    const result = (await rubricEvaluator.evaluate(long, { ...options, rubric, callType }, context)).metrics[key];
    return result?.outcome === 'UNSCORED' ? result.reason : result?.outcome;
  };

  it('is what the judge says it is where the rubric lets it', async () => {
    const none = { score: null, unscored_reason: 'not_applicable' } as const;
    expect(await reasonOf('post_sell', none)).toBe('NOT_APPLICABLE');
    expect(await reasonOf('post_sell', { score: null, unscored_reason: 'insufficient_evidence' })).toBe(
      'INSUFFICIENT_EVIDENCE',
    );
    expect(await reasonOf('pain', none)).toBe('INSUFFICIENT_EVIDENCE');
    expect(await reasonOf('post_sell', { score: 1, unscored_reason: 'not_applicable' })).toBe('SCORED');
  });

  it('is what the kind of call leaves no room for, whatever the judge scores', async () => {
    expect(await reasonOf('post_sell', { score: 2 }, 'discovery')).toBe('NOT_APPLICABLE');
    expect(await reasonOf('post_sell', { score: 2 }, 'Closing call')).toBe('SCORED');
    expect(await reasonOf('pain', { score: 2 }, 'discovery')).toBe('SCORED');
  });
});

describe('the plugin', () => {
  it('brings the rubrics, the base prompt and the evaluator', async () => {
    expect(isPlugin(plugin)).toBe(true);
    const silent = () => undefined;
    const logger = { debug: silent, info: silent, warn: silent, error: silent };
    const brought = await plugin.setup({}, { logger, secret: () => undefined });
    expect(brought.rubrics?.map(({ key }) => key)).toEqual([
      'spin',
      'meddic',
      'meddpicc',
      'bant',
      'challenger',
      'sandler',
    ]);
    expect(brought.prompts).toMatchObject([{ key: 'base', number: 1 }]);
    expect(brought.prompts?.[0]?.text).not.toMatch(/situation|implication|need-payoff|spin/i);
  });
});
