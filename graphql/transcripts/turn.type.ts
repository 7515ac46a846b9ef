import { Field, Int, ObjectType } from 'type-graphql';
import type { Turn as PluginTurn, Participant as PluginParticipant } from '../../src/plugin-api/index.js';
import { connectionOf } from '../connection.js';
import { Participant } from './participant.type.js';

/** A turn with the person who speaks. */
export interface TurnRow extends Omit<PluginTurn, 'participant'> {
  readonly participant: PluginParticipant;
}

@ObjectType({ description: 'One uninterrupted stretch of speech.' })
export class Turn {
  @Field(() => Int, { description: 'Number of the turn, from 0; evidence cites it.' })
  index!: number;

  @Field(() => Participant, { description: 'Who speaks.' })
  participant!: PluginParticipant;

  @Field(() => Int, {
    nullable: true,
    description: 'Begin in ms from the start of the recording, where the file says.',
  })
  startMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'End in ms from the start of the recording, where the file says.' })
  endMs!: number | null;

  @Field(() => String, { description: 'What is said.' })
  text!: string;

  @Field(() => [Int], {
    name: 'rawOffsets',
    description: 'Begin and end in the decoded text of the file, UTF-16 code units.',
  })
  rawOffset!: readonly number[];
}

export const TurnConnection = connectionOf<TurnRow>('Turn', () => Turn);
