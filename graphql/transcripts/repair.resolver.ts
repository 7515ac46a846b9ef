import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { assignRepresentative } from '../../src/transcripts/repairs/assign-representative.js';
import { correctSpeakers } from '../../src/transcripts/repairs/correct-speakers.js';
import { deleteTranscript } from '../../src/transcripts/deleting/delete-transcript.js';
import { releaseTranscript } from '../../src/transcripts/repairs/release-transcript.js';
import { renormalizeTranscript } from '../../src/transcripts/repairs/renormalize-transcript.js';
import type { Context } from '../context.js';
import { fromGlobalId } from '../../src/scope/global-id.js';
import { payload } from '../user-error.type.js';
import {
  AssignRepresentativeInput,
  CorrectSpeakersInput,
  CorrectSpeakersPayload,
  DeleteTranscriptInput,
  DeleteTranscriptPayload,
  ReleaseTranscriptInput,
  RenormalizeTranscriptInput,
  TranscriptPayload,
} from './repair.type.js';
import { AppError } from '../../src/errors/app-error.js';
import { checkedName } from '../../src/people/names.js';
import type { SpeakerCorrection } from '../../src/transcripts/transcript.entity.js';
import type { SpeakerCorrectionInput } from './speaker-correction.type.js';
import { normalizationLoader, transcriptLoader } from './transcripts.loaders.js';

const idOf = ({ transcriptId }: { readonly transcriptId: string }): string =>
  fromGlobalId('Transcript', transcriptId, ['input', 'transcriptId']);

@Resolver()
export class RepairResolver {
  @Mutation(() => CorrectSpeakersPayload, {
    description: 'Corrects who speaks. Only runs whose scoring input changes are started again.',
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
      const transcript = await loaders.load(transcriptLoader, transcriptId);
      return { transcript, normalization: await loaders.load(normalizationLoader, made) };
    });
  }

  @Mutation(() => TranscriptPayload, {
    description:
      'Assigns the call to a representative, along with its runs; they are started again only if the role was not known before.',
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
      return { transcript: await loaders.load(transcriptLoader, transcriptId) };
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
      const { format, rep, customer, company } = input;
      const hints = { format, rep, customer, company };
      await renormalizeTranscript(scope, { transcriptId, rescore, idempotencyKey, hints });
      return { transcript: await loaders.load(transcriptLoader, transcriptId) };
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
      return { transcript: await loaders.load(transcriptLoader, transcriptId) };
    });
  }

  @Mutation(() => DeleteTranscriptPayload, {
    description:
      'Deletes a call for good: raw file, readings, runs with all that was asked and answered, texts of events. Needs a key with role ADMIN.',
  })
  deleteTranscript(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => DeleteTranscriptInput, { description: 'Which one.' }) input: DeleteTranscriptInput,
  ): Promise<DeleteTranscriptPayload> {
    return payload(async () => {
      const { parentId, ...deleted } = await deleteTranscript(scope, idOf(input));
      const parent = parentId === null ? null : await loaders.load(transcriptLoader, parentId);
      return { transcriptId: input.transcriptId, ...deleted, parent };
    });
  }
}

/** The assignee: by id, by name, or null for an unknown person. Leaving it out is an error. */
export const assigneeOf = ({ representativeId, representative }: AssignRepresentativeInput) => {
  const path = ['input', 'representativeId'];
  if (representative && representativeId) {
    throw new AppError('BAD_USER_INPUT', 'Give representativeId or representative, not both.', { path });
  }
  if (representative) return { name: representative.name, email: representative.email ?? null };
  if (representativeId) return { id: fromGlobalId('Representative', representativeId, path) };
  if (representativeId === null) return null;
  throw new AppError('BAD_USER_INPUT', 'Say who it is; null if the person is not known.', { path });
};

/** A correction as the API takes it; its kind says which fields it needs. */
export const asSpeakerCorrection = (input: SpeakerCorrectionInput, at: number): SpeakerCorrection => {
  const { kind, label } = input;
  const need = <Field extends 'other' | 'into' | 'name' | 'role'>(field: Field) => {
    const value = input[field];
    if (value) return value;
    const path = ['input', 'corrections', String(at), field];
    throw new AppError('BAD_USER_INPUT', `${kind} needs ${field}.`, { path });
  };
  if (kind === 'SWAP') return { kind, label, other: need('other') };
  if (kind === 'MERGE') return { kind, label, into: need('into') };
  if (kind === 'SET_ROLE') return { kind, label, role: need('role') };
  return { kind: 'RENAME', label, name: checkedName(need('name'), ['input', 'corrections', String(at), 'name']) };
};
