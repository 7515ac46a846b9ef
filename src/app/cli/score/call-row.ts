import type { CallResult, CallRun, Outcome } from './call.js';
import type { Cost } from '../terminal/format-figures.js';
import { explain } from './explain.js';

/** One line of the table of calls; null is shown as a dash, never as 0. */
export interface CallRow {
  readonly call: string;
  readonly rep: string | null;
  /** In the order of the rubric. */
  readonly dimensions: readonly { readonly key: string; readonly name: string; readonly value: number | null }[];
  readonly overall: number | null;
  /** `scored`, `unscored: …`, `invalid`, `failed`, or why the file could not be read. */
  readonly validity: string;
  readonly latencyMs: number | null;
  readonly cost: Cost | null;
}

const valueOf = (outcome: Outcome | null | undefined): number | null =>
  outcome?.__typename === 'Scored' ? outcome.value : null;

/** What a reader of one line should not miss. */
const NOTABLE_FLAGS = ['SHORT_CALL', 'INJECTION_SUSPECTED'];

const inWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

const validityOf = ({ status, overall, flags }: CallRun): string => {
  if (status !== 'SCORED') return inWords(status);
  if (overall?.__typename === 'Unscored') return `unscored: ${explain.reason(overall.reason)}`;
  return ['scored', ...flags.filter((flag) => NOTABLE_FLAGS.includes(flag)).map(inWords)].join(', ');
};

const dimensionsOf = ({ rubricVersion, scores }: CallRun): CallRow['dimensions'] =>
  (rubricVersion?.dimensions ?? []).map(({ key, name }) => ({
    key,
    name,
    value: valueOf(scores.find(({ dimension }) => dimension === key)?.outcome),
  }));

/** What the table of calls shows of a result. */
export const callRow = ({ file, error, call }: CallResult): CallRow => {
  if (!call) {
    const validity = error?.code ?? 'not scored';
    return { call: file, rep: null, dimensions: [], overall: null, validity, latencyMs: null, cost: null };
  }
  const { run } = call;
  return {
    call: call.title ?? file,
    rep: call.representative?.name ?? call.participants.find(({ role }) => role === 'REP')?.speakerLabel ?? null,
    dimensions: dimensionsOf(run),
    overall: valueOf(run.overall),
    validity: validityOf(run),
    latencyMs: run.latencyMs,
    cost: run.cost,
  };
};
