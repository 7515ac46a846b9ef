import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum RedactionKind {
  EMAIL = 'EMAIL',
  PHONE = 'PHONE',
  CARD = 'CARD',
  IBAN = 'IBAN',
  NATIONAL_ID = 'NATIONAL_ID',
  NAME = 'NAME',
}
registerEnumType(RedactionKind, {
  name: 'RedactionKind',
  description: 'What is masked before a transcript leaves for a model.',
  valuesConfig: {
    EMAIL: { description: 'Addresses of e-mail.' },
    PHONE: { description: 'Telephone numbers.' },
    CARD: { description: 'Numbers of payment cards.' },
    IBAN: { description: 'Bank accounts.' },
    NATIONAL_ID: { description: 'National identity and tax numbers.' },
    NAME: { description: 'Names of the people on the call.' },
  },
});

export enum OnInvalid {
  INVALID = 'INVALID',
  NEEDS_REVIEW = 'NEEDS_REVIEW',
}
registerEnumType(OnInvalid, {
  name: 'OnInvalid',
  description: 'How a run ends that no model answered validly.',
  valuesConfig: {
    INVALID: { description: 'INVALID, with the reason.' },
    NEEDS_REVIEW: { description: 'NEEDS_REVIEW: a person must look.' },
  },
});

@ObjectType({ description: 'A share of runs is scored several times, to see how stable the scores are.' })
export class RepeatPolicy {
  @Field(() => Float, { description: 'Share of the runs, 0 to 1.' })
  share!: number;

  @Field(() => Int, { description: 'Scorings of such a run in all.' })
  times!: number;
}

/** Rules that a policy sets and a run keeps. */
@ObjectType({ description: 'How calls are judged.' })
export abstract class JudgingRules {
  @Field(() => Int, { description: 'How often an answer that fails its checks is sent back to its model.' })
  corrections!: number;

  @Field(() => OnInvalid, { description: 'How a run ends that no model answered validly.' })
  onInvalid!: `${OnInvalid}`;

  @Field(() => RepeatPolicy, { nullable: true, description: 'Repeated scoring; null for none.' })
  repeat!: RepeatPolicy | null;

  @Field(() => [RedactionKind], { description: 'What is masked before a transcript leaves for a model.' })
  redact!: readonly `${RedactionKind}`[];
}
