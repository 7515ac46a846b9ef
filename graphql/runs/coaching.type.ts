import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType({ description: 'Something done well.' })
export class Strength {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => String, { description: 'What.' })
  text!: string;
}

export enum Priority {
  HIGH = 'high',
  MEDIUM = 'medium',
  LOW = 'low',
}
registerEnumType(Priority, {
  name: 'Priority',
  description: 'What to work on first.',
  valuesConfig: { HIGH: { description: 'First.' }, MEDIUM: { description: 'Next.' }, LOW: { description: 'Later.' } },
});

@ObjectType({ description: 'Something to do better, with an example.' })
export class Improvement {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Priority, { description: 'How much it matters.' })
  priority!: Priority;

  @Field(() => String, { description: 'What to do.' })
  advice!: string;

  @Field(() => Int, { nullable: true, name: 'turn', description: 'Turn of the original words, where there are any.' })
  turn_index!: number | null;

  @Field(() => String, { nullable: true, name: 'original', description: 'What was said.' })
  original_quote!: string | null;

  @Field(() => String, { name: 'rewrite', description: 'What would have been better.' })
  example_rewrite!: string;
}

@ObjectType({ description: 'What the representative can take from the call.' })
export class Coaching {
  @Field(() => String, { description: 'In short.' })
  summary!: string;

  @Field(() => [Strength], { description: 'What was done well.' })
  strengths!: readonly Strength[];

  @Field(() => [Improvement], { description: 'What to do better.' })
  improvements!: readonly Improvement[];
}
