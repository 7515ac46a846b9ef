import type { EntityManager } from '@mikro-orm/postgresql';
import type { Traffic } from './capacity.js';
import { NEW_CIRCUIT, type Circuit } from './circuit.js';

/** A gate as stored. Times are ms by the database's clock. */
export interface Gate {
  readonly circuit: Circuit;
  /** The service asked to wait until then. */
  readonly closedUntil: number | null;
  readonly nextTurn: number | null;
}

export const OPEN_GATE: Gate = { circuit: NEW_CIRCUIT, closedUntil: null, nextTurn: null };

const TIMES = ['window_from', 'open_until', 'probe_until', 'recovering_from', 'closed_until', 'next_turn'] as const;

export type GateRow = Readonly<
  Record<(typeof TIMES)[number], number | null> & {
    address: string;
    failures: number;
    successes: number;
    openings: number;
    probe_id: string | null;
  }
>;

const ms = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;
const at = 'to_timestamp(?::float8 / 1000)';

/** Columns of a `GateRow`. */
export const GATE_COLUMNS = `address, failures, successes, openings, probe_id, ${TIMES.map((name) => `${ms(name)} as ${name}`).join(', ')}`;

export const asGate = (row: GateRow): Gate => ({
  circuit: {
    failures: row.failures,
    successes: row.successes,
    openings: row.openings,
    windowFrom: row.window_from,
    openUntil: row.open_until,
    probeId: row.probe_id,
    probeUntil: row.probe_until,
    recoveringFrom: row.recovering_from,
  },
  closedUntil: row.closed_until,
  nextTurn: row.next_turn,
});

/** Locks the gates, which are made where they are missing; always in the same order, so that no deadlock arises. */
export const lockGates = async (
  em: EntityManager,
  account: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Gate>> => {
  const select = `select ${GATE_COLUMNS} from model_gate where account = ? and address in (?) order by address for update`;
  let rows: GateRow[] = await em.execute(select, [account, addresses]);
  if (rows.length < addresses.length) {
    for (const address of [...addresses].sort()) {
      await em.execute(`insert into model_gate (account, address) values (?, ?) on conflict do nothing`, [
        account,
        address,
      ]);
    }
    rows = await em.execute(select, [account, addresses]);
  }
  return new Map(rows.map((row) => [row.address, asGate(row)]));
};

/** The database's clock. Asked after the lock: what was asked before it may be old. */
export const clockOf = async (em: EntityManager): Promise<number> => {
  const [row]: { now: number }[] = await em.execute(`select ${ms('clock_timestamp()')} as now`);
  return row?.now ?? 0;
};

interface TrafficRow {
  readonly address: string;
  readonly in_flight: number;
  readonly requests: number;
  readonly tokens: number;
  readonly oldest: number | null;
  readonly mean_ms: number | null;
}

const MINUTE_MS = 60_000;

export const trafficOf = async (
  em: EntityManager,
  account: string,
  addresses: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, Traffic>> => {
  const rows: TrafficRow[] = await em.execute(
    `select address, count(*) filter (where released_at is null and expires_at > ${at})::int as in_flight,
            count(*) filter (where acquired_at > ${at})::int as requests,
            coalesce(sum(tokens) filter (where acquired_at > ${at}), 0)::float8 as tokens,
            ${ms(`min(acquired_at) filter (where acquired_at > ${at})`)} as oldest,
            ${ms('avg(released_at - acquired_at)')} as mean_ms
     from model_slot where account = ? and address in (?) group by address`,
    [now, now - MINUTE_MS, now - MINUTE_MS, now - MINUTE_MS, account, addresses],
  );
  return new Map(
    rows.map(({ address, in_flight: inFlight, requests, tokens, oldest, mean_ms: meanMs }) => [
      address,
      { inFlight, requests, tokens, meanMs, oldestLeavesMs: oldest === null ? 0 : oldest + MINUTE_MS - now },
    ]),
  );
};

/** Writes a gate that is locked. `changed` tells that the circuit went into another state. */
export const writeGate = async (
  em: EntityManager,
  account: string,
  address: string,
  { circuit, closedUntil, nextTurn }: Gate,
  changed: boolean,
): Promise<void> => {
  const { failures, successes, openings, probeId, windowFrom, openUntil, probeUntil, recoveringFrom } = circuit;
  await em.execute(
    `update model_gate set failures = ?, successes = ?, openings = ?, probe_id = ?, window_from = ${at},
       open_until = ${at}, probe_until = ${at}, recovering_from = ${at}, closed_until = ${at}, next_turn = ${at}
       ${changed ? ', since = clock_timestamp()' : ''}
     where account = ? and address = ?`,
    [
      ...[failures, successes, openings, probeId, windowFrom],
      ...[openUntil, probeUntil, recoveringFrom, closedUntil, nextTurn],
      ...[account, address],
    ],
  );
};

interface NewSlot {
  readonly id: string;
  readonly tokens: number;
  readonly now: number;
  readonly expiresAt: number;
}

/** Notes a call at each of its gates, and forgets those that count no longer. */
export const writeSlots = async (
  em: EntityManager,
  account: string,
  addresses: readonly string[],
  { id, tokens, now, expiresAt }: NewSlot,
): Promise<void> => {
  await em.execute(
    `delete from model_slot where account = ? and address in (?) and acquired_at < ${at}
     and (released_at is not null or expires_at < ${at})`,
    [account, addresses, now - MINUTE_MS, now],
  );
  for (const address of addresses) {
    await em.execute(
      `insert into model_slot (account, address, id, tokens, acquired_at, expires_at) values (?, ?, ?, ?, ${at}, ${at})`,
      [account, address, id, tokens, now, expiresAt],
    );
  }
};

/** `tokens` as the service reported them; null leaves the estimate. */
export const releaseSlots = async (
  em: EntityManager,
  account: string,
  addresses: readonly string[],
  id: string,
  tokens: number | null,
): Promise<void> => {
  await em.execute(
    `update model_slot set released_at = clock_timestamp(), tokens = coalesce(?::int, tokens)
     where account = ? and address in (?) and id = ?`,
    [tokens, account, addresses, id],
  );
};
