import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CompanyRow, RepresentativeRow } from '../../src/people/people-reads.js';
import { AppError } from '../../src/errors/app-error.js';
import { totalUsage } from '../../src/costs/prices/cost-of.js';
import type { PromptVersionRow } from '../../src/prompts/prompt-reads.js';
import type { RubricVersionRow } from '../../src/rubrics/rubric-reads.js';
import { type AttemptRow, runPage, type RunRow } from '../../src/runs/run-reads.js';
import type { NormalizationRow, TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import { Company } from '../access/company.type.js';
import { Representative } from '../access/representative.type.js';
import { asConnection, type ConnectionOf, OrderDirection, PageArgs } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, optionalId, toGlobalId } from '../../src/scope/global-id.js';
import { PromptVersion } from '../prompts/prompt.type.js';
import { AppliedGate, RubricVersion } from '../rubrics/rubric.type.js';
import { Normalization } from '../transcripts/normalization.type.js';
import { Failure, Transcript } from '../transcripts/transcript.type.js';
import { asCost, Cost } from './cost.type.js';
import { dimensionScore, overallOutcome } from './run-outcomes.js';
import { DimensionScore, Outcome, type Scored, type Unscored } from './outcome.type.js';
import { AnswerScore, Attempt, Usage } from './attempt.type.js';
import { RunFilter, RunOrder, RunOrderField } from './run-list.input.js';
import { asRunSpec, RunSpec } from './run-spec.type.js';
import { Run, RunConnection } from './run.type.js';
import { companyLoader, representativeLoader } from '../access/access.loaders.js';
import { promptVersionLoader } from '../prompts/prompts.loaders.js';
import { rubricVersionLoader } from '../rubrics/rubrics.loaders.js';
import { attemptsLoader, runLoader, scoresLoader } from './runs.loaders.js';
import { normalizationLoader, transcriptLoader } from '../transcripts/transcripts.loaders.js';

const orderOf = (orderBy: RunOrder | null) => ({
  field: orderBy?.field ?? RunOrderField.CREATED_AT,
  descending: orderBy?.direction !== OrderDirection.ASC,
});

const conditionsOf = (filter: RunFilter | null) => ({
  ...filter,
  transcriptId: optionalId('Transcript', filter?.transcriptId),
  batchId: optionalId('Batch', filter?.batchId),
  representativeId: optionalId('Representative', filter?.representativeId),
  companyId: optionalId('Company', filter?.companyId),
});

@Resolver(() => Run)
export class RunResolver {
  @Query(() => RunConnection, { description: 'Runs of the organization, newest first unless told otherwise.' })
  async runs(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => RunFilter, { nullable: true, description: 'Which runs.' }) filter: RunFilter | null,
    @Arg('orderBy', () => RunOrder, { nullable: true, description: 'In which order.' }) orderBy: RunOrder | null,
  ): Promise<ConnectionOf<RunRow>> {
    return asConnection(await runPage(scope, conditionsOf(filter), orderOf(orderBy), page));
  }

  @Query(() => Run, { nullable: true, description: 'One run by its global id.' })
  run(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<RunRow | null> {
    return loaders.load(runLoader, fromGlobalId('Run', id));
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: RunRow): string {
    return toGlobalId('Run', id);
  }

  @FieldResolver(() => Transcript, { nullable: true, description: 'What was scored.' })
  transcript(@Ctx() { loaders }: Context, @Root() { transcriptId }: RunRow): Promise<TranscriptRow | null> {
    return loaders.load(transcriptLoader, transcriptId);
  }

  @FieldResolver(() => Normalization, { nullable: true, description: 'The reading of the file that was scored.' })
  normalization(@Ctx() { loaders }: Context, @Root() { normalizationId }: RunRow): Promise<NormalizationRow | null> {
    return loaders.load(normalizationLoader, normalizationId);
  }

  @FieldResolver(() => Representative, { nullable: true, description: 'Who was scored.' })
  subject(@Ctx() { loaders }: Context, @Root() { representativeId }: RunRow): Promise<RepresentativeRow | null> | null {
    return representativeId === null ? null : loaders.load(representativeLoader, representativeId);
  }

  @FieldResolver(() => [AppliedGate], { description: 'Gates of the rubric that hold the overall down, if any.' })
  gates(@Root() { overallGates }: RunRow): readonly AppliedGate[] {
    return overallGates ?? [];
  }

  @FieldResolver(() => Company, { nullable: true, description: "The customer's company." })
  company(@Ctx() { loaders }: Context, @Root() { companyId }: RunRow): Promise<CompanyRow | null> | null {
    return companyId === null ? null : loaders.load(companyLoader, companyId);
  }

  @FieldResolver(() => RunSpec, { description: 'The plain record from which it can be done again.' })
  spec(@Root() { spec, model }: RunRow): RunSpec {
    return asRunSpec(spec, model);
  }

  @FieldResolver(() => PromptVersion, { nullable: true, description: 'Prompt version that was used.' })
  promptVersion(@Ctx() { loaders }: Context, @Root() { spec }: RunRow): Promise<PromptVersionRow | null> {
    return loaders.load(promptVersionLoader, spec.promptVersion.id);
  }

  @FieldResolver(() => RubricVersion, { nullable: true, description: 'Rubric version that was used.' })
  rubricVersion(@Ctx() { loaders }: Context, @Root() { spec }: RunRow): Promise<RubricVersionRow | null> {
    return loaders.load(rubricVersionLoader, `${spec.rubric.key}@${spec.rubric.version}`);
  }

  @FieldResolver(() => [Attempt], { description: 'Every call to a model, in order.' })
  attempts(@Ctx() { loaders }: Context, @Root() { id }: RunRow): Promise<readonly AttemptRow[]> {
    return loaders.load(attemptsLoader, id);
  }

  @FieldResolver(() => [DimensionScore], {
    description: 'Results in the order of the rubric; empty until the run ends SCORED.',
  })
  async scores(@Ctx() { loaders }: Context, @Root() { id, spec }: RunRow): Promise<readonly DimensionScore[]> {
    const rows = await loaders.load(scoresLoader, id);
    if (rows.length === 0) return [];
    const rubric = await loaders.load(rubricVersionLoader, `${spec.rubric.key}@${spec.rubric.version}`);
    if (!rubric)
      throw new AppError('RUBRIC_UNKNOWN', 'The rubric of this run is gone, and with it the scale of its scores.');
    return rows.map((row) => dimensionScore(row, rubric.document.scale));
  }

  @FieldResolver(() => Outcome, {
    nullable: true,
    description: 'Overall, computed by us; null until the run ends SCORED.',
  })
  overall(@Root() run: RunRow): Scored | Unscored | null {
    return overallOutcome(run);
  }

  @FieldResolver(() => Usage, { description: 'Tokens, summed over all attempts.' })
  async usage(@Ctx() { loaders }: Context, @Root() { id }: RunRow): Promise<Usage> {
    return totalUsage((await loaders.load(attemptsLoader, id)).map(({ usage }) => usage));
  }

  @FieldResolver(() => Cost, { description: 'Sum over all attempts.' })
  cost(@Root() { costPusd, costStatus }: RunRow): Cost {
    return asCost(costPusd, costStatus);
  }

  @FieldResolver(() => Failure, { nullable: true, description: 'Why it ended without scores.' })
  error(@Root() { errorCode: code, errorMessage: message }: RunRow): Failure | null {
    return code === null ? null : { code, message: message ?? '' };
  }

  @FieldResolver(() => Run, { nullable: true, description: 'The newer run that took its place; both are kept.' })
  supersededBy(@Ctx() { loaders }: Context, @Root() { supersededById }: RunRow): Promise<RunRow | null> | null {
    return supersededById === null ? null : loaders.load(runLoader, supersededById);
  }

  @FieldResolver(() => Run, { nullable: true, description: 'The run whose result was taken in place of asking again.' })
  reusedFrom(@Ctx() { loaders }: Context, @Root() { reusedFromId }: RunRow): Promise<RunRow | null> | null {
    return reusedFromId === null ? null : loaders.load(runLoader, reusedFromId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Path of everything from which its result follows, as one JSON document; send the same key. Null until it has ended.',
  })
  reproductionBundleUrl(@Root() { id, endedAt }: RunRow): string | null {
    return endedAt === null ? null : `/runs/${toGlobalId('Run', id)}/bundle`;
  }
}

@Resolver(() => Attempt)
export class AttemptResolver {
  @FieldResolver(() => Cost, {
    nullable: true,
    description: 'What it cost; null where nothing is billed, for want of an answer.',
  })
  cost(@Root() { costPusd, costStatus }: AttemptRow): Cost | null {
    return costStatus === null ? null : asCost(costPusd, costStatus);
  }

  @FieldResolver(() => [AnswerScore])
  scores(@Root() { scores }: AttemptRow): readonly AnswerScore[] {
    return Object.entries(scores ?? {}).map(([dimension, score]) => ({ dimension, score }));
  }

  @FieldResolver(() => Failure, { nullable: true, description: 'Why it failed.' })
  error(@Root() { errorCode: code, errorMessage: message }: AttemptRow): Failure | null {
    return code === null ? null : { code, message: message ?? '' };
  }
}
