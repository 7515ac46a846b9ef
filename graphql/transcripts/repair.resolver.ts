import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { assignRepresentative } from '../../src/transcripts/repairs/assign-representative.js';
import { correctSpeakers } from '../../src/transcripts/repairs/correct-speakers.js';
import { releaseTranscript } from '../../src/transcripts/repairs/release-transcript.js';
import { renormalizeTranscript } from '../../src/transcripts/repairs/renormalize-transcript.js';
import type { Context } from '../context.js';
import { fromGlobalId } from '../../src/scope/global-id.js';
import { payload } from '../user-error.type.js';
import { asSpeakerCorrection } from './as-speaker-correction.js';
import { assigneeOf } from './assignee-of.js';
import {
  AssignRepresentativeInput,
  CorrectSpeakersInput,
  CorrectSpeakersPayload,
  ReleaseTranscriptInput,
  RenormalizeTranscriptInput,
  TranscriptPayload,
} from './repair.type.js';

const idOf = ({ transcriptId }: { readonly transcriptId: string }): string =>
  fromGlobalId('Transcript', transcriptId, ['input', 'transcriptId']);

@Resolver()
export class RepairResolver {
  @Mutation(() => CorrectSpeakersPayload, {
    description: 'Puts right who speaks. Only runs for which scoring would see something else are started anew.',
  })
  correctSpeakers(
    @Ctx() { scope, loaders, corrector }: Context,
    @Arg('input', () => CorrectSpeakersInput, { description: 'What is wrong.' }) input: CorrectSpeakersInput,
  ): Promise<CorrectSpeakersPayload> {
    return payload(async () => {
      const transcriptId = idOf(input);
      const corrections = input.corrections.map(asSpeakerCorrection);
      const { idempotencyKey = null } = input;
      const made = await correctSpeakers(scope, corrector, { transcriptId, corrections, idempotencyKey });
      const transcript = await loaders.transcript.load(transcriptId);
      return { transcript, normalization: await loaders.normalization.load(made) };
    });
  }

  @Mutation(() => TranscriptPayload, {
    description: 'Says whose call it is. Its runs go with it; they are started anew only where the role was not known.',
  })
  assignRepresentative(
    @Ctx() { scope, loaders, corrector }: Context,
    @Arg('input', () => AssignRepresentativeInput, { description: 'Who speaks.' }) input: AssignRepresentativeInput,
  ): Promise<TranscriptPayload> {
    return payload(async () => {
      const transcriptId = idOf(input);
      await assignRepresentative(scope, corrector, {
        transcriptId,
        speakerLabel: input.speakerLabel,
        who: assigneeOf(input),
      });
      return { transcript: await loaders.transcript.load(transcriptId) };
    });
  }

  @Mutation(() => TranscriptPayload, {
    description: 'Reads the raw file again, also one that could not be read. What was made of it before stays beside.',
  })
  renormalizeTranscript(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => RenormalizeTranscriptInput, { description: 'Which, and how.' })
    { rescore, idempotencyKey = null, ...input }: RenormalizeTranscriptInput,
  ): Promise<TranscriptPayload> {
    return payload(async () => {
      const transcriptId = idOf(input);
      const { format, rep, customer } = input;
      await renormalizeTranscript(scope, { transcriptId, rescore, idempotencyKey, hints: { format, rep, customer } });
      return { transcript: await loaders.transcript.load(transcriptId) };
    });
  }

  @Mutation(() => TranscriptPayload, { description: 'Lets a transcript pass that is held back for its quality.' })
  releaseTranscript(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => ReleaseTranscriptInput, { description: 'Which one.' }) input: ReleaseTranscriptInput,
  ): Promise<TranscriptPayload> {
    return payload(async () => {
      const transcriptId = idOf(input);
      await releaseTranscript(scope, transcriptId);
      return { transcript: await loaders.transcript.load(transcriptId) };
    });
  }
}
