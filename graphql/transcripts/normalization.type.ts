import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  SET_ASIDE_REASONS,
  type SetAsideReason as Reason,
  type WordAccount as Account,
} from '../../src/plugin-api/index.js';
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

export const SetAsideReason = Object.fromEntries(SET_ASIDE_REASONS.map((reason) => [reason, reason])) as {
  [Code in Reason]: Code;
};
registerEnumType(SetAsideReason, {
  name: 'SetAsideReason',
  description: 'Why words of a file are in no turn.',
  valuesConfig: {
    HEADER: { description: 'Above the first words: title, attendees, head of the format.' },
    TIMING: { description: 'Times.' },
    LABEL: { description: 'Who speaks.' },
    METADATA: { description: 'Ids, other columns, fields of records.' },
    MARKUP: { description: 'Tags.' },
    NOTICE: { description: 'Remarks of the tool that made the file.' },
    STAGE_DIRECTION: { description: 'Pauses, sounds and actions.' },
    NOT_A_PERSON: { description: 'Said by a recorder, a screen or an announcement.' },
    NOT_SPEECH_RECORD: { description: 'Records of another kind than speech: system messages, events.' },
    SUPERSEDED_PARTIAL: { description: 'An earlier state of words that are there in their final state.' },
    ALTERNATIVE: { description: 'What the speech recognition took for less likely.' },
    REPEATED: { description: 'The same words once more: captions that roll up, another view of the call.' },
    ANALYSIS: { description: 'Texts about the call: summaries, notes, scores.' },
  },
});

@ObjectType({ description: 'Words of a file that are in no turn, for one reason.' })
export class SetAsideWords {
  @Field(() => SetAsideReason, { description: 'Why.' })
  reason!: Reason;

  @Field(() => Int, { description: 'How many.' })
  words!: number;
}

@ObjectType({
  description:
    'Where the words of a file went. Words in turns and words set aside are all words of the file; where they are not, the warning WORDS_UNACCOUNTED says so.',
})
export class WordAccount implements Account {
  @Field(() => Int, { description: 'Words of the file. Of JSON: of its strings, without its keys.' })
  inFile!: number;

  @Field(() => Int, { description: 'Words of the turns.' })
  inTurns!: number;

  @Field(() => [SetAsideWords], { description: 'Words that are in no turn, most first.' })
  setAside!: readonly SetAsideWords[];
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

  @Field(() => WordAccount, {
    nullable: true,
    description: 'Where the words of the file went; null where it was read before this was recorded.',
  })
  readonly words!: Account | null;

  @Field(() => NormalizationDifference, {
    nullable: true,
    description: 'What changed compared with the previous normalization; null for the first.',
  })
  readonly difference!: Difference | null;

  @Field(() => Boolean, { description: 'Whether it is the one that is scored now.' })
  readonly inForce!: boolean;
}

export const NormalizationConnection = connectionOf<NormalizationRow>('Normalization', () => Normalization);
