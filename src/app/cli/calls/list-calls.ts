import type { Client } from '../client/client.js';
import { LISTED_FIELDS, type ListedCall, type ListedRun } from './listed-call.js';

/** Which calls, as the API filters them. */
export interface CallFilter {
  readonly representativeId?: string;
  readonly companyId?: string;
  readonly status?: readonly string[];
  readonly callType?: string;
  readonly search?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Calls, newest upload first. */
export const NEWEST_CALLS = `query NewestCalls($filter: TranscriptFilter!, $first: Int!, $after: String) {
  transcripts(filter: $filter, first: $first, after: $after) {
    edges { node { ...listedCall currentRun { ...listedRun } } }
    pageInfo { hasNextPage endCursor }
  }
}
${LISTED_FIELDS}`;

/** Calls by overall score, lowest first. */
export const WORST_CALLS = `query WorstCalls($filter: RunFilter!, $first: Int!, $after: String) {
  runs(filter: $filter, orderBy: { field: OVERALL, direction: ASC }, first: $first, after: $after) {
    edges { node { ...listedRun transcript { ...listedCall } } }
    pageInfo { hasNextPage endCursor }
  }
}
${LISTED_FIELDS}`;

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface CallList {
  readonly calls: readonly ListedCall[];
  /** Whether there are more than were asked for. */
  readonly hasMore: boolean;
}

/** Each node costs the API several fields. */
const PAGE = 50;

const readPages = async <Node>(
  limit: number,
  read: (first: number, after: string | null) => Promise<Page<Node>>,
): Promise<{ nodes: Node[]; hasMore: boolean }> => {
  const nodes: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const { edges, pageInfo }: Page<Node> = await read(Math.min(PAGE, limit - nodes.length), after);
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage || nodes.length >= limit) return { nodes, hasMore: pageInfo.hasNextPage };
    after = pageInfo.endCursor;
  }
};

type NewestNode = Omit<ListedCall, 'run'> & { readonly currentRun: ListedRun | null };

/** The newest calls, scored or not. @param limit 1 or more @throws CallError */
export const newestCalls = async (client: Client, filter: CallFilter, limit: number): Promise<CallList> => {
  const { nodes, hasMore } = await readPages<NewestNode>(limit, async (first, after) => {
    const data = await client.query<{ transcripts: Page<NewestNode> }>(NEWEST_CALLS, { filter, first, after });
    return data.transcripts;
  });
  return { calls: nodes.map(({ currentRun, ...call }) => ({ ...call, run: currentRun })), hasMore };
};

type WorstNode = ListedRun & { readonly transcript: Omit<ListedCall, 'run'> | null };

/** Scored calls by overall score, lowest first. @param limit 1 or more @throws CallError */
export const worstCalls = async (
  client: Client,
  { representativeId, companyId, from, to }: CallFilter,
  limit: number,
): Promise<CallList> => {
  const filter = { representativeId, companyId, from, to, status: ['SCORED'], includeSuperseded: false };
  const { nodes, hasMore } = await readPages<WorstNode>(limit, async (first, after) => {
    const data = await client.query<{ runs: Page<WorstNode> }>(WORST_CALLS, { filter, first, after });
    return data.runs;
  });
  const calls = nodes.flatMap(({ transcript, ...run }) => (transcript ? [{ ...transcript, run }] : []));
  return { calls, hasMore };
};
