import { extractionSchemaFor, type ModelAnswer } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { fence } from '../../queue/lease.js';
import { runLease } from '../../runs/score-run.job.js';
import { Run } from '../../runs/run.entity.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { assemblePrompt } from '../prompts/assemble-prompt.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import { CallDeferredError } from '../calls/deferral.js';
import { FallbackChain, verdictOrThrow, type JudgeOptions } from '../fallback/fallback-chain.js';
import { checkExtraction, type ChunkFindings, type ReadChunk } from './check-extraction.js';
import type { ChunkQuestion } from './fit-request.js';
import { mapConcurrently } from './map-concurrently.js';

type Ports = Uses<'em' | 'queue' | 'live'>;

/** Calls beyond one for each chunk: corrections, repeats after failures, other models. */
const SPARE_CALLS = 4;

/** Chunks that are read concurrently. */
const CONCURRENCY = 4;

/** The calls that the chains of all chunks may make together; what one worker that died may have lost is not counted. */
class CallLimit {
  private readonly chains: FallbackChain<ChunkFindings>[] = [];

  constructor(private readonly most: number) {}

  add(chain: FallbackChain<ChunkFindings>): void {
    this.chains.push(chain);
  }

  /** Most calls of a chain: each chunk that was not asked about yet keeps one. */
  forChunk(number: number): number {
    const others = this.chains.filter((_chain, at) => at !== number - 1);
    const lost = this.chains.reduce((sum, chain) => sum + chain.lost, 0);
    const most = this.most + Math.min(lost, CONCURRENCY);
    return most - others.reduce((sum, { made }) => sum + Math.max(1, made), 0);
  }
}

const chainFor = (
  { chunk, sections }: ChunkQuestion,
  models: readonly ModelAddress[],
  options: JudgeOptions,
  limit: CallLimit,
): FallbackChain<ChunkFindings> => {
  const { transcript, rubric, subject, log } = options;
  const { spec } = options.work.run;
  const check = (answer: ModelAnswer): CheckedAnswer<ChunkFindings> =>
    checkExtraction(answer, rubric, { transcript, chunk, subject });
  const plan = {
    models: models.map(({ address }) => address),
    corrections: Math.min(1, spec.corrections),
    get mostCalls() {
      return limit.forChunk(chunk.number);
    },
  };
  const { messages } = assemblePrompt(sections, log.nonce);
  const base = { ...spec.parameters, responseSchema: extractionSchemaFor(rubric) };
  return new FallbackChain({ models, plan, messages, base, check }, options, {
    kind: 'EXTRACTION',
    part: chunk.number,
  });
};

/** Kept from the first claim on; a repetition finds it there. */
const noteChunks = async (scope: Ports, { work }: JudgeOptions, chunkCount: number): Promise<void> => {
  if (work.run.chunkCount === chunkCount) return;
  await inTransaction(scope, async ({ em, organizationId }) => {
    const { run, epoch } = work;
    await fence(em, runLease(organizationId, run.id), epoch);
    await em.nativeUpdate(Run, { organizationId, id: run.id }, { chunkCount });
  });
};

/**
 * Collects the evidence of each chunk; answers of earlier claims are taken up. The first chunk is read alone: a model that
 * is away or answers badly costs no more than that, and the others find the instructions in its cache. All chunks
 * together make at most four calls more than they are, and as many again where a worker died with calls under way.
 * @throws as `verdictOrThrow` and `MakeCall`, for the first chunk that could not be read, once the calls under way are stored
 */
export const readChunks = async (
  scope: Ports,
  questions: readonly ChunkQuestion[],
  models: readonly ModelAddress[],
  options: JudgeOptions,
): Promise<readonly ReadChunk[]> => {
  await noteChunks(scope, options, questions.length);
  const limit = new CallLimit(questions.length + SPARE_CALLS);
  const readers = models.filter(({ provider }) => !provider.offline);
  const chains = questions.map((question) => chainFor(question, readers, options, limit));
  for (const chain of chains) {
    limit.add(chain);
    await chain.resume();
  }
  const read = async (chain: FallbackChain<ChunkFindings>): Promise<ReadChunk> => {
    const { output, fallback } = verdictOrThrow(await chain.run());
    return { ...output, byFallback: fallback };
  };
  const [first, ...others] = chains.map((chain) => () => read(chain));
  if (!first) return [];
  return [
    await first(),
    ...(await mapConcurrently(others, CONCURRENCY, (error) => error instanceof CallDeferredError)),
  ];
};
