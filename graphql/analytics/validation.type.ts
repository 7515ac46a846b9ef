import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ValidationGroup {
  PROMPT_VERSION = 'PROMPT_VERSION',
  MODEL = 'MODEL',
  RULE = 'RULE',
  RUBRIC = 'RUBRIC',
}
registerEnumType(ValidationGroup, {
  name: 'ValidationGroup',
  description: 'What figures of validation are given by.',
  valuesConfig: {
    PROMPT_VERSION: { description: 'By prompt version, as `base@3`.' },
    MODEL: { description: 'By the model that was asked for.' },
    RULE: {
      description: 'By the rule that first answers broke, as `plugin/CODE`; rules that none broke are left out.',
    },
    RUBRIC: { description: 'By version of the rubric, as `spin@1`.' },
  },
});

@ObjectType({ description: 'A count, and what it is a count of.' })
export class Rate {
  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => Int, { description: 'Of how many.' })
  of!: number;

  @Field(() => Float, { nullable: true, description: '`count` by `of`, 0 to 1; null where there are none.' })
  rate!: number | null;
}

@ObjectType({ description: 'How answers fared at their checks.' })
export class ValidationFigure {
  @Field(() => String, { description: 'What the figures are of: prompt version, model, rule or rubric version.' })
  key!: string;

  @Field(() => Int, { description: 'Ended runs, cancelled ones aside; superseded ones count.' })
  runs!: number;

  @Field(() => Rate, {
    description: 'First answers without any error, before repairs; by rule: without an error of this rule.',
  })
  firstPassValid!: Rate;

  @Field(() => Rate, { description: 'Runs in which an answer was sent back; by rule, of the runs that broke it.' })
  corrected!: Rate;

  @Field(() => Rate, { description: 'Runs in which a fallback model was asked; by rule, of the runs that broke it.' })
  fallback!: Rate;

  @Field(() => Rate, { description: 'Runs that ended INVALID or NEEDS_REVIEW; by rule, of the runs that broke it.' })
  invalid!: Rate;
}
