import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { NormalizationRow, TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import { UserError } from '../user-error.type.js';
import { Normalization } from './normalization.type.js';
import { SpeakerCorrectionInput } from './speaker-correction.type.js';
import { Transcript } from './transcript.type.js';

@InputType({ description: 'What to put right about the speakers of a transcript.' })
export class CorrectSpeakersInput {
  @Field(() => ID, { description: 'Global id of the transcript.' })
  transcriptId!: string;

  @Field(() => [SpeakerCorrectionInput], {
    description: '1 to 50, in order: each sees what those before it made. All or none are applied.',
  })
  corrections!: SpeakerCorrectionInput[];

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Result of `correctSpeakers`.' })
export class CorrectSpeakersPayload {
  @Field(() => Transcript, { nullable: true, description: 'The transcript as it is now.' })
  transcript?: TranscriptRow | null;

  @Field(() => Normalization, { nullable: true, description: 'The new normalization, with what changed.' })
  normalization?: NormalizationRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

@InputType({ description: 'A representative by name or address: found where known, else made.' })
export class RepresentativeInput {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;
}

@InputType({ description: 'Whose call it is. Give `representativeId` or `representative`.' })
export class AssignRepresentativeInput {
  @Field(() => ID, { description: 'Global id of the transcript.' })
  transcriptId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Label of the speaker; if left out, the current representative.',
  })
  speakerLabel?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who it is; null if the person is not known.' })
  representativeId?: string | null;

  @Field(() => RepresentativeInput, { nullable: true, description: 'Who it is, where there is no id yet.' })
  representative?: RepresentativeInput | null;
}

@InputType({ description: 'How to read the file again. What is left out stays as it was; null takes it back.' })
export class RenormalizeTranscriptInput {
  @Field(() => ID, { description: 'Global id of the transcript.' })
  transcriptId!: string;

  @Field(() => String, { nullable: true, description: 'Format of the file, where detection should not choose.' })
  format?: string | null;

  @Field(() => String, { nullable: true, description: 'Name, label or address of the representative on the call.' })
  rep?: string | null;

  @Field(() => String, { nullable: true, description: 'Name, label or address of the customer on the call.' })
  customer?: string | null;

  @Field(() => String, { nullable: true, description: "Name of the customer's company." })
  company?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether runs whose turns or roles have changed are started again.',
  })
  rescore!: boolean;

  @Field(() => String, { nullable: true, description: 'The same key with the same input reads the file once.' })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which transcript to let pass.' })
export class ReleaseTranscriptInput {
  @Field(() => ID, { description: 'Global id of the transcript.' })
  transcriptId!: string;
}

@ObjectType({ description: 'Result of a mutation of a transcript.' })
export class TranscriptPayload {
  @Field(() => Transcript, { nullable: true, description: 'The transcript as it is now.' })
  transcript?: TranscriptRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

@InputType({ description: 'Which transcript to delete.' })
export class DeleteTranscriptInput {
  @Field(() => ID, { description: 'Global id of the transcript.' })
  transcriptId!: string;
}

@ObjectType({ description: 'Result of `deleteTranscript`.' })
export class DeleteTranscriptPayload {
  @Field(() => ID, { nullable: true, description: 'Global id of what was deleted.' })
  transcriptId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many transcripts: itself, and the calls that its file held.' })
  transcripts?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many runs.' })
  runs?: number | null;

  @Field(() => Transcript, {
    nullable: true,
    description: 'The transcript of the file that held this call: it still has the words of the call.',
  })
  parent?: TranscriptRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
