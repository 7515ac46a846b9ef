import type { GraphqlModule } from '../graphql-module.js';
import { IngestionPolicyResolver } from './ingestion-policy.resolver.js';
import { NormalizationResolver, ParticipantResolver } from './normalization.resolver.js';
import { RepairResolver } from './repair.resolver.js';
import { TranscriptResolver } from './transcript.resolver.js';
import { normalizationLoader, transcriptLoader } from './transcripts.loaders.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    Normalization: true;
    Transcript: true;
  }
}

export const transcriptsGraphql: GraphqlModule = {
  resolvers: [IngestionPolicyResolver, NormalizationResolver, ParticipantResolver, RepairResolver, TranscriptResolver],
  nodes: {
    Normalization: ({ loaders }, id) => loaders.load(normalizationLoader, id),
    Transcript: ({ loaders }, id) => loaders.load(transcriptLoader, id),
  },
};
