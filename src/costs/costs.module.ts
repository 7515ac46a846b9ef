import type { RoomModule } from '../scope/room-module.js';
import { Budget, BudgetReservation, BudgetSpend } from './budgets/budget.entity.js';
import { OwnModelPrice, PlatformModelPrice } from './prices/model-price.entity.js';

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
