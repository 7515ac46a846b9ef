import { defineEntity, p } from '@mikro-orm/postgresql';

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
