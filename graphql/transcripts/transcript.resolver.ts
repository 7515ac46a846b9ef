import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CompanyRow, RepresentativeRow } from '../../src/access/access-reads.js';
import type { Participant as PluginParticipant, ParseWarning } from '../../src/plugin-api/index.js';
import { submitTranscript } from '../../src/runs/submit-transcript.js';
import { runPage, type RunRow } from '../../src/runs/run-reads.js';
import { transcriptPage, type TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import { Company } from '../access/company.type.js';
import { Representative } from '../access/representative.type.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, optionalId, toGlobalId } from '../../src/scope/global-id.js';
import { Run, RunConnection } from '../runs/run.type.js';
import { payload } from '../user-error.type.js';
import { asNewTranscript } from './as-new-transcript.js';
import { Participant } from './participant.type.js';
import { MOST_TURNS, turnConnection } from './turn-connection.js';
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
    const conditions = { ...filter, representativeId, companyId };
    return asConnection(await transcriptPage(scope, conditions, orderBy === OrderDirection.DESC, page));
  }

  @Query(() => Transcript, { nullable: true, description: 'One transcript by its global id.' })
  transcript(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<TranscriptRow | null> {
    return loaders.transcript.load(fromGlobalId('Transcript', id));
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
      return { transcript: await loaders.transcript.load(transcriptId), duplicate };
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
    return representativeId === null ? null : loaders.representative.load(representativeId);
  }

  @FieldResolver(() => Company, { nullable: true, description: "The customer's company." })
  company(@Ctx() { loaders }: Context, @Root() { companyId }: TranscriptRow): Promise<CompanyRow | null> | null {
    return companyId === null ? null : loaders.company.load(companyId);
  }

  @FieldResolver(() => [Participant], { description: 'People on the call; empty until it is ready.' })
  async participants(
    @Ctx() { loaders }: Context,
    @Root() { normalizationId }: TranscriptRow,
  ): Promise<readonly PluginParticipant[]> {
    return normalizationId === null ? [] : ((await loaders.normalization.load(normalizationId))?.participants ?? []);
  }

  @FieldResolver(() => [TranscriptWarning], { description: 'What was off in the file.' })
  async warnings(
    @Ctx() { loaders }: Context,
    @Root() { normalizationId }: TranscriptRow,
  ): Promise<readonly ParseWarning[]> {
    return normalizationId === null ? [] : ((await loaders.normalization.load(normalizationId))?.warnings ?? []);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Version of the normalizer that read it.' })
  async normalizerVersion(
    @Ctx() { loaders }: Context,
    @Root() { normalizationId }: TranscriptRow,
  ): Promise<string | null> {
    return normalizationId === null
      ? null
      : ((await loaders.normalization.load(normalizationId))?.normalizerVersion ?? null);
  }

  @Extensions({ mostPerPage: MOST_TURNS })
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
    return loaders.currentRun.load(id);
  }

  @FieldResolver(() => String, { description: 'Path of the raw file on this server; send the same key.' })
  rawDownloadUrl(@Root() { id }: TranscriptRow): string {
    return `/transcripts/${toGlobalId('Transcript', id)}/raw`;
  }
}
