import type { ParseWarning, Participant, Turn } from '../plugin-api/index.js';
import { readPage, type Page, type PageRequest } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';
import type { TranscriptStatus } from './transcript.entity.js';

/** A transcript as it is read: without its raw bytes and its turns. */
export interface TranscriptRow {
  readonly id: string;
  readonly status: TranscriptStatus;
  readonly title: string | null;
  readonly fileName: string;
  readonly contentHash: string;
  readonly externalRef: string | null;
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

/** What the normalizer made of a file, without the turns. */
export interface NormalizationRow {
  readonly id: string;
  readonly normalizerVersion: string;
  readonly confidence: number;
  readonly encoding: string;
  readonly participants: readonly Participant[];
  readonly warnings: readonly ParseWarning[];
}

export interface TranscriptFilter {
  readonly status?: readonly TranscriptStatus[] | null;
  readonly representativeId?: string | null;
  readonly companyId?: string | null;
  readonly externalRef?: string | null;
}

type Ports = Uses<'reads'>;

const COLUMNS = `id, status, title, file_name as "fileName", content_hash as "contentHash", external_ref as "externalRef",
  error_code as "errorCode", error_message as "errorMessage", normalization_id as "normalizationId", format, language,
  started_at as "startedAt", duration_ms as "durationMs", turn_count as "turnCount",
  representative_id as "representativeId", company_id as "companyId", created_at as "createdAt"`;

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
      and ($3::uuid is null or company_id = $3) and ($4::text is null or external_ref = $4)`,
    values: [
      filter.status ?? null,
      filter.representativeId ?? null,
      filter.companyId ?? null,
      filter.externalRef ?? null,
    ],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });

export const transcriptsById = ({ reads, organizationId }: Ports, ids: readonly string[]): Promise<TranscriptRow[]> =>
  reads.readAs(organizationId, {
    name: 'transcript_by_id',
    text: `select ${COLUMNS} from transcript where id = any($1::uuid[])`,
    values: [ids],
  });

export const normalizationsById = (
  { reads, organizationId }: Ports,
  ids: readonly string[],
): Promise<NormalizationRow[]> =>
  reads.readAs(organizationId, {
    name: 'normalization_by_id',
    text: `select id, normalizer_version as "normalizerVersion", confidence, encoding,
             document->'participants' as participants, warnings
           from normalization where id = any($1::uuid[])`,
    values: [ids],
  });

/** Turns `from` to `from + count - 1` of a normalization, as many of them as there are. */
export const turnsOf = async (
  { reads, organizationId }: Ports,
  normalizationId: string,
  from: number,
  count: number,
): Promise<readonly Turn[]> => {
  const rows = await reads.readAs<{ turns: Turn[] }>(organizationId, {
    name: 'turn_range',
    text: `select jsonb_path_query_array(document, '$.turns[$from to $to]',
             jsonb_build_object('from', $2::int, 'to', $3::int)) as turns
           from normalization where id = $1`,
    values: [normalizationId, from, from + count - 1],
  });
  return rows[0]?.turns ?? [];
};

/** The bytes as uploaded, with the name to show; null where there are none of this organization. */
export const rawFileOf = async (
  { reads, organizationId }: Ports,
  transcriptId: string,
): Promise<{ fileName: string; bytes: Buffer } | null> => {
  const rows = await reads.readAs<{ fileName: string; bytes: Buffer }>(organizationId, {
    name: 'raw_file_of_transcript',
    text: `select raw.file_name as "fileName", raw.bytes from transcript
           join raw_file raw on raw.id = transcript.raw_file_id and raw.organization_id = transcript.organization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  return rows[0] ?? null;
};
