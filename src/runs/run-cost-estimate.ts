import { costOf, FREE, type Cost } from '../costs/cost-of.js';
import type { TokenEstimate } from '../costs/estimate-tokens.js';
import { formatUsd } from '../costs/format-usd.js';
import type { ModelPrice } from '../costs/model-price.js';
import { priceBook } from '../costs/price-book.js';
import { AppError } from '../errors/app-error.js';
import { parseModelAddress, type ModelAddress } from '../plugin-host/model-address.js';
import type { PluginCatalog } from '../plugin-host/catalog.js';
import type { Uses } from '../scope/scope.js';
import { resolveSpec, type SpecChoice } from './resolve-spec.js';

/** What scoring would cost, one call to the judge for each transcript: corrections and fallbacks come on top. */
export interface CostEstimate {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokensAtMost: number;
  /** Decimal USD of the input alone; null where a price is not known. */
  readonly atLeast: string | null;
  /** Decimal USD with all the output that may be given. */
  readonly atMost: string | null;
  readonly status: Cost['status'];
  readonly method: TokenEstimate['method'];
}

/** One call to be, in bytes of text. */
interface PlannedCall {
  readonly model: string;
  readonly bytes: number;
  readonly maxOutputTokens: number;
}

type Ports = Uses<'reads' | 'plugins' | 'now'>;

/** Four bytes make a token, in English as in Chinese, near enough. */
const BYTES_PER_TOKEN = 4;
/** What stands around each turn in a prompt. */
const BYTES_PER_TURN = 60;
export const MOST_ESTIMATED = 1_000;

const CALL_BYTES = `coalesce((select sum(octet_length(turn->>'text') + ${BYTES_PER_TURN})
  from jsonb_array_elements(n.document->'turns') turn), 0)::int + octet_length(p.text) + octet_length(v.document::text)`;

const addressOf = (model: string, plugins: PluginCatalog): ModelAddress | null => {
  try {
    return parseModelAddress(model, plugins);
  } catch {
    return null; // its provider was taken out since: the price is then not known
  }
};

const costFor = (
  prices: readonly ModelPrice[],
  address: ModelAddress | null,
  at: Date,
  [inputUncached, outputText]: readonly [number, number],
): Cost['pusd'] => {
  if (address?.provider.offline) return FREE.pusd;
  const usage = { inputUncached, outputText, inputCacheRead: 0, inputCacheWrite: 0, outputReasoning: 0 };
  const call = { provider: address?.provider.name ?? '', model: address?.model ?? '', serviceTier: null };
  return costOf(prices, { ...call, usage, at }).pusd;
};

/** Of as many calls as `all`, of which these are some. */
const total = (costs: readonly Cost['pusd'][], all: number): string | null => {
  const known = costs.filter((cost) => cost !== null);
  if (known.length < costs.length) return null;
  const sum = known.reduce((sum, cost) => sum + cost, 0n);
  return formatUsd(known.length === 0 ? 0n : (sum * BigInt(all)) / BigInt(known.length));
};

const estimate = async (scope: Ports, calls: readonly PlannedCall[], all = calls.length): Promise<CostEstimate> => {
  const prices = await priceBook.get(scope);
  const at = scope.now();
  const planned = calls.map(({ model, bytes, maxOutputTokens }) => {
    const address = addressOf(model, scope.plugins);
    const input = Math.ceil(bytes / BYTES_PER_TOKEN);
    const least = costFor(prices, address, at, [input, 0]);
    const most = costFor(prices, address, at, [input, maxOutputTokens]);
    return { input, maxOutputTokens, least, most, free: address?.provider.offline === true };
  });
  const scaled = (tokens: number): number => Math.round((tokens * all) / Math.max(1, planned.length));
  const atLeast = total(
    planned.map(({ least }) => least),
    all,
  );
  const atMost = total(
    planned.map(({ most }) => most),
    all,
  );
  const priced = planned.every(({ free }) => free) ? 'EXACT' : 'ESTIMATED';
  return {
    calls: all,
    inputTokens: scaled(planned.reduce((sum, { input }) => sum + input, 0)),
    outputTokensAtMost: scaled(planned.reduce((sum, { maxOutputTokens }) => sum + maxOutputTokens, 0)),
    atLeast,
    atMost,
    status: atMost === null ? 'UNPRICED' : priced,
    method: 'CHARACTERS',
  };
};

/** So many runs of a batch are measured; the others are taken to be like them. */
const MOST_MEASURED = 50;

/** What the runs of a batch were expected to cost, by the prices of now. */
export const estimateBatch = async (scope: Ports, batchId: string): Promise<CostEstimate> => {
  const calls = await scope.reads.readAs<PlannedCall & { readonly runs: number }>(scope.organizationId, {
    name: 'batch_estimate',
    text: `select r.model, (r.spec#>>'{parameters,maxOutputTokens}')::int as "maxOutputTokens", ${CALL_BYTES} as bytes,
        (select count(*)::int from run where batch_id = $1) as runs
      from (select * from run where batch_id = $1 order by id limit ${MOST_MEASURED}) r join normalization n on n.organization_id = r.organization_id and n.id = r.normalization_id
      join platform_prompt_version p on p.id = r.prompt_version_id
      join platform_rubric_version v on v.key = r.rubric_key and v.version = r.rubric_version
`,
    values: [batchId],
  });
  return estimate(scope, calls, calls[0]?.runs ?? 0);
};

/**
 * What scoring transcripts would cost.
 * @throws AppError BAD_USER_INPUT for none or too many, NOT_FOUND for one that is not there or not read yet, as `resolveSpec`
 */
export const estimateTranscripts = async (
  scope: Ports & Uses<'em' | 'settings'>,
  transcriptIds: readonly string[],
  choice: SpecChoice,
): Promise<CostEstimate> => {
  const path = ['input', 'transcriptIds'];
  const ids = [...new Set(transcriptIds)];
  if (ids.length === 0 || ids.length > MOST_ESTIMATED)
    throw new AppError('BAD_USER_INPUT', `Give 1 to ${MOST_ESTIMATED} transcripts.`, { path });
  const { models, parameters, promptVersion, rubric } = await resolveSpec(scope, choice);
  const calls = await scope.reads.readAs<PlannedCall>(scope.organizationId, {
    name: 'transcript_estimate',
    text: `select $2::text as model, $3::int as "maxOutputTokens", ${CALL_BYTES} as bytes
      from transcript t join normalization n on n.organization_id = t.organization_id and n.id = t.normalization_id
      join platform_prompt_version p on p.id = $4
      join platform_rubric_version v on v.key = $5 and v.version = $6
      where t.id = any($1::uuid[])`,
    values: [ids, models.judge ?? '', parameters.maxOutputTokens, promptVersion.id, rubric.key, rubric.version],
  });
  if (calls.length === ids.length) return estimate(scope, calls);
  throw new AppError('NOT_FOUND', 'Some of these transcripts are not there, or are not read yet.', { path });
};
