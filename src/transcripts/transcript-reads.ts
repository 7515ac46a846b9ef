import type { MetricValue, ParseWarning, Participant, Turn, WordAccount } from '../plugin-api/index.js';
import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';
import type { FormatGuess, NormalizationDifference, NormalizationOrigin } from './normalization.entity.js';
import type { Quality } from './quality.js';
import type { SpeakerCorrection, TranscriptStatus } from './transcript.entity.js';

/** A transcript as it is read: without its raw bytes and its turns. */
export interface TranscriptRow {
  readonly id: string;
  readonly status: TranscriptStatus;
  readonly title: string | null;
  readonly fileName: string;
  readonly contentHash: string;
  readonly externalRef: string | null;
  readonly callType: string | null;
  readonly parentId: string | null;
  readonly released: boolean;
  readonly corrections: readonly SpeakerCorrection[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly normalizationId: string | null;
  readonly format: string | null;
  readonly language: string | null;
  readonly startedAt: Date | null;
  readonly durationMs: number | null;
  readonly turnCount: number | null;
  readonly representativeId: string | null;
  readonly companyId: string | null;
  readonly createdAt: Date;
}

/** A normalization, without the turns. */
export interface NormalizationRow {
  readonly id: string;
  readonly transcriptId: string;
  readonly origin: NormalizationOrigin;
  readonly normalizerVersion: string;
  readonly format: string;
  readonly confidence: number;
  readonly runnerUp: FormatGuess | null;
  readonly encoding: string;
  readonly turnCount: number;
  readonly participants: readonly Participant[];
  readonly warnings: readonly ParseWarning[];
  readonly quality: Quality | null;
  readonly words: WordAccount | null;
  readonly metrics: Readonly<Record<string, MetricValue>> | null;
  readonly difference: NormalizationDifference | null;
  readonly inForce: boolean;
  readonly createdAt: Date;
}

/** Which representative speaks under a label of a transcript. */
export interface SpeakerRow {
  readonly transcriptId: string;
  readonly speakerLabel: string;
  readonly representativeId: string;
}

export interface TranscriptFilter {
  readonly status?: readonly TranscriptStatus[] | null;
  readonly representativeId?: string | null;
  readonly companyId?: string | null;
  readonly externalRef?: string | null;
  readonly callType?: string | null;
  /** Only calls that were split off the file of this transcript. */
  readonly parentId?: string | null;
  /** Only those of a quality below this, 0 to 1. */
  readonly qualityBelow?: number | null;
  /** Part of the title or of the file's name, case aside. */
  readonly search?: string | null;
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256?: string | null;
  /** Calls at this time or later; where that is unknown, uploads. */
  readonly from?: Date | null;
  /** Calls before this time; where that is unknown, uploads. */
  readonly to?: Date | null;
}

type Ports = Uses<'reads'>;

const COLUMNS = `id, status, title, file_name as "fileName", content_hash as "contentHash", external_ref as "externalRef",
  call_type as "callType", parent_id as "parentId", released, corrections, error_code as "errorCode", error_message as "errorMessage", normalization_id as "normalizationId", format, language,
  started_at as "startedAt", duration_ms as "durationMs", turn_count as "turnCount",
  representative_id as "representativeId", company_id as "companyId", created_at as "createdAt"`;

const NORMALIZATION = `id, transcript_id as "transcriptId", origin, normalizer_version as "normalizerVersion", format, confidence,
  runner_up as "runnerUp", encoding, document->'participants' as participants, warnings, quality, words, metrics, difference,
  coalesce((difference->>'turnsAfter')::int, jsonb_array_length(document->'turns')) as "turnCount", created_at as "createdAt",
  exists (select 1 from transcript where transcript.normalization_id = normalization.id
    and transcript.id = normalization.transcript_id) as "inForce"`;

export const transcriptPage = (
  scope: Ports,
  filter: TranscriptFilter,
  descending: boolean,
  page: PageRequest,
): Promise<Page<TranscriptRow>> =>
  readPage<TranscriptRow>(scope, {
    ...page,
    name: 'transcript_page',
    select: COLUMNS,
    from: 'transcript',
    where: `($1::text[] is null or status = any($1)) and ($2::uuid is null or representative_id = $2)
      and ($3::uuid is null or company_id = $3) and ($4::text is null or external_ref = $4)
      and ($5::text is null or call_type = $5) and ($6::uuid is null or parent_id = $6)
      and ($7::double precision is null or quality_score < $7)
      and ($8::text is null or content_hash = $8)
      and ($9::timestamptz is null or coalesce(started_at, created_at) >= $9)
      and ($10::timestamptz is null or coalesce(started_at, created_at) < $10)
      and ($11::text is null or strpos(lower(coalesce(title, '') || chr(10) || file_name), lower($11)) > 0)`,
    values: [
      filter.status ?? null,
      filter.representativeId ?? null,
      filter.companyId ?? null,
      filter.externalRef ?? null,
      filter.callType ?? null,
      filter.parentId ?? null,
      filter.qualityBelow ?? null,
      filter.sha256 ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.search ?? null,
    ],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });

export const transcriptsById = ({ reads }: Ports, ids: readonly string[]): Promise<TranscriptRow[]> =>
  reads.read({
    name: 'transcript_by_id',
    text: `select ${COLUMNS} from transcript where id = any($1::uuid[])`,
    values: [ids],
  });

export const normalizationsById = ({ reads }: Ports, ids: readonly string[]): Promise<NormalizationRow[]> =>
  reads.read({
    name: 'normalization_by_id',
    text: `select ${NORMALIZATION} from normalization where id = any($1::uuid[])`,
    values: [ids],
  });

/** The normalizations of a transcript, newest first. */
export const normalizationPage = (
  scope: Ports,
  transcriptId: string,
  page: PageRequest,
): Promise<Page<NormalizationRow>> =>
  readPage<NormalizationRow>(scope, {
    ...page,
    name: 'normalization_page',
    select: NORMALIZATION,
    from: 'normalization',
    where: 'transcript_id = $1',
    values: [transcriptId],
    orderBy: { column: 'created_at', type: 'timestamptz', descending: true },
  });

/** The representatives who speak in these transcripts. */
export const speakersOf = ({ reads }: Ports, transcriptIds: readonly string[]): Promise<SpeakerRow[]> =>
  reads.read({
    name: 'speaker_of_transcript',
    text: `select transcript_id as "transcriptId", speaker_label as "speakerLabel", representative_id as "representativeId"
           from transcript_representative where transcript_id = any($1::uuid[]) and representative_id is not null
           order by transcript_id, speaker_label`,
    values: [transcriptIds],
  });

/** Turns `from` to `from + count - 1` of a normalization, fewer at its end. */
export const turnsOf = async (
  { reads }: Ports,
  normalizationId: string,
  from: number,
  count: number,
): Promise<readonly Turn[]> => {
  const rows = await reads.read<{ turns: Turn[] }>({
    name: 'turn_range',
    text: `select jsonb_path_query_array(document, '$.turns[$from to $to]',
             jsonb_build_object('from', $2::int, 'to', $3::int)) as turns
           from normalization where id = $1`,
    values: [normalizationId, from, from + count - 1],
  });
  return rows[0]?.turns ?? [];
};
