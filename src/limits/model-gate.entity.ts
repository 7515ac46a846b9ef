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
