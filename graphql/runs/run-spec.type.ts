import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { JudgingRules } from '../profiles/judging-rules.type.js';
import type { RunSpec as StoredSpec } from '../../src/runs/run-spec.js';

export enum RunPanelWhen {
  BORDERLINE = 'BORDERLINE',
  CONTESTED = 'CONTESTED',
  ALWAYS = 'ALWAYS',
}
registerEnumType(RunPanelWhen, {
  name: 'RunPanelWhen',
  description: 'When the panel of a run judges.',
  valuesConfig: {
    BORDERLINE: { description: 'Where the first judge is unsure, or far from the baseline.' },
    CONTESTED: { description: 'Only if the run is contested: in the run that follows it.' },
    ALWAYS: { description: 'In any case: the run contests another one.' },
  },
});

@ObjectType({ description: 'The panel of a run: the median of each dimension counts.' })
export class RunPanel {
  @Field(() => [String], { description: 'Model addresses beside the judge.' })
  models!: readonly string[];

  @Field(() => RunPanelWhen, { description: 'When it judges.' })
  when!: `${RunPanelWhen}`;

  @Field(() => [Float], {
    description: 'Overall scores that trigger an action: a run close to one of them is borderline.',
  })
  thresholds!: readonly number[];
}

@ObjectType({ description: 'The plain record from which a run can be done again.' })
export class RunSpec extends JudgingRules {
  @Field(() => String, { description: 'Evaluator.' })
  evaluator!: string;

  @Field(() => Int, { description: 'Its version; scores of two versions are not comparable.' })
  evaluatorVersion!: number;

  @Field(() => String, { description: 'Model address of the judge.' })
  model!: string;

  @Field(() => Float, { description: 'Sampling temperature asked for.' })
  temperature!: number;

  @Field(() => Int, { nullable: true, description: 'Sampling seed asked for.' })
  seed!: number | null;

  @Field(() => Int, { description: 'Output limit in tokens.' })
  maxOutputTokens!: number;

  @Field(() => [String], { description: 'Models that step in where the judge gives no valid answer, in their order.' })
  fallbacks!: readonly string[];

  @Field(() => RunPanel, { nullable: true, description: 'Panel of judges; null for none.' })
  panel!: RunPanel | null;

  @Field(() => Delivery, { description: "ECONOMY where the judge is first asked by its provider's batch." })
  delivery!: `${Delivery}`;

  @Field(() => Int, { description: 'Version of the scoring policy that was used; 0 for the defaults.' })
  policyVersion!: number;
}

/** A stored spec as the API shows it: fields that older runs lack get the value that applied to them. */
export const asRunSpec = (spec: StoredSpec, model: string): RunSpec => {
  const { evaluator, parameters, corrections, fallbacks = [], onInvalid = 'INVALID', redact = [] } = spec;
  const { panel = null, repeat = null, policyVersion = 0, delivery = 'IMMEDIATE' } = spec;
  return {
    evaluator: evaluator.name,
    evaluatorVersion: evaluator.version,
    model,
    ...parameters,
    ...{ corrections, fallbacks, onInvalid, redact, repeat, policyVersion, delivery },
    panel: panel && { thresholds: [], ...panel },
  };
};

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
  description: 'What a run waits for while no worker processes it.',
  valuesConfig: {
    PROVIDER_BATCH: { description: "Its answer, which comes by a provider's batch within a day." },
  },
});
