import { evidenceKindsOfRubric } from './evidence.js';
import type { JsonSchema } from './host.js';
import type { JudgeEvidence, JudgeFlag } from './judge-output.js';
import type { Rubric } from './rubric.js';
import type { MetricValue, Turn } from './transcript.js';

/** Class of a passage that belongs to no dimension: a question asked for another reason. */
export const NO_DIMENSION = 'none';

/** Flags that a model may raise for a part of a call. */
const PART_FLAGS = [
  'injection_suspected',
  'wrong_speaker_labels',
  'unsupported_language',
  'low_asr_quality',
] as const satisfies readonly JudgeFlag[];

/** What a model answers when it is asked to collect evidence from a part of a call: the JSON that `extractionSchemaFor` describes. */
export interface ExtractionOutput {
  passages: {
    turn_index: number;
    quote: string;
    kind: JudgeEvidence['kind'];
    /** Key of a dimension, or `none`. */
    dimension: string;
    /** What the customer said to a question; null where nothing, and for what is no question. */
    answer: { turn_index: number; quote: string } | null;
  }[];
  /** Whether somebody sells to somebody in this part. */
  is_sales_talk: boolean;
  flags: (typeof PART_FLAGS)[number][];
}

const object = (properties: Readonly<Record<string, unknown>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const integer: JsonSchema = { type: 'integer' };
const string: JsonSchema = { type: 'string' };

/** Schema of an `ExtractionOutput` for a rubric, of the same strict subset as `responseSchemaFor`: words first, then what they are. */
export const extractionSchemaFor = (rubric: Rubric): JsonSchema => {
  const keys = rubric.dimensions.map(({ key }) => key);
  const passage = object({
    turn_index: integer,
    quote: string,
    kind: { type: 'string', enum: evidenceKindsOfRubric(rubric) },
    dimension: { type: 'string', enum: [...keys, NO_DIMENSION] },
    answer: { anyOf: [object({ turn_index: integer, quote: string }), { type: 'null' }] },
  });
  return object({
    passages: { type: 'array', items: passage },
    is_sales_talk: { type: 'boolean' },
    flags: { type: 'array', items: { type: 'string', enum: PART_FLAGS } },
  });
};

/** A turn, or a piece of one that is too long for a chunk: `index` is its number in the whole call either way. */
export type ChunkTurn = Pick<Turn, 'index' | 'participant' | 'text'>;

/** A part of a call that is too long to be judged whole. */
export interface TranscriptChunk {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** The last turns of the chunk before it come first, so that no question is cut off from its answer. */
  readonly turns: readonly ChunkTurn[];
}

/** A quote that the core has found in its turn. */
export interface FoundPassage extends Readonly<JudgeEvidence> {
  /** Key of a dimension, or null. */
  readonly dimension: string | null;
  /** Turn of the question that this is an answer to, where it is one. */
  readonly answers: number | null;
}

/** What was found in all chunks of a call, once each. */
export interface CallFindings {
  /** In the order of the call. */
  readonly passages: readonly FoundPassage[];
  readonly chunks: number;
  /** In how many of them somebody sells to somebody. */
  readonly salesChunks: number;
  readonly flags: readonly JudgeFlag[];
  /** Figures of the whole call by `metric/figure`. */
  readonly metrics: Readonly<Record<string, MetricValue>>;
}
