import DataLoader from 'dataloader';
import { apiKeysById } from '../src/access/api-key-reads.js';
import { companiesById, representativesById } from '../src/access/access-reads.js';
import { promptVersionsById } from '../src/prompts/prompt-reads.js';
import { rubricVersionsById, rubricVersionsByKey } from '../src/rubrics/rubric-reads.js';
import { batchesById } from '../src/runs/batch-reads.js';
import { providerBatchesOf } from '../src/runs/economy/provider-batch-reads.js';
import { attemptsOf, currentRunsOf, runsById, scoresOf } from '../src/runs/run-reads.js';
import type { Uses } from '../src/scope/scope.js';
import { ingestionPolicies } from '../src/transcripts/policy/ingestion-policy-reads.js';
import { normalizationsById, speakersOf, transcriptsById } from '../src/transcripts/transcript-reads.js';
import { uploadsById } from '../src/transcripts/uploads/upload-reads.js';

type Ports = Uses<'reads'>;

/** One statement for all rows that resolvers ask for in one tick. */
const one = <Row>(
  scope: Ports,
  read: (scope: Ports, keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
) =>
  new DataLoader<string, Row | null>(
    async (keys) => {
      const rows = new Map((await read(scope, keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => rows.get(key) ?? null);
    },
    { maxBatchSize: 500 },
  );

const many = <Row>(
  scope: Ports,
  read: (scope: Ports, keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
) =>
  new DataLoader<string, readonly Row[]>(
    async (keys) => {
      const groups = Map.groupBy(await read(scope, keys), keyOf);
      return keys.map((key) => groups.get(key) ?? []);
    },
    { maxBatchSize: 500 },
  );

const idOf = ({ id }: { readonly id: string }): string => id;

/** Created for each operation: nothing is cached across requests or organizations. */
export const openLoaders = (scope: Ports) => ({
  transcript: one(scope, transcriptsById, idOf),
  normalization: one(scope, normalizationsById, idOf),
  /** Representatives who speak in a transcript, by its id. */
  speakers: many(scope, speakersOf, ({ transcriptId }) => transcriptId),
  /** By the organization's id. */
  ingestionPolicy: one(scope, ingestionPolicies, ({ organizationId }) => organizationId),
  run: one(scope, runsById, idOf),
  currentRun: one(scope, currentRunsOf, ({ transcriptId }) => transcriptId),
  scores: many(scope, scoresOf, ({ runId }) => runId),
  attempts: many(scope, attemptsOf, ({ runId }) => runId),
  batch: one(scope, batchesById, idOf),
  /** By the batch of runs. */
  providerBatches: many(scope, providerBatchesOf, ({ batchId }) => batchId),
  upload: one(scope, uploadsById, idOf),
  representative: one(scope, representativesById, idOf),
  company: one(scope, companiesById, idOf),
  promptVersion: one(scope, promptVersionsById, idOf),
  apiKey: one(scope, apiKeysById, idOf),
  rubricVersionById: one(scope, rubricVersionsById, idOf),
  rubricVersion: one(scope, rubricVersionsByKey, ({ key, version }) => `${key}@${version}`),
});

export type Loaders = ReturnType<typeof openLoaders>;
