import stringWidth from 'string-width';
import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import type { CallResult, Outcome } from './call.js';
import { scorecard } from './scorecard.js';
import { terminalStyle } from '../terminal/print-options.js';
import { PLAIN, sampleResult, scored, unscored } from '../test-support.js';

const text = (result: CallResult, options = PLAIN): string => scorecard(result, options).join('\n');

describe('scorecard', () => {
  it('shows whose call it is and how it went', () => {
    const card = text(sampleResult());
    expect(card).toContain('Order desk\nFile      calls/order desk.vtt\n');
    expect(card).toContain('Rep       Dana Example (inferred from who asks and who is asked)');
    expect(card).toContain('Customer  Speaker 2 (inferred from who asks and who is asked), Example Bakery');
    expect(card).toContain('Call      webvtt, 40 turns, 1:02:03');
    expect(card).toContain('Overall   2.50 / 5 ██████████░░░░░░░░░░');
  });

  it('shows each score with rationale and quotes, and 0 as a score', () => {
    const card = text(sampleResult());
    expect(card).toContain('Situation    ████████░░ 4 / 5\n  Rationale for 4.\n  > “How do orders reach you today?”');
    expect(card).toContain('    Dana Example (rep) [02:11], verified');
    expect(card).toContain('Problem      ░░░░░░░░░░ 0 / 5');
    expect(card).toContain('Implication  unscored: the call gives no fair chance to judge (INSUFFICIENT_EVIDENCE)');
    expect(card).toContain('Need-payoff  █████░░░░░ 2.5 / 5');
  });

  it('says of a quote that it is in doubt who says it', () => {
    const outcome = scored(4) as Extract<Outcome, { __typename: 'Scored' }>;
    const evidence = outcome.evidence.map((piece) => ({ ...piece, doubt: true }));
    const card = text(sampleResult({ scores: [{ dimension: 'situation', outcome: { ...outcome, evidence } }] }));
    expect(card).toContain('    Dana Example (rep) [02:11], verified, in doubt who says it');
  });

  it('shows coaching with the original question and a better one', () => {
    const card = text(sampleResult());
    expect(card).toContain('  + Situation: Few facts, well chosen.');
    expect(card).toContain('  1. Problem (high priority): Stay with it.');
    expect(card).toContain('     asked   “Any issues?” Dana Example (rep) [turn 8]');
    expect(card).toContain('     better  “Where does it break down most often?”');
  });

  it('explains flags and warnings, and says what it cost', () => {
    const warnings = [{ code: 'REP_NOT_FOUND', message: 'The given representative matches nobody.' }];
    const card = text(sampleResult({ flags: ['SHORT_CALL', 'NEWER_FLAG'] }, { warnings }));
    expect(card).toContain('  - A short call: the scores rest on little. (SHORT_CALL)');
    expect(card).toContain('  - newer flag (NEWER_FLAG)');
    expect(card).toContain('  - The given representative matches nobody. (REP_NOT_FOUND)');
    expect(card).toContain('cost 0.0379 USD · 3.4 s · openai/some-model · prompt base v3 · rubric spin v1');
    expect(card).not.toContain('offline lexical baseline');
  });

  it('says what the offline baseline is, and does not call an unknown price 0', () => {
    const cost = { amount: null, currency: 'USD', status: 'UNPRICED' };
    const card = text(sampleResult({ flags: ['OFFLINE_BASELINE'], cost }));
    expect(card).toContain('offline lexical baseline: a demo, not a measurement. Set OPENAI_API_KEY');
    expect(card).toContain('cost unknown');
    expect(card).not.toContain('Good to know');
  });

  it('prints once why nothing is scored, and how to name the representative', () => {
    const none = unscored('NO_REPRESENTATIVE', 'It is not known who sells.');
    const scores = ['situation', 'problem'].map((dimension) => ({ dimension, outcome: none }));
    const card = text(sampleResult({ overall: none, scores, coaching: null }));
    expect(card).toContain('Overall   Unscored: it is not known who the representative is (NO_REPRESENTATIVE)');
    expect(card.split('It is not known who sells.')).toHaveLength(2);
    expect(card).toContain('  npx debrief score "calls/order desk.vtt" --rep "Dana Example"');
    expect(card).toContain('  npx debrief score "calls/order desk.vtt" --rep "Speaker 2"');
  });

  it('offers to name one also if the call seems not to be a sales call for that reason', () => {
    const none = unscored('NOT_A_SALES_CALL', 'Nobody sells.');
    const scores = ['situation', 'problem'].map((dimension) => ({ dimension, outcome: none }));
    const overall = unscored('NOT_A_SALES_CALL', 'No sales call.');
    const known = text(sampleResult({ overall, scores, flags: [] }));
    expect(known.split('Nobody sells.')).toHaveLength(2);
    expect(known).not.toContain('--rep');
    const open = text(sampleResult({ overall, scores, flags: ['NO_REPRESENTATIVE'] }));
    expect(open).toContain('A sales call after all?');
    expect(open).toContain('--rep "Dana Example"');
  });

  it('quotes what a shell would read otherwise', () => {
    const none = unscored('NO_REPRESENTATIVE');
    const participants = [
      { name: '$(touch x) "`y`', speakerLabel: '', role: 'UNKNOWN', source: 'NONE', confidence: 0 },
    ];
    const result = { ...sampleResult({ overall: none }, { participants }), file: 'call.vtt' };
    expect(text(result)).toContain('npx debrief score call.vtt --rep "\\$(touch x) \\"\\`y\\`"');
  });

  it('shows an invalid run with its error and what the checks found, and no score', () => {
    const violations = [
      {
        code: 'score-checks/QUOTE_NOT_FOUND',
        severity: 'ERROR',
        path: '/a',
        message: 'No such quote.',
        repaired: false,
      },
    ];
    const invalid = sampleResult({ status: 'INVALID', overall: null, scores: [], coaching: null, violations });
    const card = text({ ...invalid, error: { code: 'OUTPUT_INVALID', message: 'It failed its checks.' } });
    expect(card).toContain('Status    INVALID');
    expect(card).toContain('Error     It failed its checks. (OUTPUT_INVALID)');
    expect(card).toContain('  - error score-checks/QUOTE_NOT_FOUND: No such quote. (at /a)');
    expect(card).not.toContain(' / 5');
  });

  it('shows a file without a call by its error alone', () => {
    const error = { code: 'FILE_UNREADABLE', message: 'x cannot be read.' };
    expect(scorecard({ file: 'x', error, call: null }, PLAIN).slice(1)).toEqual([
      'x',
      'Error     x cannot be read. (FILE_UNREADABLE)',
    ]);
  });

  it('keeps to its width and prints no control characters', () => {
    const nasty = `\u001b[2J\u202e${'word '.repeat(60)}${'x'.repeat(300)} 日本語`;
    const result = sampleResult(
      { overall: { ...unscored('NOT_A_SALES_CALL'), rationale: nasty }, flags: [] },
      { title: nasty, warnings: [{ code: 'X', message: nasty }] },
    );
    const lines = scorecard(result, { ...PLAIN, width: 60 });
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(60);
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(lines.join('\n')).not.toContain('\u202e');
  });

  it('is the same text with colors as without', () => {
    const colored = text(sampleResult(), { style: terminalStyle({ isTTY: true }, {}), width: 100 });
    expect(colored).toContain('\u001b[1m');
    expect(stripVTControlCharacters(colored)).toBe(text(sampleResult()));
  });
});

describe('terminalStyle', () => {
  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
  ])('terminal %s with %j: colors %s', (isTTY, env, colored) => {
    expect(terminalStyle({ isTTY }, env).bold('x') !== 'x').toBe(colored);
  });
});
