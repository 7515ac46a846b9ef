import { Field, Int, ObjectType } from 'type-graphql';
import type { Turn as PluginTurn, TurnCue as PluginTurnCue } from '../../src/plugin-api/index.js';
import { connectionOf } from '../connection.js';
import { Participant, type ParticipantRow } from './participant.type.js';

/** A turn with the person who speaks. */
export interface TurnRow extends Omit<PluginTurn, 'participant' | 'doubt'> {
  readonly participant: ParticipantRow;
  readonly doubt: boolean;
}

@ObjectType({ description: 'A piece of a turn, as the file has it.' })
export class TurnCue {
  @Field(() => Int, { description: 'Where its words begin in the text of the turn, UTF-16 code units.' })
  at!: number;

  @Field(() => Int, { nullable: true, description: 'Begin in ms, where the file says.' })
  startMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'End in ms, where the file says.' })
  endMs!: number | null;

  @Field(() => [Int], {
    name: 'rawOffsets',
    description: 'Begin and end in the decoded text of the file, UTF-16 code units.',
  })
  rawOffset!: readonly number[];
}

@ObjectType({ description: 'One uninterrupted stretch of speech.' })
export class Turn {
  @Field(() => Int, { description: 'Number of the turn, from 0; evidence cites it.' })
  index!: number;

  @Field(() => Participant, { description: 'Who speaks.' })
  participant!: ParticipantRow;

  @Field(() => Int, {
    nullable: true,
    description: 'Begin in ms from the start of the recording, where the file says.',
  })
  startMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'End in ms from the start of the recording, where the file says.' })
  endMs!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The earliest time at which it can have begun, where only that is known; in ms.',
  })
  notBeforeMs?: number;

  @Field(() => String, { description: 'What is said.' })
  text!: string;

  @Field(() => [Int], {
    name: 'rawOffsets',
    description: 'Begin and end in the decoded text of the file, UTF-16 code units.',
  })
  rawOffset!: readonly number[];

  @Field(() => Boolean, { description: 'Whether it is in doubt who says some or all of it.' })
  doubt!: boolean;

  @Field(() => [TurnCue], {
    nullable: true,
    description: 'The pieces that it was joined from, in order; null where it is one piece.',
  })
  cues?: readonly PluginTurnCue[];
}

export const TurnConnection = connectionOf<TurnRow>('Turn', () => Turn);
