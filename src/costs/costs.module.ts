import type { RoomModule } from '../scope/room-module.js';
import { BudgetReservation } from './budgets/budget-reservation.entity.js';
import { BudgetSpend } from './budgets/budget-spend.entity.js';
import { Budget } from './budgets/budget.entity.js';
import { OwnModelPrice } from './prices/own-model-price.entity.js';
import { PlatformModelPrice } from './prices/platform-model-price.entity.js';

export const costsModule: RoomModule = {
  entities: [Budget, BudgetReservation, BudgetSpend, OwnModelPrice, PlatformModelPrice],
  grants: {
    budget: { app: 'select, insert, update' },
    budget_reservation: { app: 'select, insert, delete' },
    budget_spend: { app: 'select, insert, update' },
    model_price: { app: 'select, insert, update (valid_to)' },
    platform_model_price: { app: 'select' },
  },
};
