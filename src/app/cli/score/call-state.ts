import type { Fault } from '../client/call-error.js';

/** State of a call: small, since it is polled. */
export const CALL_STATUS = `query CallStatus($id: ID!) {
  transcript(id: $id) {
    status
    error { code message }
    normalizations(first: 1) { edges { node { id difference { turnsChanged speakersChanged } } } }
    runs(first: 10) {
      edges {
        node {
          id status waitingFor model
          error { code message }
          rubricVersion { key }
          normalization { id }
        }
      }
    }
  }
}`;

interface RunState {
  readonly id: string;
  readonly status: string;
  readonly waitingFor: string | null;
  readonly model: string;
  readonly error: Fault | null;
  readonly rubricVersion: { readonly key: string } | null;
  readonly normalization: { readonly id: string } | null;
}

interface Reading {
  readonly id: string;
  readonly difference: { readonly turnsChanged: number; readonly speakersChanged: readonly string[] } | null;
}

interface Edges<Node> {
  readonly edges: readonly { readonly node: Node }[];
}

export interface CallState {
  readonly status: string;
  readonly error: Fault | null;
  readonly normalizations: Edges<Reading>;
  /** Newest first. */
  readonly runs: Edges<RunState>;
}

/** Which run of a call is asked for; what is left out may be anything. */
export interface WantedRun {
  readonly model?: string;
  readonly rubric?: string;
}

/** How a call ended: the run to read, if there is one, and why there are no scores. */
export interface CallEnd {
  readonly runId: string | null;
  readonly error: Fault | null;
}

const WITHOUT_SCORES = new Set(['INVALID', 'NEEDS_REVIEW', 'FAILED', 'CANCELLED']);
const UNREADABLE = new Set(['REFUSED', 'QUARANTINED', 'HELD', 'SPLIT']);

const CODES: Readonly<Record<string, Fault>> = {
  INVALID: { code: 'OUTPUT_INVALID', message: "The judge's answer failed its checks, so there are no scores." },
  NEEDS_REVIEW: { code: 'OUTPUT_INVALID', message: 'A person has to look at this call before it has scores.' },
  FAILED: { code: 'INTERNAL_SERVER_ERROR', message: 'The judge could not be asked.' },
  CANCELLED: { code: 'RUN_CANCELLED', message: 'The scoring was cancelled.' },
  SPLIT: { code: 'BAD_USER_INPUT', message: 'The file holds several calls. Each is scored as a call of its own.' },
  HELD: { code: 'TRANSCRIPT_NOT_READY', message: 'The transcript is held back for its quality.' },
};

const faultOf = (status: string, error: Fault | null): Fault =>
  error ?? CODES[status] ?? { code: 'INTERNAL_SERVER_ERROR', message: `The call ended ${status} without a reason.` };

/** The address `openai` stands for that provider's default model. */
const isBy = ({ model, rubricVersion }: RunState, wanted: WantedRun): boolean =>
  (wanted.model === undefined || model === wanted.model || model.startsWith(`${wanted.model}/`)) &&
  (wanted.rubric === undefined || rubricVersion?.key === wanted.rubric);

/** The newest run that was asked for, else the newest of all; cancelled ones do not count. */
export const runOf = ({ runs }: CallState, wanted: WantedRun): RunState | null => {
  const alive = runs.edges.map(({ node }) => node).filter(({ status }) => status !== 'CANCELLED');
  return alive.find((run) => isBy(run, wanted)) ?? alive[0] ?? null;
};

/** Whether the run scored another text or other roles than the call has now. */
export const isOutdated = ({ normalizations }: CallState, { normalization }: RunState): boolean => {
  const newest = normalizations.edges[0]?.node;
  if (!newest?.difference || newest.id === normalization?.id) return false;
  return newest.difference.turnsChanged > 0 || newest.difference.speakersChanged.length > 0;
};

/** How the call ended; null while it has not. */
export const endOfCall = (state: CallState, wanted: WantedRun): CallEnd | null => {
  const { status, error } = state;
  const run = runOf(state, wanted);
  if (run?.status === 'SCORED') return { runId: run.id, error: null };
  if (run) return WITHOUT_SCORES.has(run.status) ? { runId: run.id, error: faultOf(run.status, run.error) } : null;
  if (UNREADABLE.has(status) || error) return { runId: null, error: faultOf(status, error) };
  return state.runs.edges.length > 0 ? { runId: null, error: faultOf('CANCELLED', null) } : null;
};
