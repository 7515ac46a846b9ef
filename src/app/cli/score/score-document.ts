import type { Call, CallResult, Coaching, Outcome, Violation } from './call.js';
import type { Cost } from '../terminal/format-figures.js';
import type { Fault } from '../client/call-error.js';

interface EvidenceEntry {
  readonly quote: string;
  /** Number of the turn, from 0. */
  readonly turn: number;
  readonly startMs: number | null;
  readonly status: string;
  /** Whether it is in doubt who says it. */
  readonly doubt: boolean;
  readonly kind: string;
  readonly speaker: string | null;
}

interface ScoreEntry {
  readonly dimension: string;
  readonly outcome: 'SCORED' | 'UNSCORED';
  readonly value?: number;
  readonly reason?: string;
  readonly rationale: string;
  readonly evidence: readonly EvidenceEntry[];
}

interface OverallEntry {
  readonly outcome: 'SCORED' | 'UNSCORED';
  readonly score?: number;
  readonly reason?: string;
}

interface RunEntry {
  readonly status: string;
  readonly overall: OverallEntry | null;
  readonly scores: readonly ScoreEntry[];
  readonly coaching: Coaching | null;
  readonly flags: readonly string[];
  readonly violations: readonly Violation[];
  readonly cost: Cost;
  readonly latencyMs: number | null;
  readonly model: string;
  readonly transcriptId: string;
  readonly runId: string;
}

/** What `debrief score --json` prints. */
export interface ScoreDocument {
  readonly calls: readonly { readonly file: string; readonly error: Fault | null; readonly run: RunEntry | null }[];
}

const overallEntry = (overall: Outcome): OverallEntry =>
  overall.__typename === 'Scored'
    ? { outcome: 'SCORED', score: overall.value }
    : { outcome: 'UNSCORED', reason: overall.reason };

const scoreEntry = (dimension: string, outcome: Outcome, turns: Call['turns']): ScoreEntry => {
  const { rationale } = outcome;
  if (outcome.__typename === 'Unscored') {
    return { dimension, outcome: 'UNSCORED', reason: outcome.reason, rationale, evidence: [] };
  }
  const evidence = outcome.evidence.map(({ quote, turn, startMs, status, doubt, kind }): EvidenceEntry => ({
    quote,
    turn,
    startMs,
    status,
    doubt,
    kind,
    speaker: turns.get(turn)?.speaker ?? null,
  }));
  return { dimension, outcome: 'SCORED', value: outcome.value, rationale, evidence };
};

const runEntry = ({ id, run, turns }: Call): RunEntry => ({
  status: run.status,
  overall: run.overall && overallEntry(run.overall),
  scores: run.scores.map(({ dimension, outcome }) => scoreEntry(dimension, outcome, turns)),
  coaching: run.coaching,
  flags: run.flags,
  violations: run.violations,
  cost: run.cost,
  latencyMs: run.latencyMs,
  model: run.spec.model,
  transcriptId: id,
  runId: run.id,
});

/** Results as the JSON document of `debrief score --json`; the order of keys is kept. */
export const scoreDocument = (results: readonly CallResult[]): ScoreDocument => ({
  calls: results.map(({ file, error, call }) => ({
    file,
    error: error && { code: error.code, message: error.message },
    run: call && runEntry(call),
  })),
});
