import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { formatUsd } from '../../src/costs/decimal.js';

export enum CostStatus {
  EXACT = 'EXACT',
  ESTIMATED = 'ESTIMATED',
  UNPRICED = 'UNPRICED',
}
registerEnumType(CostStatus, {
  name: 'CostStatus',
  description: 'How well a cost is known.',
  valuesConfig: {
    EXACT: { description: 'From reported tokens and list prices.' },
    ESTIMATED: { description: 'From estimated tokens.' },
    UNPRICED: { description: 'Not known, and not 0: there is no price, or no answer to a call that may be billed.' },
  },
});

@ObjectType({ description: 'What something cost.' })
export class Cost {
  @Field(() => String, { nullable: true, description: 'Decimal amount; null where it is not known.' })
  amount!: string | null;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency!: string;

  @Field(() => CostStatus, { description: 'How well it is known.' })
  status!: CostStatus;
}

/** A stored cost in integer pico-USD as money. */
export const asCost = (costPusd: string | null, status: `${CostStatus}`): Cost => ({
  amount: costPusd === null ? null : formatUsd(BigInt(costPusd)),
  currency: 'USD',
  status: status as CostStatus,
});
