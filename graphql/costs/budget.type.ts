import { GraphQLDateTime } from 'graphql-scalars';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BudgetView } from '../../src/costs/budgets/budget-reads.js';
import { UserError } from '../user-error.type.js';

export enum BudgetKind {
  MONTH = 'MONTH',
  DAY = 'DAY',
  BATCH = 'BATCH',
}
registerEnumType(BudgetKind, {
  name: 'BudgetKind',
  description: 'What a budget is for.',
  valuesConfig: {
    MONTH: { description: 'A calendar month, in UTC.' },
    DAY: { description: 'A day, in UTC.' },
    BATCH: { description: 'Each batch by itself.' },
  },
});

export enum BudgetState {
  UNLIMITED = 'UNLIMITED',
  OPEN = 'OPEN',
  USED_UP = 'USED_UP',
}
registerEnumType(BudgetState, {
  name: 'BudgetState',
  description: 'Whether calls may still be made within a budget.',
  valuesConfig: {
    UNLIMITED: { description: 'Spending is counted and not limited.' },
    OPEN: { description: 'Something is left.' },
    USED_UP: { description: 'Nothing is left: calls are refused until the next period.' },
  },
});

@ObjectType({ description: 'What may be spent on calls to models, and what was. Amounts are decimal US dollars.' })
export class Budget implements BudgetView {
  @Field(() => BudgetKind, { description: 'What it is for.' })
  kind!: BudgetKind;

  @Field(() => String, { nullable: true, description: 'The limit; null where it was lifted.' })
  limit!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`2026-11`, `2026-11-23`, or the batch; null for batches at large.',
  })
  period!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the next period begins; null for batches.' })
  periodEndsAt!: Date | null;

  @Field(() => String, { description: 'Spent in the period, as far as prices are known.' })
  spent!: string;

  @Field(() => String, { description: 'Kept back for calls under way.' })
  reserved!: string;

  @Field(() => Int, { description: 'Calls of the period whose cost is not known, and so not in `spent`.' })
  unpricedCalls!: number;

  @Field(() => Boolean, { description: 'Whether calls without a known price are refused.' })
  refuseUnpriced!: boolean;

  @Field(() => BudgetState, { description: 'Whether calls may still be made.' })
  state!: `${BudgetState}`;
}

@InputType({ description: 'A budget to set.' })
export class SetBudgetInput {
  @Field(() => BudgetKind, { description: 'What it is for.' })
  kind!: BudgetKind;

  @Field(() => String, { nullable: true, description: 'Limit in US dollars, such as `"25.50"`; null lifts it.' })
  limit?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether calls without a known price are refused; else they are made and counted apart.',
  })
  refuseUnpriced!: boolean;
}

@ObjectType({ description: 'Result of `setBudget`.' })
export class SetBudgetPayload {
  @Field(() => [Budget], { nullable: true, description: 'All budgets of the organization, as they are now.' })
  budgets?: readonly BudgetView[] | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
