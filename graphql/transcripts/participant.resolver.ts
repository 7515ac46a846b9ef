import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RepresentativeRow } from '../../src/people/people-reads.js';
import { Representative } from '../access/representative.type.js';
import type { Context } from '../context.js';
import { Participant, type ParticipantRow } from './participant.type.js';
import { representativeLoader } from '../access/access.loaders.js';
import { speakersLoader } from './transcripts.loaders.js';

@Resolver(() => Participant)
export class ParticipantResolver {
  @FieldResolver(() => Representative, {
    nullable: true,
    description: 'Which representative the person is, where that is known.',
  })
  async representative(
    @Ctx() { loaders }: Context,
    @Root() { transcriptId, speakerLabel }: ParticipantRow,
  ): Promise<RepresentativeRow | null> {
    const speakers = await loaders.load(speakersLoader, transcriptId);
    const speaker = speakers.find((one) => one.speakerLabel === speakerLabel);
    return speaker ? loaders.load(representativeLoader, speaker.representativeId) : null;
  }
}
