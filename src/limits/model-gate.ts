import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from '../logging/logger.js';
import { admitCall } from './admit-call.js';
import { askedToWaitMs, isTrouble, type CallOutcome, limitedAddresses, type GatedCall } from './gated-call.js';
import {
  afterFailure,
  afterNothing,
  afterSuccess,
  CIRCUIT_RULES,
  circuitState,
  type Circuit,
  type CircuitRules,
} from './circuit.js';
import { openGateCache, type GateCache } from './gate-cache.js';
import { GateRefusal } from './gate-refusal.js';
import { gateStatus, type GateStatus } from './gate-status.js';
import { clockOf, lockGates, OPEN_GATE, releaseSlots, trafficOf, writeGate, writeSlots } from './gate-store.js';

/** A place at a model, taken. */
export interface Slot {
  /** Gives the place back and reports what happened. Never throws: a place that is not given back ends by itself. */
  release(outcome: CallOutcome): Promise<void>;
}

export interface ModelGate {
  /**
   * A place for one call, within the limits of provider and model over all processes.
   * @throws GateRefusal PROVIDER_RATE_LIMITED with the time to come back where there is no place, PROVIDER_UNAVAILABLE
   * while the circuit is open; the signal's reason
   */
  acquire(call: GatedCall, options: { readonly tokens: number; readonly signal: AbortSignal }): Promise<Slot>;
  /** The state of the gates of these accounts. */
  status(accounts: readonly string[]): Promise<readonly GateStatus[]>;
}

export interface ModelGateOptions {
  /** An entity manager of its own, bound to no organization. */
  readonly forkEm: () => EntityManager;
  readonly logger: Logger;
  /** Longest call; a place ends a little later, whatever became of its worker. */
  readonly callMs: number;
  readonly rules?: Partial<CircuitRules>;
}

const GRACE_MS = 5_000;

/** What never leaves the process needs no place. */
const FREE_SLOT: Slot = { release: () => Promise.resolve() };

interface Taken {
  readonly id: string;
  /** Where the call counts. */
  readonly addresses: readonly string[];
  /** Whether its success is news: the circuit is not closed. */
  readonly awaited: boolean;
}

type Change = (circuit: Circuit, now: number) => Circuit;

class SharedModelGate implements ModelGate {
  private readonly cache: GateCache;
  private readonly rules: CircuitRules;

  constructor(private readonly options: ModelGateOptions) {
    this.cache = openGateCache(options.forkEm);
    this.rules = { ...CIRCUIT_RULES, ...options.rules };
  }

  async acquire(call: GatedCall, { tokens, signal }: { tokens: number; signal: AbortSignal }): Promise<Slot> {
    signal.throwIfAborted();
    if (call.provider.offline) return FREE_SLOT;
    const { closedMs, openMs, restless } = await this.cache.get(call);
    if (closedMs > 0) throw GateRefusal.askedToWait(call.address, closedMs);
    if (openMs > 0) throw GateRefusal.circuitOpen(call.address, openMs);
    const limited = limitedAddresses(call).map(({ address }) => address);
    // A model that is well and not limited itself costs no row: its name may be any text that a request holds.
    const addresses = [...new Set([...limited, ...(restless ? [call.address] : [])])];
    if (addresses.length > 0) return this.acquireAt(addresses, call, tokens);
    return this.slotOf(call, { id: randomUUID(), addresses, awaited: false });
  }

  status(accounts: readonly string[]): Promise<readonly GateStatus[]> {
    return gateStatus(this.options.forkEm(), accounts, this.rules);
  }

  private async acquireAt(addresses: readonly string[], call: GatedCall, tokens: number): Promise<Slot> {
    const { account } = call;
    const id = randomUUID();
    const { refusal, awaited } = await this.options.forkEm().transactional(async (em) => {
      const gates = await lockGates(em, account, addresses);
      const now = await clockOf(em);
      const traffic = await trafficOf(em, account, addresses, now);
      const planned = { id, tokens, expiresAt: now + this.options.callMs + GRACE_MS };
      const { refusal, write } = admitCall(call, { gates, traffic, now }, planned, this.rules);
      if (refusal === null) await writeSlots(em, account, addresses, { ...planned, now });
      if (write) await writeGate(em, account, write.address, write.gate, false);
      const { circuit } = gates.get(call.address) ?? OPEN_GATE;
      return { refusal, awaited: circuitState(circuit, now, this.rules) !== 'CLOSED' };
    });
    if (refusal !== null) throw refusal;
    return this.slotOf(call, { id, addresses, awaited });
  }

  private slotOf(call: GatedCall, taken: Taken): Slot {
    const release = async (outcome: CallOutcome): Promise<void> => {
      const { id, addresses } = taken;
      const tokens = outcome.answered ? outcome.tokens : null;
      if (addresses.length > 0) await releaseSlots(this.options.forkEm(), call.account, addresses, id, tokens);
      await this.report(call, taken, outcome);
    };
    return {
      release: (outcome) =>
        release(outcome).catch((error: unknown) => {
          this.options.logger.warn({ err: error, model: call.address }, 'a place at a model ends by itself');
        }),
    };
  }

  private async report(call: GatedCall, { id, awaited }: Taken, outcome: CallOutcome): Promise<void> {
    const { rules } = this;
    if (outcome.answered) {
      const counts = awaited || (await this.cache.get(call)).failing;
      if (counts) await this.change(call, 0, (circuit, now) => afterSuccess(circuit, now, id, rules));
      return;
    }
    const waitMs = askedToWaitMs(outcome.error);
    const failed = isTrouble(outcome.error);
    if (failed) await this.change(call, waitMs, (circuit, now) => afterFailure(circuit, now, id, rules));
    else if (waitMs > 0 || awaited) await this.change(call, waitMs, (circuit) => afterNothing(circuit, id));
  }

  /** Changes the circuit of a model, and closes its gate for `waitMs`. */
  private async change({ account, address }: GatedCall, waitMs: number, change: Change): Promise<void> {
    const changed = await this.options.forkEm().transactional(async (em) => {
      const before = (await lockGates(em, account, [address])).get(address) ?? OPEN_GATE;
      const now = await clockOf(em);
      const circuit = change(before.circuit, now);
      const closedUntil = waitMs > 0 ? Math.max(before.closedUntil ?? 0, now + waitMs) : before.closedUntil;
      const gate = { ...before, circuit, closedUntil };
      const turned = circuitState(before.circuit, now, this.rules) !== circuitState(circuit, now, this.rules);
      if (circuit !== before.circuit || waitMs > 0) await writeGate(em, account, address, gate, turned);
      return { gate, now };
    });
    this.cache.put(account, address, changed.gate, changed.now);
  }
}

/** Opens the gate before the models: limits and circuit breaker, shared by every process through the database. */
export const openModelGate = (options: ModelGateOptions): ModelGate => new SharedModelGate(options);
