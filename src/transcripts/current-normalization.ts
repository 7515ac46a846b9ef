import type { ParseWarning, Participant } from '../plugin-api/transcript.js';
import type { Uses } from '../scope/scope.js';
import type { FormatGuess } from './format-guess.js';
import type { Quality } from './quality.js';
import type { SpokenParticipant } from './normalizing/read-file.js';

/** The normalized form of a transcript that is in force. */
export interface CurrentNormalization {
  readonly id: string;
  readonly format: string;
  readonly confidence: number;
  readonly runnerUp: FormatGuess | null;
  readonly encoding: string;
  readonly normalizerVersion: string;
  readonly warnings: readonly ParseWarning[];
  /** Null for a form older than the gate. */
  readonly quality: Quality | null;
  /** The transcript as JSON: where it is long, to read it would hold up this thread. */
  readonly document: string;
}

/** The form in force as it is at this moment; null where there is none, or no such transcript. */
export const currentNormalization = async (
  { reads }: Uses<'reads'>,
  transcriptId: string,
): Promise<CurrentNormalization | null> => {
  const rows = await reads.read<CurrentNormalization>({
    name: 'form_in_force',
    text: `select form.id, form.format, confidence, runner_up as "runnerUp", encoding,
             normalizer_version as "normalizerVersion", warnings, quality, document::text as document
           from transcript join normalization form
             on form.organization_id = transcript.organization_id and form.id = transcript.normalization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  return rows[0] ?? null;
};

interface SpokenForm {
  /** Id of the normalized form. */
  readonly id: string;
  readonly people: readonly SpokenParticipant[];
}

interface SpokenRow {
  readonly id: string;
  readonly participants: readonly Participant[];
  /** Characters by the number of the participant. */
  readonly spoken: Readonly<Record<string, number>> | null;
}

/** Who speaks in the form of a transcript that is in force, and how much; null where there is none. The turns stay in the database. */
export const currentParticipants = async (
  { reads }: Uses<'reads'>,
  transcriptId: string,
): Promise<SpokenForm | null> => {
  const [row] = await reads.read<SpokenRow>({
    name: 'spoken_in_force',
    text: `select form.id, document->'participants' as participants, (
             select jsonb_object_agg(person, spoken) from (
               select turn->>'participant' as person, sum(length(turn->>'text'))::int as spoken
               from jsonb_array_elements(document->'turns') turn group by 1) shares) as spoken
           from transcript join normalization form
             on form.organization_id = transcript.organization_id and form.id = transcript.normalization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  if (!row) return null;
  const spokenBy = (index: number): number => row.spoken?.[String(index)] ?? 0;
  return { id: row.id, people: row.participants.map((one) => ({ ...one, spoken: spokenBy(one.index) })) };
};
