import { NO_TRAFFIC, waitFor, type Traffic, type Wait } from './capacity.js';
import { passage, withProbe, type CircuitRules } from './circuit.js';
import { GateRefusal } from './gate-refusal.js';
import { OPEN_GATE, type Gate } from './gate-store.js';
import { limitedAddresses, type GatedCall } from './gated-call.js';

/** What is known of the gates of a call, all locked. */
export interface LockedGates {
  readonly gates: ReadonlyMap<string, Gate>;
  readonly traffic: ReadonlyMap<string, Traffic>;
  /** The database's clock, ms. */
  readonly now: number;
}

export interface NewCall {
  readonly id: string;
  readonly tokens: number;
  readonly expiresAt: number;
}

/** Null as refusal: the call may go. */
export interface Admission {
  readonly refusal: GateRefusal | null;
  /** A gate that has changed, under its address. */
  readonly write: { readonly address: string; readonly gate: Gate } | null;
}

const MAX_TURN_MS = 60_000;

/** Turns are told one after the other, so that those who wait do not all come back at once. */
const takeTurn = (address: string, gate: Gate, now: number, { waitMs, spacingMs }: Wait): Admission => {
  const turn = Math.min(Math.max(now + waitMs, gate.nextTurn ?? 0), now + MAX_TURN_MS);
  return {
    refusal: GateRefusal.noPlace(address, turn - now),
    write: { address, gate: { ...gate, nextTurn: turn + spacingMs } },
  };
};

const refuse = (refusal: GateRefusal): Admission => ({ refusal, write: null });

const byLimits = (call: GatedCall, { gates, traffic, now }: LockedGates, tokens: number): Admission | null => {
  for (const { address, limits } of limitedAddresses(call)) {
    const wait = waitFor(limits, traffic.get(address) ?? NO_TRAFFIC, tokens);
    if (wait !== null) return takeTurn(address, gates.get(address) ?? OPEN_GATE, now, wait);
  }
  return null;
};

/** Whether a call may go: the service has not asked to wait, the circuit lets it pass, and the limits leave a place. */
export const admitCall = (call: GatedCall, locked: LockedGates, planned: NewCall, rules: CircuitRules): Admission => {
  const { address } = call;
  const { gates, traffic, now } = locked;
  const gate = gates.get(address) ?? OPEN_GATE;
  if (gate.closedUntil !== null && now < gate.closedUntil) {
    return refuse(GateRefusal.askedToWait(address, gate.closedUntil - now));
  }
  const way = passage(gate.circuit, now, traffic.get(address)?.inFlight ?? 0, rules);
  if (!way.pass) {
    const isOpen = way.because === 'OPEN';
    return refuse(isOpen ? GateRefusal.circuitOpen(address, way.waitMs) : GateRefusal.noPlace(address, way.waitMs));
  }
  const full = byLimits(call, locked, planned.tokens);
  if (full !== null || !way.probe) return full ?? { refusal: null, write: null };
  const circuit = withProbe(gate.circuit, planned.id, planned.expiresAt);
  return { refusal: null, write: { address, gate: { ...gate, circuit } } };
};
