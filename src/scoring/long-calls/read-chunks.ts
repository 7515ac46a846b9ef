import { extractionSchemaFor, type ModelAnswer } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { fence } from '../../queue/lease.js';
import { runLease } from '../../runs/run-lease.js';
import { Run } from '../../runs/run.entity.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { assemblePrompt } from '../prompts/assemble-prompt.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import { runFallbackChain } from '../fallback/run-fallback-chain.js';
import { FallbackChain, type JudgeOptions } from '../fallback/fallback-chain.js';
import { turnToWaitFor } from '../calls/wait-for-turn.js';
import { checkExtraction, type ChunkFindings, type ReadChunk } from './check-extraction.js';
import type { ChunkQuestion } from './fit-request.js';
import { mapConcurrently } from './map-concurrently.js';

type Ports = Uses<'em' | 'reads' | 'queue' | 'live' | 'gate' | 'vault' | 'settings' | 'now' | 'logger'>;

/** Calls beyond one for each chunk: corrections, repeats after failures, other models. */
const SPARE_CALLS = 4;

/** So many chunks are read side by side. */
const SIDE_BY_SIDE = 4;

/** What the ladders of all chunks may spend together; what one worker that died may have lost is not counted. */
class CallLimit {
  private readonly climbs: FallbackChain<ChunkFindings>[] = [];

  constructor(private readonly most: number) {}

  add(climb: FallbackChain<ChunkFindings>): void {
    this.climbs.push(climb);
  }

  /** Most calls of a ladder: each chunk that was not asked about yet keeps one. */
  forChunk(number: number): number {
    const others = this.climbs.filter((_climb, at) => at !== number - 1);
    const lost = this.climbs.reduce((sum, climb) => sum + climb.lost, 0);
    const most = this.most + Math.min(lost, SIDE_BY_SIDE);
    return most - others.reduce((sum, { made }) => sum + Math.max(1, made), 0);
  }
}

const climbFor = (
  scope: Ports,
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
  return new FallbackChain(scope, { models, plan, messages, base, check }, options, {
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
 * @throws as `runFallbackChain`, for the first chunk that could not be read, once the calls under way are stored
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
  const climbs = questions.map((question) => climbFor(scope, question, readers, options, limit));
  for (const climb of climbs) {
    limit.add(climb);
    await climb.resume();
  }
  const read = async (climb: FallbackChain<ChunkFindings>): Promise<ReadChunk> => {
    const { output, fallback } = await runFallbackChain(climb);
    return { ...output, byFallback: fallback };
  };
  const [first, ...others] = climbs.map((climb) => () => read(climb));
  if (!first) return [];
  return [await first(), ...(await mapConcurrently(others, SIDE_BY_SIDE, (error) => turnToWaitFor(error) !== null))];
};
