import type { EntityManager } from '@mikro-orm/postgresql';
import { circuitState, type CircuitRules, type CircuitState } from './circuit.js';
import { asGate, GATE_COLUMNS, type GateRow } from './gate-store.js';

/** The state of one gate. */
export interface GateStatus {
  /** Empty for the host's account, else the organization's. */
  readonly account: string;
  /** A provider's name, or a model address. */
  readonly address: string;
  readonly state: CircuitState;
  readonly since: Date;
  /** Within the ten seconds that count. */
  readonly failures: number;
  /** When calls are let through again; null where they are. */
  readonly closedUntil: Date | null;
  /** Calls that count: under way, and begun within the last minute. */
  readonly inFlight: number;
  readonly requests: number;
  readonly tokens: number;
}

interface StatusRow {
  readonly account: string;
  readonly since: Date;
  readonly now: number;
  readonly in_flight: number;
  readonly requests: number;
  readonly tokens: number;
}

const asStatus = (row: GateRow & StatusRow, rules: CircuitRules): GateStatus => {
  const { circuit, closedUntil } = asGate(row);
  const { account, address, now, since, requests, tokens } = row;
  const until = Math.max(circuit.openUntil ?? 0, closedUntil ?? 0);
  const counting = circuit.windowFrom !== null && now < circuit.windowFrom + rules.windowMs;
  return {
    account,
    address,
    state: circuitState(circuit, now, rules),
    since: new Date(since),
    failures: counting ? circuit.failures : 0,
    closedUntil: until > now ? new Date(until) : null,
    inFlight: row.in_flight,
    requests,
    tokens,
  };
};

const MOST = 1_000;

/** Gates of these accounts, without those that never held a call back. */
export const gateStatus = async (
  em: EntityManager,
  accounts: readonly string[],
  rules: CircuitRules,
): Promise<readonly GateStatus[]> => {
  const rows: (GateRow & StatusRow)[] = await em.execute(
    `select ${GATE_COLUMNS}, account, since, clock.now, traffic.*
     from model_gate, (select (extract(epoch from clock_timestamp()) * 1000)::float8 as now) clock,
     lateral (
       select count(*) filter (where released_at is null and expires_at > clock_timestamp())::int as in_flight,
              count(*) filter (where acquired_at > clock_timestamp() - interval '1 minute')::int as requests,
              coalesce(sum(tokens) filter (where acquired_at > clock_timestamp() - interval '1 minute'), 0)::int as tokens
       from model_slot where model_slot.account = model_gate.account and model_slot.address = model_gate.address) traffic
     where account in (?) order by address, account limit ${MOST}`,
    [accounts],
  );
  return rows.map((row) => asStatus(row, rules));
};
