import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema as build, type NonEmptyArray } from 'type-graphql';
import { ApiKeyResolver } from './access/api-key.resolver.js';
import { CompanyResolver } from './access/company.resolver.js';
import { RepresentativeResolver } from './access/representative.resolver.js';
import { ViewerResolver } from './access/viewer.resolver.js';
import {
  AnalyticsResolver,
  CompanySummaryResolver,
  RepresentativeSummaryResolver,
} from './analytics/analytics.resolver.js';
import { ValidationResolver } from './analytics/validation.resolver.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { BudgetResolver } from './costs/budget.resolver.js';
import { ModelPriceResolver } from './costs/model-price.resolver.js';
import { SpendingResolver } from './costs/spending.resolver.js';
import { LiveResolver } from './live/live.resolver.js';
import { NodeResolver } from './node/node.resolver.js';
import { PluginResolver } from './plugins/plugin.resolver.js';
import { ScoringPolicyResolver } from './profiles/scoring-policy.resolver.js';
import { PromptResolver, PromptVersionResolver } from './prompts/prompt.resolver.js';
import { ProviderResolver } from './providers/provider.resolver.js';
import { RubricResolver } from './rubrics/rubric.resolver.js';
import { AttemptResolver } from './runs/attempt.resolver.js';
import { BatchResolver } from './runs/batch.resolver.js';
import { RunMutationResolver } from './runs/run-mutation.resolver.js';
import { RunResolver } from './runs/run.resolver.js';
import { IngestionPolicyResolver } from './transcripts/ingestion-policy.resolver.js';
import { NormalizationResolver } from './transcripts/normalization.resolver.js';
import { ParticipantResolver } from './transcripts/participant.resolver.js';
import { RepairResolver } from './transcripts/repair.resolver.js';
import { TranscriptResolver } from './transcripts/transcript.resolver.js';
import { UploadFileResolver } from './uploads/upload-file.resolver.js';
import { UploadResolver } from './uploads/upload.resolver.js';

const resolvers: NonEmptyArray<new () => object> = [
  AnalyticsResolver,
  ApiKeyResolver,
  AttemptResolver,
  AuditResolver,
  BatchResolver,
  BudgetResolver,
  CompanyResolver,
  CompanySummaryResolver,
  IngestionPolicyResolver,
  LiveResolver,
  ModelPriceResolver,
  NodeResolver,
  NormalizationResolver,
  ParticipantResolver,
  PluginResolver,
  PromptResolver,
  PromptVersionResolver,
  RepairResolver,
  ProviderResolver,
  RepresentativeResolver,
  RepresentativeSummaryResolver,
  RubricResolver,
  RunMutationResolver,
  RunResolver,
  ScoringPolicyResolver,
  SpendingResolver,
  TranscriptResolver,
  UploadFileResolver,
  UploadResolver,
  ValidationResolver,
  ViewerResolver,
];

// Every subscription brings its own `subscribe`; type-graphql requires a bus nevertheless.
const unusedPubSub = {
  publish: () => undefined,
  subscribe: (): never => {
    throw new Error('Subscriptions read the event table.');
  },
};

/** The schema. With `emitTo` it is also written there as SDL, sorted. */
export const buildSchema = (emitTo?: string): Promise<GraphQLSchema> =>
  build({
    resolvers,
    validate: false,
    pubSub: unusedPubSub,
    ...(emitTo ? { emitSchemaFile: { path: emitTo, sortedSchema: true } } : {}),
  });
