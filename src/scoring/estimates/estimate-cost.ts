import type { Cost } from '../../costs/prices/cost-of.js';
import { estimateTokens, type TokenEstimate } from '../../costs/estimate-tokens.js';
import { priceBook } from '../../costs/prices/price-reads.js';
import { AppError } from '../../errors/app-error.js';
import type { PluginCatalog } from '../../plugin-host/catalog.js';
import { findModelAddress, type ModelAddress } from '../../plugin-host/model-address.js';
import { resolveSpec, type SpecChoice } from '../../runs/starting/resolve-spec.js';
import type { RunSpec } from '../../runs/run-spec.js';
import type { Uses } from '../../scope/scope.js';
import { promptBudget } from '../long-calls/prompt-budget.js';
import { planCalls, type EstimateTerms } from './plan-calls.js';
import { pricePlans, type PlannedScoring } from './price-plans.js';
import { typicalAnswers, type TypicalAnswers } from './typical-answers.js';

/** Cost of scoring by the current policy, without corrections and fallbacks. Amounts are decimal USD, null if a price is not known. */
export interface CostEstimate {
  /** Expected. */
  readonly calls: number;
  readonly callsAtMost: number;
  /** Scorings that are expected to end TRANSCRIPT_TOO_LONG without a call; they are not part of the figures above. */
  readonly tooLong: number;
  /** Expected. */
  readonly inputTokens: number;
  readonly outputTokensAtMost: number;
  /** The input alone of the calls that are made in any case. */
  readonly atLeast: string | null;
  /** The calls that are expected, with answers of the usual length. */
  readonly expected: string | null;
  /** All calls that the policy may lead to, with all the output that may be given. */
  readonly atMost: string | null;
  readonly status: Cost['status'];
  readonly method: TokenEstimate['method'];
}

/** A call to be scored, in bytes of text. */
interface ScoredCall {
  readonly textBytes: number;
  readonly promptBytes: number;
  readonly turns: number;
  /** Beginning of the text, for the first calls only. */
  readonly sample: string | null;
}

type EstimatedSpec = Pick<RunSpec, 'models' | 'fallbacks' | 'parameters' | 'panel' | 'repeat' | 'delivery'>;
type ToAddress = (model: string) => ModelAddress | null;
type Ports = Uses<'reads' | 'plugins' | 'now'>;

/** About four bytes make a token, in English as in Chinese. */
const BYTES_PER_TOKEN = 4;
/** Bytes around each turn in a prompt. */
const BYTES_PER_TURN = 60;
const MAX_ESTIMATED = 1_000;
/** Calls whose beginning is read to find how many bytes a token has. */
const SAMPLES = 5;
const SAMPLE_CHARACTERS = 4_000;

const COLUMNS = `size.bytes::int as "textBytes", size.turns::int as turns,
  octet_length(p.text) + octet_length(v.document::text) as "promptBytes",
  case when row_number() over () <= ${SAMPLES} then left(size.words, ${SAMPLE_CHARACTERS}) end as sample`;

const SIZE = `cross join lateral (
  select coalesce(sum(octet_length(turn->>'text')), 0) as bytes, count(*) as turns, string_agg(turn->>'text', E'\\n') as words
  from jsonb_array_elements(n.document->'turns') turn) size`;

/** Null for a model whose provider was removed since: its price is not known and the estimate is UNPRICED. */
const addressOf =
  (plugins: PluginCatalog): ToAddress =>
  (model) =>
    findModelAddress(model, plugins);

/** Tokens per byte by the judge's tokenizer, or estimated from characters. */
const tokenRate = (calls: readonly ScoredCall[], judge: ModelAddress | null) => {
  const text = calls.flatMap(({ sample }) => (sample === null ? [] : [sample])).join('\n');
  const { tokens, method } = estimateTokens(text, judge);
  if (method === 'CHARACTERS' || text === '') return { perByte: 1 / BYTES_PER_TOKEN, method: 'CHARACTERS' } as const;
  return { perByte: tokens / Buffer.byteLength(text), method };
};

/** Terms that decide how often models are asked, and how long each prompt is. */
const termsOf = (spec: EstimatedSpec, toAddress: ToAddress, { borderlineShare }: TypicalAnswers): EstimateTerms => {
  const judge = toAddress(spec.models.judge ?? '');
  const models = [judge, ...(spec.fallbacks ?? []).map(toAddress)].filter((model) => model !== null);
  return {
    judge: spec.models.judge ?? '',
    offline: judge?.provider.offline === true,
    byBatch: spec.delivery === 'ECONOMY' && judge?.provider.batch !== undefined,
    budget: promptBudget(models),
    panel: spec.panel ?? null,
    repeat: spec.repeat ?? null,
    borderlineShare,
  };
};

const scoringOf = (call: ScoredCall, perByte: number, terms: EstimateTerms, spec: EstimatedSpec): PlannedScoring => {
  const { textBytes, promptBytes, turns } = call;
  const text = Math.ceil((textBytes + turns * BYTES_PER_TURN) * perByte);
  const size = { text, turns, instructions: Math.ceil(promptBytes * perByte) };
  return { plan: planCalls(size, terms), maxOutputTokens: spec.parameters.maxOutputTokens };
};

const statusOf = (atMost: string | null, scorings: readonly PlannedScoring[], toAddress: ToAddress): Cost['status'] => {
  if (atMost === null) return 'UNPRICED';
  const asked = new Set(scorings.flatMap(({ plan }) => plan.most.map(({ model }) => model)));
  return [...asked].every((model) => toAddress(model)?.provider.offline) ? 'EXACT' : 'ESTIMATED';
};

const estimate = async (
  scope: Ports,
  calls: readonly ScoredCall[],
  spec: EstimatedSpec,
  all = calls.length,
): Promise<CostEstimate> => {
  const prices = await priceBook.get(scope);
  const typical = await typicalAnswers(scope);
  const toAddress = addressOf(scope.plugins);
  const terms = termsOf(spec, toAddress, typical);
  const { perByte, method } = tokenRate(calls, toAddress(terms.judge));
  const scorings = calls.map((call) => scoringOf(call, perByte, terms, spec));
  const pricing = { prices, at: scope.now(), outputShare: typical.outputShare, addressOf: toAddress };
  const least = pricePlans(scorings, 'least', pricing, all);
  const expected = pricePlans(scorings, 'expected', pricing, all);
  const most = pricePlans(scorings, 'most', pricing, all);
  return {
    calls: expected.calls,
    callsAtMost: most.calls,
    tooLong: Math.round((scorings.filter(({ plan }) => plan.tooLong).length * all) / Math.max(1, scorings.length)),
    inputTokens: expected.inputTokens,
    outputTokensAtMost: most.outputTokens,
    atLeast: least.amount,
    expected: expected.amount,
    atMost: most.amount,
    status: statusOf(most.amount, scorings, toAddress),
    method,
  };
};

/** Runs of a batch that are measured; the others are assumed to be alike and to have the same policy. */
const MAX_MEASURED = 50;

interface BatchCall extends ScoredCall {
  readonly runs: number;
  readonly spec: RunSpec;
}

const NO_SPEC: EstimatedSpec = { models: {}, parameters: { temperature: 0, seed: null, maxOutputTokens: 0 } };

/** Expected cost of the runs of a batch, by current prices. */
export const estimateBatch = async (scope: Ports, batchId: string): Promise<CostEstimate> => {
  const calls = await scope.reads.read<BatchCall>({
    name: 'batch_estimate',
    text: `select r.spec, ${COLUMNS}, (select count(*)::int from run where batch_id = $1) as runs
      from (select * from run where batch_id = $1 order by id limit ${MAX_MEASURED}) r join normalization n on n.organization_id = r.organization_id and n.id = r.normalization_id
      join platform_prompt_version p on p.id = r.prompt_version_id
      join platform_rubric_version v on v.key = r.rubric_key and v.version = r.rubric_version ${SIZE}`,
    values: [batchId],
  });
  return estimate(scope, calls, calls[0]?.spec ?? NO_SPEC, calls[0]?.runs ?? 0);
};

/**
 * Estimates the cost of scoring transcripts.
 * @throws AppError BAD_USER_INPUT for none or too many, NOT_FOUND for one that is not there or not read yet, as `resolveSpec`
 */
export const estimateTranscripts = async (
  scope: Ports & Uses<'em' | 'settings'>,
  transcriptIds: readonly string[],
  choice: SpecChoice,
): Promise<CostEstimate> => {
  const path = ['input', 'transcriptIds'];
  const ids = [...new Set(transcriptIds)];
  if (ids.length === 0 || ids.length > MAX_ESTIMATED)
    throw new AppError('BAD_USER_INPUT', `Give 1 to ${MAX_ESTIMATED} transcripts.`, { path });
  const { spec } = await resolveSpec(scope, choice);
  const { promptVersion, rubric } = spec;
  const calls = await scope.reads.read<ScoredCall>({
    name: 'transcript_estimate',
    text: `select ${COLUMNS}
      from transcript t join normalization n on n.organization_id = t.organization_id and n.id = t.normalization_id
      join platform_prompt_version p on p.id = $2
      join platform_rubric_version v on v.key = $3 and v.version = $4 ${SIZE}
      where t.id = any($1::uuid[])`,
    values: [ids, promptVersion.id, rubric.key, rubric.version],
  });
  if (calls.length === ids.length) return estimate(scope, calls, spec);
  throw new AppError('NOT_FOUND', 'Some of these transcripts are not there, or are not read yet.', { path });
};
