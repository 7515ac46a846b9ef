import { defineEntity, p } from '@mikro-orm/postgresql';

/** What every process must know before it calls a model. Platform table: it holds nothing of an organization. */
const ModelGateSchema = defineEntity({
  name: 'ModelGate',
  tableName: 'model_gate',
  properties: {
    /** Whose account with the provider: empty for the host's, else the id of an organization with a credential of its own. */
    account: p.text().primary(),
    /** A provider's name, or a model address. */
    address: p.text().primary(),
    failures: p.integer().default(0),
    successes: p.integer().default(0),
    windowFrom: p.datetime().nullable(),
    openUntil: p.datetime().nullable(),
    openings: p.integer().default(0),
    probeId: p.text().nullable(),
    probeUntil: p.datetime().nullable(),
    recoveringFrom: p.datetime().nullable(),
    /** The service asked to wait until then. */
    closedUntil: p.datetime().nullable(),
    /** When the next who finds no place is told to come back. */
    nextTurn: p.datetime().nullable(),
    /** Since when the circuit is in its state. */
    since: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class ModelGate extends ModelGateSchema.class {}
ModelGateSchema.setClass(ModelGate);

/** A call that counts against a limit: while it is under way, and for a minute after it began. */
const ModelSlotSchema = defineEntity({
  name: 'ModelSlot',
  tableName: 'model_slot',
  indexes: [{ name: 'model_slot_recent', properties: ['account', 'address', 'acquiredAt'] }],
  properties: {
    account: p.text().primary(),
    address: p.text().primary(),
    id: p.text().primary(),
    /** Estimated, then as reported. */
    tokens: p.integer(),
    acquiredAt: p.datetime(),
    /** By then the call is over, also where its worker died. */
    expiresAt: p.datetime(),
    releasedAt: p.datetime().nullable(),
  },
});

export class ModelSlot extends ModelSlotSchema.class {}
ModelSlotSchema.setClass(ModelSlot);
