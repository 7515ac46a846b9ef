import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { ParseWarning, Participant as PluginParticipant } from '../../src/plugin-api/index.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import type { NormalizationRow } from '../../src/transcripts/transcript-reads.js';
import type { Context } from '../context.js';
import { asMetrics, asQuality, Quality, TranscriptMetric } from './quality.type.js';
import { Normalization } from './normalization.type.js';
import { Participant, type ParticipantRow } from './participant.type.js';
import { TranscriptWarning } from './transcript.type.js';
import type { RepresentativeRow } from '../../src/people/people-reads.js';
import { Representative } from '../access/representative.type.js';
import { representativeLoader } from '../access/access.loaders.js';
import { speakersLoader } from './transcripts.loaders.js';

@Resolver(() => Normalization)
export class NormalizationResolver {
  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: NormalizationRow): string {
    return toGlobalId('Normalization', id);
  }

  @FieldResolver(() => [Participant], { description: 'Participants of the call in this normalization.' })
  participants(@Root() { participants, transcriptId }: NormalizationRow): readonly PluginParticipant[] {
    return participants.map((participant) => ({ ...participant, transcriptId }));
  }

  @FieldResolver(() => [TranscriptWarning], { description: 'Warnings of the parser.' })
  warnings(@Root() { warnings }: NormalizationRow): readonly ParseWarning[] {
    return warnings;
  }

  @FieldResolver(() => Quality, { nullable: true, description: 'How well it serves for scoring.' })
  quality(@Ctx() context: Context, @Root() { quality }: NormalizationRow): Promise<Quality | null> {
    return asQuality(context, quality);
  }

  @FieldResolver(() => [TranscriptMetric], { description: 'Computed figures of the call, by name.' })
  metrics(@Root() { metrics }: NormalizationRow): readonly TranscriptMetric[] {
    return asMetrics(metrics);
  }
}

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
