/** What is kept of a model's circuit. Times are ms by the database's clock; null for what is not the case. */
export interface Circuit {
  readonly failures: number;
  readonly successes: number;
  /** Start of the window in which failures and successes are counted. */
  readonly windowFrom: number | null;
  /** Set while the circuit is not closed; in the past, it is half open. */
  readonly openUntil: number | null;
  /** Openings in a row, without calm between them. */
  readonly openings: number;
  /** The one call that finds out whether the model is back, and how long it is waited for. */
  readonly probeId: string | null;
  readonly probeUntil: number | null;
  /** When it closed last: calls come back gradually after that. */
  readonly recoveringFrom: number | null;
}

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN' | 'RECOVERING';

export interface CircuitRules {
  /** Failures within the window that open the circuit, where successes are not more. */
  readonly failures: number;
  readonly windowMs: number;
  readonly firstOpenMs: number;
  readonly longestOpenMs: number;
  /** Over this time calls come back, twice as many at a time each second. */
  readonly recoveryMs: number;
}

export const CIRCUIT_RULES: CircuitRules = {
  failures: 5,
  windowMs: 10_000,
  firstOpenMs: 5_000,
  longestOpenMs: 60_000,
  recoveryMs: 8_000,
};

export const NEW_CIRCUIT: Circuit = {
  failures: 0,
  successes: 0,
  windowFrom: null,
  openUntil: null,
  openings: 0,
  probeId: null,
  probeUntil: null,
  recoveringFrom: null,
};

const isRecovering = ({ recoveringFrom }: Circuit, now: number, rules: CircuitRules): boolean =>
  recoveringFrom !== null && now < recoveringFrom + rules.recoveryMs;

export const circuitState = (circuit: Circuit, now: number, rules = CIRCUIT_RULES): CircuitState => {
  if (circuit.openUntil !== null) return now < circuit.openUntil ? 'OPEN' : 'HALF_OPEN';
  return isRecovering(circuit, now, rules) ? 'RECOVERING' : 'CLOSED';
};

/** Whether the window in which something failed is still running, so that successes count too. */
export const isFailing = ({ failures, windowFrom }: Circuit, now: number, rules = CIRCUIT_RULES): boolean =>
  failures > 0 && windowFrom !== null && now < windowFrom + rules.windowMs;

export type Passage =
  | { readonly pass: true; readonly probe: boolean }
  | { readonly pass: false; readonly because: 'OPEN' | 'RECOVERING'; readonly waitMs: number };

const PROBE_LOOK_MS = 1_000;
const RECOVERY_LOOK_MS = 500;

/** Whether a call may pass. Half open, exactly one does, until it has answered or is taken for lost. */
export const passage = (circuit: Circuit, now: number, inFlight: number, rules = CIRCUIT_RULES): Passage => {
  const { openUntil, probeUntil, recoveringFrom } = circuit;
  if (openUntil !== null && now < openUntil) return { pass: false, because: 'OPEN', waitMs: openUntil - now };
  if (openUntil !== null) {
    const probing = probeUntil !== null && now < probeUntil;
    return probing ? { pass: false, because: 'OPEN', waitMs: PROBE_LOOK_MS } : { pass: true, probe: true };
  }
  if (recoveringFrom === null || !isRecovering(circuit, now, rules)) return { pass: true, probe: false };
  const most = 2 ** Math.floor((now - recoveringFrom) / 1_000);
  return inFlight < most
    ? { pass: true, probe: false }
    : { pass: false, because: 'RECOVERING', waitMs: RECOVERY_LOOK_MS };
};

export const withProbe = (circuit: Circuit, id: string, until: number): Circuit => ({
  ...circuit,
  probeId: id,
  probeUntil: until,
});

const opened = (circuit: Circuit, now: number, rules: CircuitRules): Circuit => {
  const inARow = circuit.openUntil !== null || isRecovering(circuit, now, rules);
  const openings = inARow ? circuit.openings + 1 : 1;
  const openMs = Math.min(rules.firstOpenMs * 2 ** Math.min(openings - 1, 20), rules.longestOpenMs);
  return { ...NEW_CIRCUIT, openings, openUntil: now + openMs };
};

const counted = (circuit: Circuit, now: number, outcome: 'failures' | 'successes', rules: CircuitRules): Circuit => {
  const running = isFailing(circuit, now, rules);
  const { failures, successes, windowFrom } = running ? circuit : { failures: 0, successes: 0, windowFrom: now };
  const counts = { failures, successes };
  return { ...circuit, ...counts, windowFrom, [outcome]: counts[outcome] + 1 };
};

/** After trouble. Reports of calls that were under way when the circuit opened say nothing new. */
export const afterFailure = (circuit: Circuit, now: number, id: string, rules = CIRCUIT_RULES): Circuit => {
  if (circuit.openUntil !== null) return circuit.probeId === id ? opened(circuit, now, rules) : circuit;
  const next = counted(circuit, now, 'failures', rules);
  const trips = next.failures >= rules.failures && next.failures >= next.successes;
  return trips ? opened(circuit, now, rules) : next;
};

/** After an answer: the probe's closes the circuit, others count against the failures beside them. */
export const afterSuccess = (circuit: Circuit, now: number, id: string, rules = CIRCUIT_RULES): Circuit => {
  if (circuit.openUntil !== null) {
    const { openings } = circuit;
    return circuit.probeId === id ? { ...NEW_CIRCUIT, openings, recoveringFrom: now } : circuit;
  }
  return isFailing(circuit, now, rules) ? counted(circuit, now, 'successes', rules) : circuit;
};

/** After a call that tells nothing of the model: a probe that was broken off makes place for another. */
export const afterNothing = (circuit: Circuit, id: string): Circuit =>
  circuit.probeId === id ? { ...circuit, probeId: null, probeUntil: null } : circuit;
