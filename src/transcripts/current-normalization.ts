import type { ParseWarning, Participant, WordAccount } from '../plugin-api/transcript.js';
import type { Uses } from '../scope/scope.js';
import type { FormatGuess } from './normalization.entity.js';
import type { Quality } from './quality.js';
import type { SpokenParticipant } from './normalizing/read-file.js';

/** The normalization that a transcript is read by. */
export interface CurrentNormalization {
  readonly id: string;
  readonly format: string;
  readonly confidence: number;
  readonly runnerUp: FormatGuess | null;
  readonly encoding: string;
  readonly normalizerVersion: string;
  readonly warnings: readonly ParseWarning[];
  /** Null for one older than the quality gate. */
  readonly quality: Quality | null;
  /** Null for one older than the account of words. */
  readonly words: WordAccount | null;
  /** The transcript as JSON text: parsing a long one would block this thread. */
  readonly document: string;
}

/** The current normalization; null where there is none, or no such transcript. */
export const currentNormalization = async (
  { reads }: Uses<'reads'>,
  transcriptId: string,
): Promise<CurrentNormalization | null> => {
  const rows = await reads.read<CurrentNormalization>({
    name: 'current_normalization',
    text: `select normalization.id, normalization.format, confidence, runner_up as "runnerUp", encoding,
             normalizer_version as "normalizerVersion", warnings, quality, words, document::text as document
           from transcript join normalization
             on normalization.organization_id = transcript.organization_id and normalization.id = transcript.normalization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  return rows[0] ?? null;
};

interface CurrentParticipants {
  /** Id of the normalization. */
  readonly id: string;
  readonly people: readonly SpokenParticipant[];
}

interface ParticipantsRow {
  readonly id: string;
  readonly participants: readonly Participant[];
  /** Characters spoken, by the index of the participant. */
  readonly spoken: Readonly<Record<string, number>> | null;
}

/** Who speaks in the current normalization, and how much; null where there is none. The turns are not fetched. */
export const currentParticipants = async (
  { reads }: Uses<'reads'>,
  transcriptId: string,
): Promise<CurrentParticipants | null> => {
  const [row] = await reads.read<ParticipantsRow>({
    name: 'current_participants',
    text: `select normalization.id, document->'participants' as participants, (
             select jsonb_object_agg(person, spoken) from (
               select turn->>'participant' as person, sum(length(turn->>'text'))::int as spoken
               from jsonb_array_elements(document->'turns') turn group by 1) shares) as spoken
           from transcript join normalization
             on normalization.organization_id = transcript.organization_id and normalization.id = transcript.normalization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  if (!row) return null;
  const spokenBy = (index: number): number => row.spoken?.[String(index)] ?? 0;
  return { id: row.id, people: row.participants.map((one) => ({ ...one, spoken: spokenBy(one.index) })) };
};
