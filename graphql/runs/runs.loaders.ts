import { batchesById, providerBatchesOf } from '../../src/runs/batch-reads.js';
import { attemptsOf, currentRunsOf, runsById, scoresOf } from '../../src/runs/run-reads.js';
import { loadMany, loadOne, loadOneBy } from '../loaders.js';

export const runLoader = loadOne(runsById);
export const currentRunLoader = loadOneBy(currentRunsOf, ({ transcriptId }) => transcriptId);
export const scoresLoader = loadMany(scoresOf, ({ runId }) => runId);
export const attemptsLoader = loadMany(attemptsOf, ({ runId }) => runId);
export const batchLoader = loadOne(batchesById);
/** By the batch of runs. */
export const providerBatchesLoader = loadMany(providerBatchesOf, ({ batchId }) => batchId);
