import type { TableModule } from '../database/table-module.js';
import { ModelGate, ModelSlot } from './model-gate.entity.js';

/** Tables that no organization owns: processes share the state of models in them, and nothing of a call. */
export const limitsModule: TableModule = {
  entities: [ModelGate, ModelSlot],
  grants: {
    model_gate: { app: 'select, insert, update' },
    model_slot: { app: 'select, insert, update, delete' },
  },
};
