import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FormatGuess as Guess } from '../../src/transcripts/detection/detect-format.js';
import type { NormalizationDifference as Difference } from '../../src/transcripts/normalization-difference.js';
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
  description: 'What made a normalized form.',
  valuesConfig: {
    UPLOAD: { description: 'The file was read for the first time.' },
    RENORMALIZED: { description: 'The file was read again.' },
    CORRECTED: { description: 'Somebody corrected the speakers.' },
  },
});

@ObjectType({ description: 'A format, and how sure it is.' })
export class FormatGuess implements Guess {
  @Field(() => String, { description: 'Name of the format.' })
  format!: string;

  @Field(() => Float, { description: '0 to 1.' })
  confidence!: number;
}

@ObjectType({ description: 'How a normalized form differs from the one before it.' })
export class NormalizationDifference implements Difference {
  @Field(() => Int, { description: 'Turns of the form before.' })
  turnsBefore!: number;

  @Field(() => Int, { description: 'Turns of this form.' })
  turnsAfter!: number;

  @Field(() => Int, { description: 'Turns whose words, speaker or role stand in one form and not in the other.' })
  turnsChanged!: number;

  @Field(() => [String], { description: 'Labels of speakers who are new, gone, or known otherwise now.' })
  speakersChanged!: readonly string[];

  @Field(() => String, { description: 'Format of the form before.' })
  formatBefore!: string;

  @Field(() => String, { description: 'Format of this form.' })
  formatAfter!: string;
}

@ObjectType({ implements: Node, description: 'One normalized form of a transcript. A later one stands beside it.' })
export class Normalization extends Node {
  @Field(() => NormalizationOrigin, { description: 'What made it.' })
  readonly origin!: NormalizationRow['origin'];

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => String, { description: 'Version of the normalizer that read the file.' })
  readonly normalizerVersion!: string;

  @Field(() => String, { description: 'Format that the file was read as.' })
  readonly format!: string;

  @Field(() => Float, { description: 'How sure the format is, 0 to 1; 1 where somebody named it.' })
  readonly confidence!: number;

  @Field(() => FormatGuess, { nullable: true, description: 'The format that came second.' })
  readonly runnerUp!: Guess | null;

  @Field(() => String, { description: 'Encoding of the file, as WHATWG names it.' })
  readonly encoding!: string;

  @Field(() => Int, { description: 'How many turns it has.' })
  readonly turnCount!: number;

  @Field(() => NormalizationDifference, {
    nullable: true,
    description: 'What changed against the form that was in force before; null for the first.',
  })
  readonly difference!: Difference | null;

  @Field(() => Boolean, { description: 'Whether it is the one that is scored now.' })
  readonly inForce!: boolean;
}

export const NormalizationConnection = connectionOf<NormalizationRow>('Normalization', () => Normalization);
