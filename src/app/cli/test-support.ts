import type { Call, CallResult, CallRun, Outcome } from './score/call.js';
import { terminalStyle, type PrintOptions } from './terminal/print-options.js';

export const PLAIN: PrintOptions = { style: terminalStyle({ isTTY: false }, {}), width: 100 };

export const scored = (value: number, quote = 'How do orders reach you today?'): Outcome => ({
  __typename: 'Scored',
  value,
  rationale: `Rationale for ${value}.`,
  evidence: [{ quote, turn: 2, startMs: 131_500, status: 'VERIFIED', doubt: false, kind: 'REP_QUESTION' }],
});

export const unscored = (reason: string, rationale = 'Nothing to go by.'): Outcome => ({
  __typename: 'Unscored',
  reason,
  rationale,
});

const RUN: CallRun = {
  id: 'run-1',
  status: 'SCORED',
  error: null,
  overall: { ...scored(2.5), evidence: [] } as Outcome,
  scores: [
    { dimension: 'situation', outcome: scored(4) },
    { dimension: 'problem', outcome: scored(0) },
    { dimension: 'implication', outcome: unscored('INSUFFICIENT_EVIDENCE') },
    { dimension: 'need_payoff', outcome: scored(2.5) },
  ],
  coaching: {
    summary: 'Ask what it leads to.',
    strengths: [{ dimension: 'situation', text: 'Few facts, well chosen.' }],
    improvements: [
      {
        dimension: 'problem',
        priority: 'HIGH',
        advice: 'Stay with it.',
        turn: 7,
        original: 'Any issues?',
        rewrite: 'Where does it break down most often?',
      },
    ],
  },
  flags: ['SHORT_CALL'],
  violations: [],
  cost: { amount: '0.0379', currency: 'USD', status: 'EXACT' },
  latencyMs: 3_420,
  spec: { model: 'openai/some-model' },
  promptVersion: { promptKey: 'base', number: 3 },
  rubricVersion: {
    key: 'spin',
    version: 1,
    name: 'SPIN',
    scale: { min: 0, max: 5 },
    dimensions: [
      { key: 'situation', name: 'Situation' },
      { key: 'problem', name: 'Problem' },
      { key: 'implication', name: 'Implication' },
      { key: 'need_payoff', name: 'Need-payoff' },
    ],
  },
};

export const sampleRun = (changes: Partial<CallRun> = {}): CallRun => ({ ...RUN, ...changes });

const sampleCall = (run: Partial<CallRun> = {}, changes: Partial<Call> = {}): Call => ({
  id: 'transcript-1',
  title: 'Order desk',
  format: 'webvtt',
  durationMs: 3_723_000,
  turnCount: 40,
  representative: { name: 'Dana Example' },
  company: { name: 'Example Bakery' },
  participants: [
    { name: 'Dana Example', speakerLabel: 'Dana Example', role: 'REP', source: 'INFERRED', confidence: 0.7 },
    { name: null, speakerLabel: 'Speaker 2', role: 'CUSTOMER', source: 'INFERRED', confidence: 0.6 },
  ],
  warnings: [],
  run: sampleRun(run),
  turns: new Map([
    [2, { speaker: 'Dana Example', role: 'REP', startMs: 131_500 }],
    [7, { speaker: 'Dana Example', role: 'REP', startMs: null }],
  ]),
  ...changes,
});

export const sampleResult = (run: Partial<CallRun> = {}, changes: Partial<Call> = {}): CallResult => ({
  file: 'calls/order desk.vtt',
  error: null,
  call: sampleCall(run, changes),
});
