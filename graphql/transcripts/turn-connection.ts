import { AppError } from '../../src/errors/app-error.js';
import { checkFirst } from '../../src/scope/read-page.js';
import type { Turn } from '../../src/plugin-api/index.js';
import { turnsOf, type TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import { connectionFrom, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import type { ParticipantRow } from './participant.type.js';
import type { TurnRow } from './turn.type.js';
import { normalizationLoader } from './transcripts.loaders.js';

export const MAX_TURNS = 500;

const readCursor = (after: string | null): number => {
  if (after === null) return -1;
  if (/^\d{1,7}$/.test(after)) return Number(after);
  throw new AppError('BAD_CURSOR', 'This is not a cursor of a list of turns.', { path: ['after'] });
};

const withSpeaker = (turn: Turn, participants: readonly ParticipantRow[]): TurnRow[] => {
  const participant = participants[turn.participant];
  return participant ? [{ ...turn, participant, doubt: turn.doubt ?? false }] : [];
};

/** Turns after a cursor, which is the number of a turn. */
export const turnConnection = async (
  { scope, loaders }: Context,
  { id: transcriptId, normalizationId, turnCount }: TranscriptRow,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<ConnectionOf<TurnRow>> => {
  checkFirst(first, MAX_TURNS);
  const from = readCursor(after) + 1;
  const hasPreviousPage = after !== null;
  if (normalizationId === null) return connectionFrom([], { hasNextPage: false, hasPreviousPage });
  const [turns, normalization] = await Promise.all([
    turnsOf(scope, normalizationId, from, first),
    loaders.load(normalizationLoader, normalizationId),
  ]);
  const people = (normalization?.participants ?? []).map((person) => ({ ...person, transcriptId }));
  const rows = turns.flatMap((turn) => withSpeaker(turn, people));
  const end = rows.at(-1)?.index;
  const edges = rows.map((node) => ({ cursor: String(node.index), node }));
  return connectionFrom(edges, { hasNextPage: end !== undefined && end + 1 < (turnCount ?? 0), hasPreviousPage });
};
