import { describe, expect, it } from '@jest/globals';
import type { JudgeOutput, NormalizedTranscript } from 'debrief/plugin-api';
import { evidenceBounded, evidenceFloor } from './evidence-amount.js';
import { evidenceIsQuestion, speakerMatchesKind } from './evidence-kind.js';
import { evidenceNotRepeated } from './evidence-not-repeated.js';
import { quoteInTurn, turnExists } from './quote-rules.js';
import { brief, check, question, response, scored, transcript } from './test-support.js';
const EVIDENCE = '/dimensions/problem/evidence';

describe('turn-exists', () => {
  it.each([10, -1, 9999, 1.5])('refuses turn %s', (turn) => {
    const issues = check(turnExists, (output) => (output.dimensions.problem!.evidence[1] = response(turn, 'any')));
    expect(brief(issues)).toEqual([['error', 'TURN_UNKNOWN', `${EVIDENCE}/1/turn_index`]]);
    expect(issues[0]?.hint).toContain('0 to 9');
  });
});

describe('quote-in-turn', () => {
  const quoting = (turn: number, quote: string) =>
    brief(check(quoteInTurn, (output) => (output.dimensions.problem!.evidence = [question(turn, quote)])));

  it.each([
    ['another case and other quotes', 2, 'what is the BIGGEST problem'],
    ['white space and dashes', 9, 'our largest   customer'],
    ['punctuation at its edges', 2, '"…the biggest problem with the way you plan the routes…"'],
  ])('reads over %s', (_what, turn, quote) => {
    expect(quoting(turn, quote)).toEqual([]);
  });

  it('moves the index to the neighbor that holds the quote, though a turn further off does too', () => {
    const issue = ['error', 'QUOTE_NOT_IN_TURN', `${EVIDENCE}/0/turn_index`];
    const path = `${EVIDENCE}/0/turn_index`;
    expect(quoting(2, 'We run about 40 trucks')).toEqual([[...issue, { op: 'replace', path, value: 1 }]]);
    expect(quoting(8, 'We run about 40 trucks')).toEqual([[...issue, { op: 'replace', path, value: 9 }]]);
  });

  it('moves the index to the only other turn that holds it', () => {
    const path = `${EVIDENCE}/0/turn_index`;
    const repaired = ['error', 'QUOTE_NOT_IN_TURN', path, { op: 'replace', path, value: 3 }];
    expect(quoting(8, 'The planners redo the whole plan')).toEqual([repaired]);
  });

  it('does not guess between several turns', () => {
    expect(quoting(5, 'We run about 40 trucks')).toEqual([['error', 'QUOTE_NOT_IN_TURN', `${EVIDENCE}/0/quote`]]);
  });

  it('puts the real words for a quote that is nearly right', () => {
    const path = `${EVIDENCE}/0/quote`;
    const value = 'The planners redo the whole plan by hand every time a driver calls in sick';
    const wrong = 'The planners redo the entire plan by hand every time a driver calls in sick';
    expect(quoting(3, wrong)).toEqual([['error', 'QUOTE_NOT_IN_TURN', path, { op: 'replace', path, value }]]);
  });

  it.each([
    ['made up', 'How much budget do you have for this?'],
    ['too short', 'routes'],
    ['cut within a word', 'iggest problem with the way you pla'],
    ['empty', ''],
    ['nothing but punctuation', '?!?!?!?!?!?!?!'],
    ['too long', 'What is the biggest problem '.repeat(2_000)],
  ])('refuses a quote that is %s', (_what, quote) => {
    expect(quoting(2, quote)).toEqual([['error', 'QUOTE_NOT_IN_TURN', `${EVIDENCE}/0/quote`]]);
  });

  it('leaves a turn that does not exist to turn-exists', () => {
    expect(quoting(99, 'What is the biggest problem')).toEqual([]);
  });
});

describe('speaker-matches-kind', () => {
  it.each([
    [question(3), true],
    [question(8), true],
    [response(2), true],
    [response(8), true],
    [question(2), false],
    [response(3), false],
    [{ ...question(3), kind: 'missed_opportunity' as const }, false],
    [{ ...question(2), kind: 'missed_opportunity' as const }, false],
  ])('%j: refused is %s', (piece, refused) => {
    const issues = check(speakerMatchesKind, (output) => (output.dimensions.problem!.evidence = [piece]));
    expect(brief(issues)).toEqual(refused ? [['error', 'WRONG_SPEAKER', `${EVIDENCE}/0/kind`]] : []);
  });
});

describe('speaker-matches-kind among several representatives', () => {
  const two: NormalizedTranscript = {
    ...transcript,
    participants: transcript.participants.map((one) => (one.index === 2 ? { ...one, role: 'REP' } : one)),
  };
  it.each([
    ['Rep', question(2), false],
    ['Guest', question(2), true],
    ['Guest', question(8), false],
    ['Guest', { ...question(2), kind: 'rep_statement' as const }, true],
    ['Guest', response(3), false],
    ['Guest', { ...question(2), kind: 'missed_opportunity' as const }, false],
  ])('scoring %s, %j: refused is %s', (subject, piece, refused) => {
    const change = (output: JudgeOutput) => (output.dimensions = { problem: scored(3, [piece]) });
    const issues = check(speakerMatchesKind, change, { transcript: two, subject });
    expect(brief(issues)).toEqual(refused ? [['error', 'WRONG_SPEAKER', `${EVIDENCE}/0/kind`]] : []);
  });
});

describe('evidence-not-repeated', () => {
  it('drops what overlaps an earlier piece of the dimension', () => {
    const kept = [question(2, 'What is the biggest problem'), question(2, 'plan the routes today?'), response(3)];
    const issues = check(evidenceNotRepeated, (output) => {
      output.dimensions.problem!.evidence = [...kept, question(2, 'the BIGGEST problem with the way'), response(3)];
    });
    const repair = { op: 'replace', path: EVIDENCE, value: kept };
    expect(brief(issues)).toEqual([['error', 'EVIDENCE_REPEATED', EVIDENCE, repair]]);
  });

  it('warns of a question that counts in two dimensions, not of a response that does', () => {
    const issues = check(evidenceNotRepeated, (output) => {
      output.dimensions.payoff!.evidence = [question(6), question(2), response(3)];
    });
    expect(brief(issues)).toEqual([['warning', 'QUESTION_IN_TWO_DIMENSIONS', '/dimensions/payoff/evidence/1']]);
  });
});

describe('evidence-floor', () => {
  it('refuses a score above what its evidence covers', () => {
    const issues = check(evidenceFloor, (output) => (output.dimensions.problem = scored(4, [question(2)])));
    expect(brief(issues)).toEqual([['error', 'EVIDENCE_BELOW_FLOOR', '/dimensions/problem/score']]);
    expect(issues[0]?.message).toBe('Score 4 for "problem" needs 1 × customer_response (cited: 0).');
  });

  it('asks nothing for a score of 0', () => {
    expect(check(evidenceFloor, (output) => (output.dimensions.problem = scored(0, [])))).toEqual([]);
  });

  it('lets a dimension without a score cite missed chances only', () => {
    const missed = { ...response(3), kind: 'missed_opportunity' as const };
    expect(check(evidenceFloor, (output) => (output.dimensions.problem = scored(null, [missed])))).toEqual([]);
    const issues = check(evidenceFloor, (output) => (output.dimensions.problem = scored(null, [question(2)])));
    expect(brief(issues)).toEqual([['error', 'EVIDENCE_WITHOUT_SCORE', EVIDENCE]]);
  });
});

describe('evidence-is-question', () => {
  const statement = question(0, 'Thanks for joining.');

  it('warns where the words cited ask nothing, though the turn has a question', () => {
    const issues = check(evidenceIsQuestion, (output) => (output.dimensions.problem!.evidence = [statement]));
    expect(brief(issues)).toEqual([['warning', 'NOT_A_QUESTION', `${EVIDENCE}/0/quote`]]);
  });

  it('keeps silent on languages that the detector does not know', () => {
    const german: NormalizedTranscript = { ...transcript, language: 'de' };
    const change = (output: Parameters<NonNullable<Parameters<typeof check>[1]>>[0]) =>
      (output.dimensions.problem!.evidence = [statement]);
    expect(check(evidenceIsQuestion, change, { transcript: german })).toEqual([]);
  });
});

describe('evidence-bounded', () => {
  it('keeps the first forty', () => {
    const many = Array.from({ length: 41 }, () => question(2));
    const issues = check(evidenceBounded, (output) => (output.dimensions.problem!.evidence = many));
    const repair = { op: 'replace', path: EVIDENCE, value: many.slice(0, 40) };
    expect(brief(issues)).toEqual([['warning', 'TOO_MUCH_EVIDENCE', EVIDENCE, repair]]);
  });
});
