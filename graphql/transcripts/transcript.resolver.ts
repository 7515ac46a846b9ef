import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { CompanyRow, RepresentativeRow } from '../../src/people/people-reads.js';
import type { ParseWarning } from '../../src/plugin-api/index.js';
import { submitTranscript } from '../../src/runs/starting/submit-transcripts.js';
import { runPage, type RunRow } from '../../src/runs/run-reads.js';
import {
  normalizationPage,
  type NormalizationRow,
  transcriptPage,
  type TranscriptRow,
} from '../../src/transcripts/transcript-reads.js';
import { Company } from '../access/company.type.js';
import { Representative } from '../access/representative.type.js';
import { asConnection, type ConnectionOf, OrderDirection, PageArgs } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, optionalId, toGlobalId } from '../../src/scope/global-id.js';
import { Run, RunConnection } from '../runs/run.type.js';
import { payload } from '../user-error.type.js';
import { asMetrics, asQuality, Quality, TranscriptMetric } from './quality.type.js';
import { FormatGuess, NormalizationConnection } from './normalization.type.js';
import { Participant, type ParticipantRow } from './participant.type.js';
import { SpeakerCorrection } from './speaker-correction.type.js';
import { MAX_TURNS, turnConnection } from './turn-connection.js';
import { TurnConnection, type TurnRow } from './turn.type.js';
import {
  Failure,
  ImportTranscriptInput,
  ImportTranscriptPayload,
  Transcript,
  TranscriptConnection,
  TranscriptFilter,
  TranscriptWarning,
} from './transcript.type.js';
import { AppError } from '../../src/errors/app-error.js';
import type { NewTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import { toUploadFields } from '../../src/transcripts/uploads/upload-fields.js';
import { companyLoader, representativeLoader } from '../access/access.loaders.js';
import { currentRunLoader } from '../runs/runs.loaders.js';
import { normalizationLoader, speakersLoader, transcriptLoader } from './transcripts.loaders.js';

/** The current normalization, if there is one. */
const normalizationOf = async (
  { loaders }: Context,
  { normalizationId }: TranscriptRow,
): Promise<NormalizationRow | null> =>
  normalizationId === null ? null : loaders.load(normalizationLoader, normalizationId);

@Resolver(() => Transcript)
export class TranscriptResolver {
  @Query(() => TranscriptConnection, { description: 'Transcripts of the organization, by upload time.' })
  async transcripts(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => TranscriptFilter, { nullable: true, description: 'Which transcripts.' })
    filter: TranscriptFilter | null,
    @Arg('orderBy', () => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Way of the order.' })
    orderBy: OrderDirection,
  ): Promise<ConnectionOf<TranscriptRow>> {
    const representativeId = optionalId('Representative', filter?.representativeId);
    const companyId = optionalId('Company', filter?.companyId);
    const parentId = optionalId('Transcript', filter?.parentId);
    const conditions = { ...filter, representativeId, companyId, parentId };
    return asConnection(await transcriptPage(scope, conditions, orderBy === OrderDirection.DESC, page));
  }

  @Query(() => Transcript, { nullable: true, description: 'One transcript by its global id.' })
  transcript(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<TranscriptRow | null> {
    return loaders.load(transcriptLoader, fromGlobalId('Transcript', id));
  }

  @Mutation(() => ImportTranscriptPayload, {
    description: 'Accepts a transcript given as text, and scores it unless told not to.',
  })
  importTranscript(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => ImportTranscriptInput, { description: 'The transcript and what is known of it.' })
    input: ImportTranscriptInput,
  ): Promise<ImportTranscriptPayload> {
    return payload(async () => {
      const { transcriptId, duplicate } = await submitTranscript(scope, asNewTranscript(input));
      return { transcript: await loaders.load(transcriptLoader, transcriptId), duplicate };
    });
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: TranscriptRow): string {
    return toGlobalId('Transcript', id);
  }

  @FieldResolver(() => Failure, { nullable: true, description: 'Why it was refused, quarantined, or not scored.' })
  error(@Root() { errorCode: code, errorMessage: message }: TranscriptRow): Failure | null {
    return code === null ? null : { code, message: message ?? '' };
  }

  @FieldResolver(() => Representative, { nullable: true, description: 'Whose call it is.' })
  representative(
    @Ctx() { loaders }: Context,
    @Root() { representativeId }: TranscriptRow,
  ): Promise<RepresentativeRow | null> | null {
    return representativeId === null ? null : loaders.load(representativeLoader, representativeId);
  }

  @FieldResolver(() => Company, { nullable: true, description: "The customer's company." })
  company(@Ctx() { loaders }: Context, @Root() { companyId }: TranscriptRow): Promise<CompanyRow | null> | null {
    return companyId === null ? null : loaders.load(companyLoader, companyId);
  }

  @FieldResolver(() => [Representative], {
    description: 'All of ours on the call who are known; whose call it is comes first.',
  })
  async representatives(
    @Ctx() { loaders }: Context,
    @Root() { id, representativeId }: TranscriptRow,
  ): Promise<readonly RepresentativeRow[]> {
    const speakers = (await loaders.load(speakersLoader, id)).map((speaker) => speaker.representativeId);
    const ids = new Set([...(representativeId === null ? [] : [representativeId]), ...speakers]);
    return (await Promise.all(Array.from(ids, (one) => loaders.load(representativeLoader, one)))).filter(
      (row) => row !== null,
    );
  }

  @FieldResolver(() => [Participant], { description: 'People on the call; empty until it was read.' })
  async participants(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<readonly ParticipantRow[]> {
    const normalization = await normalizationOf(context, transcript);
    return (normalization?.participants ?? []).map((person) => ({ ...person, transcriptId: transcript.id }));
  }

  @FieldResolver(() => Quality, { nullable: true, description: 'How well it serves for scoring.' })
  async quality(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<Quality | null> {
    return asQuality(context, (await normalizationOf(context, transcript))?.quality);
  }

  @FieldResolver(() => [TranscriptMetric], { description: 'Computed figures of the call, by name.' })
  async metrics(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<readonly TranscriptMetric[]> {
    return asMetrics((await normalizationOf(context, transcript))?.metrics);
  }

  @FieldResolver(() => Float, { nullable: true, description: 'How sure the format is, 0 to 1.' })
  async formatConfidence(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<number | null> {
    return (await normalizationOf(context, transcript))?.confidence ?? null;
  }

  @FieldResolver(() => FormatGuess, { nullable: true, description: 'The format that came second.' })
  async formatRunnerUp(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<FormatGuess | null> {
    return (await normalizationOf(context, transcript))?.runnerUp ?? null;
  }

  @FieldResolver(() => NormalizationConnection, {
    description: 'What was made of the file, newest first, each with what changed.',
  })
  async normalizations(
    @Ctx() { scope }: Context,
    @Root() { id }: TranscriptRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionOf<NormalizationRow>> {
    return asConnection(await normalizationPage(scope, id, page));
  }

  @FieldResolver(() => [SpeakerCorrection], {
    description: 'What people put right about the speakers, oldest first; applied to later readings too.',
  })
  corrections(@Root() { corrections }: TranscriptRow): readonly SpeakerCorrection[] {
    return corrections;
  }

  @FieldResolver(() => TranscriptConnection, { description: 'The calls that its file held, where it held several.' })
  async parts(
    @Ctx() { scope }: Context,
    @Root() { id }: TranscriptRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionOf<TranscriptRow>> {
    return asConnection(await transcriptPage(scope, { parentId: id }, false, page));
  }

  @FieldResolver(() => Transcript, { nullable: true, description: 'The transcript whose file held this call.' })
  parent(@Ctx() { loaders }: Context, @Root() { parentId }: TranscriptRow): Promise<TranscriptRow | null> | null {
    return parentId === null ? null : loaders.load(transcriptLoader, parentId);
  }

  @FieldResolver(() => [TranscriptWarning], { description: 'Warnings of the parser.' })
  async warnings(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<readonly ParseWarning[]> {
    return (await normalizationOf(context, transcript))?.warnings ?? [];
  }

  @FieldResolver(() => String, { nullable: true, description: 'Version of the normalizer that read it.' })
  async normalizerVersion(@Ctx() context: Context, @Root() transcript: TranscriptRow): Promise<string | null> {
    return (await normalizationOf(context, transcript))?.normalizerVersion ?? null;
  }

  @Extensions({ mostPerPage: MAX_TURNS })
  @FieldResolver(() => TurnConnection, { description: 'What was said, in order; empty until it is ready.' })
  turns(
    @Ctx() context: Context,
    @Root() transcript: TranscriptRow,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor behind which the page begins.' })
    after: string | null | undefined,
  ): Promise<ConnectionOf<TurnRow>> {
    return turnConnection(context, transcript, { first, after: after ?? null });
  }

  @FieldResolver(() => RunConnection, { description: 'Scorings of it, newest first.' })
  async runs(
    @Ctx() { scope }: Context,
    @Root() { id }: TranscriptRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionOf<RunRow>> {
    return asConnection(await runPage(scope, { transcriptId: id }, { field: 'CREATED_AT', descending: true }, page));
  }

  @FieldResolver(() => Run, { nullable: true, description: 'The newest scoring that was not cancelled.' })
  currentRun(@Ctx() { loaders }: Context, @Root() { id }: TranscriptRow): Promise<RunRow | null> {
    return loaders.load(currentRunLoader, id);
  }

  @FieldResolver(() => String, { description: 'Path of the raw file on this server; send the same key.' })
  rawDownloadUrl(@Root() { id }: TranscriptRow): string {
    return `/transcripts/${toGlobalId('Transcript', id)}/raw`;
  }
}

const MAX_INLINE_CHARACTERS = 80_000;

/** An inline import as an upload. */
export const asNewTranscript = (input: ImportTranscriptInput): NewTranscript => {
  if (input.text.length > MAX_INLINE_CHARACTERS) {
    const message = `Inline text may have ${MAX_INLINE_CHARACTERS} characters. Send larger files to POST /uploads.`;
    throw new AppError('PAYLOAD_TOO_LARGE', message, { path: ['input', 'text'] });
  }
  return {
    bytes: Buffer.from(input.text.toWellFormed()),
    fileName: input.fileName ?? 'transcript',
    idempotencyKey: input.idempotencyKey ?? null,
    ...toUploadFields({ ...input }, input.score),
  };
};
