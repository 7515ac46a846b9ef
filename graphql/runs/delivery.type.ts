import { registerEnumType } from 'type-graphql';

export enum Delivery {
  IMMEDIATE = 'IMMEDIATE',
  ECONOMY = 'ECONOMY',
}
registerEnumType(Delivery, {
  name: 'Delivery',
  description: 'How models are asked.',
  valuesConfig: {
    IMMEDIATE: { description: 'Call by call, as soon as a worker is free.' },
    ECONOMY: {
      description:
        'The first call of each run goes by the batch of a provider that takes batches: for its price of batches, mostly half, and within a day. Corrections, fallbacks and what a batch does not bring are called at once.',
    },
  },
});

export enum RunWait {
  PROVIDER_BATCH = 'PROVIDER_BATCH',
}
registerEnumType(RunWait, {
  name: 'RunWait',
  description: 'What a run waits for while nobody works on it.',
  valuesConfig: {
    PROVIDER_BATCH: { description: "Its answer, which comes by a provider's batch within a day." },
  },
});
