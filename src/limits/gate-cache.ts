import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import { circuitState, isFailing } from './circuit.js';
import { asGate, GATE_COLUMNS, OPEN_GATE, type Gate, type GateRow } from './gate-store.js';

/** What a process knows of a gate without asking again. */
interface Known {
  /** Until the circuit lets a probe through, in ms; 0 where it is not open. */
  readonly openMs: number;
  /** Until the time that the service asked to wait has passed, in ms. */
  readonly closedMs: number;
  /** The circuit is half open or recovers: who passes must ask. */
  readonly restless: boolean;
  /** Calls failed a moment ago, so that successes count too. */
  readonly failing: boolean;
}

interface Entry {
  readonly gate: Gate;
  /** Database time minus this process's, in ms. */
  readonly offset: number;
  readonly until: number;
}

interface Key {
  readonly account: string;
  readonly address: string;
}

export interface GateCache {
  get(key: Key): Promise<Known>;
  put(account: string, address: string, gate: Gate, now: number): void;
}

/** The clock always, the gate where there is one. */
type FoundRow = { readonly now: number } & (GateRow | { readonly address: null });

const TTL_MS = 1_000;
const MAX_ENTRIES = 1_000;

const knownOf = ({ gate, offset }: Entry): Known => {
  const now = performance.now() + offset;
  const state = circuitState(gate.circuit, now);
  return {
    openMs: state === 'OPEN' ? Math.max((gate.circuit.openUntil ?? 0) - now, 0) : 0,
    closedMs: Math.max((gate.closedUntil ?? 0) - now, 0),
    restless: state !== 'CLOSED',
    failing: isFailing(gate.circuit, now),
  };
};

/** Caches the state of each gate for a second, so that calls to a healthy model cost no statement. */
export const openGateCache = (forkEm: () => EntityManager): GateCache => {
  const entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });
  const reading = new Map<string, Promise<Entry>>();

  const keep = (key: string, gate: Gate, now: number): Entry => {
    const entry = { gate, offset: now - performance.now(), until: performance.now() + TTL_MS };
    entries.set(key, entry);
    return entry;
  };

  const read = async (key: string, { account, address }: Key): Promise<Entry> => {
    const rows: FoundRow[] = await forkEm().execute(
      `select ${GATE_COLUMNS}, clock.now from (select (extract(epoch from clock_timestamp()) * 1000)::float8 as now) clock
       left join model_gate on account = ? and address = ?`,
      [account, address],
    );
    const [row] = rows;
    return keep(key, row && row.address !== null ? asGate(row) : OPEN_GATE, row?.now ?? 0);
  };

  return {
    get: async (wanted) => {
      const key = `${wanted.account} ${wanted.address}`;
      const entry = entries.get(key);
      if (entry && entry.until > performance.now()) return knownOf(entry);
      const pending = reading.get(key) ?? read(key, wanted).finally(() => reading.delete(key));
      reading.set(key, pending);
      return knownOf(await pending);
    },
    put: (account, address, gate, now) => void keep(`${account} ${address}`, gate, now),
  };
};
