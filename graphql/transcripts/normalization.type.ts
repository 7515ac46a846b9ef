import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type {
  FormatGuess as Guess,
  NormalizationDifference as Difference,
} from '../../src/transcripts/normalization.entity.js';
import type { NormalizationRow } from '../../src/transcripts/transcript-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';

export enum NormalizationOrigin {
  UPLOAD = 'UPLOAD',
  RENORMALIZED = 'RENORMALIZED',
  CORRECTED = 'CORRECTED',
}
registerEnumType(NormalizationOrigin, {
  name: 'NormalizationOrigin',
  description: 'What created a normalization.',
  valuesConfig: {
    UPLOAD: { description: 'The file was read for the first time.' },
    RENORMALIZED: { description: 'The file was read again.' },
    CORRECTED: { description: 'The speakers were corrected.' },
  },
});

@ObjectType({ description: 'A format, and how sure it is.' })
export class FormatGuess implements Guess {
  @Field(() => String, { description: 'Name of the format.' })
  format!: string;

  @Field(() => Float, { description: '0 to 1.' })
  confidence!: number;
}

@ObjectType({ description: 'How a normalization differs from the one before it.' })
export class NormalizationDifference implements Difference {
  @Field(() => Int, { description: 'Turns of the previous normalization.' })
  turnsBefore!: number;

  @Field(() => Int, { description: 'Turns of this normalization.' })
  turnsAfter!: number;

  @Field(() => Int, { description: 'Turns whose words, speaker or role are in only one of the two.' })
  turnsChanged!: number;

  @Field(() => [String], { description: 'Labels of speakers who are new, gone, or known otherwise now.' })
  speakersChanged!: readonly string[];

  @Field(() => String, { description: 'Format of the previous normalization.' })
  formatBefore!: string;

  @Field(() => String, { description: 'Format of this normalization.' })
  formatAfter!: string;
}

@ObjectType({
  implements: Node,
  description: 'One normalization of a transcript. A later one does not replace it: both are kept.',
})
export class Normalization extends Node {
  @Field(() => NormalizationOrigin, { description: 'What made it.' })
  readonly origin!: NormalizationRow['origin'];

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => String, { description: 'Version of the normalizer that read the file.' })
  readonly normalizerVersion!: string;

  @Field(() => String, { description: 'Format that the file was read as.' })
  readonly format!: string;

  @Field(() => Float, { description: 'Confidence in the format, 0 to 1; 1 if it was named.' })
  readonly confidence!: number;

  @Field(() => FormatGuess, { nullable: true, description: 'The format that came second.' })
  readonly runnerUp!: Guess | null;

  @Field(() => String, { description: 'Encoding of the file, as WHATWG names it.' })
  readonly encoding!: string;

  @Field(() => Int, { description: 'How many turns it has.' })
  readonly turnCount!: number;

  @Field(() => NormalizationDifference, {
    nullable: true,
    description: 'What changed compared with the previous normalization; null for the first.',
  })
  readonly difference!: Difference | null;

  @Field(() => Boolean, { description: 'Whether it is the one that is scored now.' })
  readonly inForce!: boolean;
}

export const NormalizationConnection = connectionOf<NormalizationRow>('Normalization', () => Normalization);
