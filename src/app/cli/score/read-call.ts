import { CallError } from '../client/call-error.js';
import type { Call, CallRun, CitedTurn } from './call.js';
import type { Client } from '../client/client.js';

/** Everything that a scorecard shows except the speakers of its quotes. */
export const CALL_DETAILS = `query CallDetails($id: ID!, $runId: ID!) {
  transcript(id: $id) {
    id title format durationMs turnCount
    representative { name }
    company { name }
    participants { name speakerLabel role source confidence }
    warnings { code message }
  }
  run(id: $runId) {
    id status latencyMs flags
    error { code message }
    overall { ...outcome }
    scores { dimension outcome { ...outcome } }
    coaching {
      summary
      strengths { dimension text }
      improvements { dimension priority advice turn original rewrite }
    }
    violations { code severity path message repaired }
    cost { amount currency status }
    spec { model }
    promptVersion { promptKey number }
    rubricVersion { key version name scale { min max } dimensions { key name } }
  }
}
fragment outcome on Outcome {
  __typename
  ... on Scored { value rationale evidence { quote turn startMs status doubt kind } }
  ... on Unscored { reason rationale }
}`;

/** Speakers and times of turns. */
export const CALL_TURNS = `query CallTurns($id: ID!, $after: String) {
  transcript(id: $id) {
    turns(first: 500, after: $after) {
      edges { node { index startMs participant { name speakerLabel role } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

interface Details {
  readonly transcript: Omit<Call, 'run' | 'turns'> | null;
  readonly run: CallRun | null;
}

interface TurnPage {
  readonly edges: readonly {
    readonly node: {
      readonly index: number;
      readonly startMs: number | null;
      readonly participant: { readonly name: string | null; readonly speakerLabel: string; readonly role: string };
    };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const gone = (): CallError =>
  new CallError('NOT_FOUND', 'The call is no longer there. Was it erased while it was scored?');

const citedTurns = ({ overall, scores, coaching }: CallRun): Set<number> => {
  const outcomes = [overall, ...scores.map(({ outcome }) => outcome)];
  const evidence = outcomes.flatMap((outcome) => (outcome?.__typename === 'Scored' ? outcome.evidence : []));
  const improved = (coaching?.improvements ?? []).flatMap(({ turn }) => turn ?? []);
  return new Set([...evidence.map(({ turn }) => turn), ...improved]);
};

/** Reads pages of turns up to the last cited one. */
const readTurns = async (
  client: Client,
  id: string,
  cited: ReadonlySet<number>,
): Promise<ReadonlyMap<number, CitedTurn>> => {
  const turns = new Map<number, CitedTurn>();
  const last = Math.max(-1, ...cited);
  let after: string | null = null;
  for (let more = last >= 0; more;) {
    const data: { transcript: { turns: TurnPage } | null } = await client.query(CALL_TURNS, { id, after });
    if (!data.transcript) throw gone();
    const { edges, pageInfo } = data.transcript.turns;
    for (const { node } of edges) {
      const { name, speakerLabel, role } = node.participant;
      if (cited.has(node.index)) turns.set(node.index, { speaker: name ?? speakerLabel, role, startMs: node.startMs });
    }
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage && after !== null && (edges.at(-1)?.node.index ?? last) < last;
  }
  return turns;
};

/** Reads a call as one of its runs, which has ended, scored it. */
export const readCall = async (client: Client, id: string, runId: string): Promise<Call> => {
  const { transcript, run } = await client.query<Details>(CALL_DETAILS, { id, runId });
  if (!transcript || !run) throw gone();
  return { ...transcript, run, turns: await readTurns(client, id, citedTurns(run)) };
};
