import { describe, expect, it } from '@jest/globals';
import type { Issue, NormalizedTranscript, Rubric } from '../../plugin-api/index.js';
import { checkAnswer } from '../answers/check-answer.js';
import { effectsOf, type JudgeVerdict } from '../model/judge-verdict.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import { concludeRun } from './conclude-run.js';

const transcript = { turns: [], participants: [] } as unknown as NormalizedTranscript;
const rubric = { scale: { min: 0, max: 5, step: 1 }, dimensions: [], gates: [] } as unknown as Rubric;
const evaluation = { metrics: {}, coaching: null, flags: [] };

/** The verdict on an answer in which a validator of any plugin finds one issue. */
const verdictWith = (found: Pick<Issue, 'code'> & Partial<Issue>): JudgeVerdict => {
  const issue: Issue = { severity: 'warning', path: '', message: 'It is odd.', hint: '', ...found };
  const validator = { name: 'odd', description: '', order: 1, validate: () => [issue] };
  const context = {
    ...{ transcript, rubric, prompt: { nonce: '', instructions: '' }, uiLanguage: 'en', reference: null },
  };
  const answer = {
    ...{ content: '{}', modelUsed: 'm', finishReason: 'STOP' as const, refusal: null, usage: null },
    providerRequestId: null,
  };
  const { output, issues } = checkAnswer(answer, { schema: { type: 'object' }, validators: [validator], context });
  if (output === null) throw new Error('The answer is not valid.');
  const violations = issues.map(({ hint: _hint, effect: _effect, ...violation }) => violation);
  const who = { attempt: 1, modelUsed: 'a/m', fallback: false, offline: false, repairedEvidence: new Set<string>() };
  return { output, violations, effects: effectsOf(issues), ...who };
};

const conclude = (verdict: JudgeVerdict) =>
  concludeRun({ transcript, rubric }, { evaluation, verdicts: [verdict] }, ['SHORT_CALL']);

const rejectionOf = (concluding: () => unknown): OutputRejectedError | null => {
  try {
    concluding();
    return null;
  } catch (error) {
    if (error instanceof OutputRejectedError) return error;
    throw error;
  }
};

describe('what an issue asks for', () => {
  it('is done by its effect, whatever its code is', () => {
    const rejected = rejectionOf(() => conclude(verdictWith({ code: 'mine/ODD', effect: 'REVIEW' })));
    expect(rejected?.runStatus('INVALID')).toBe('NEEDS_REVIEW');
    expect(conclude(verdictWith({ code: 'mine/ODD', effect: 'DOUBT' })).flags).toEqual([
      'REVIEW_ADVISED',
      'SHORT_CALL',
    ]);
  });

  it('is nothing where it names no effect', () => {
    for (const code of ['mine/SCORES_SUSPECT', 'mine/FAR_FROM_BASELINE', 'mine/ALL_SCORES_AT_MAXIMUM']) {
      const { flags, violations } = conclude(verdictWith({ code }));
      expect(flags).toEqual(['SHORT_CALL']);
      expect(violations).toEqual([{ severity: 'warning', code, path: '', message: 'It is odd.', repaired: false }]);
    }
  });
});
