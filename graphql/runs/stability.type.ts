import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { DimensionBand as StoredBand, Stability as StoredStability } from '../../src/runs/stability.js';

@ObjectType({ description: 'What repeated scorings gave a dimension.' })
export class DimensionBand implements StoredBand {
  @Field(() => String, { description: 'Key of the dimension.' })
  dimension!: string;

  @Field(() => Float, { nullable: true, description: 'Lowest score; null where no scoring gave one.' })
  min!: number | null;

  @Field(() => Float, { nullable: true, description: 'Highest score.' })
  max!: number | null;

  @Field(() => Int, { description: 'Scorings that gave none.' })
  unscored!: number;
}

@ObjectType({ description: 'How much the scores move when the same model is asked the same again.' })
export class Stability implements StoredStability {
  @Field(() => Boolean, {
    description:
      'Every dimension within 1 point and always scored or never, the overall within 0.5, every answer valid.',
  })
  stable!: boolean;

  @Field(() => Int, { description: "Scorings compared, the run's own included." })
  samples!: number;

  @Field(() => Int, { description: 'Further scorings that brought no valid answer.' })
  invalid!: number;

  @Field(() => [DimensionBand], { description: 'What they gave each dimension, in the order of the rubric.' })
  bands!: readonly DimensionBand[];

  @Field(() => Float, { nullable: true, description: 'Lowest overall; null where no scoring gave one.' })
  overallMin!: number | null;

  @Field(() => Float, { nullable: true, description: 'Highest overall.' })
  overallMax!: number | null;
}
