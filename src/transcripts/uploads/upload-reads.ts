import { type Page, type PageRequest, readPage } from '../../scope/read-page.js';
import type { Uses } from '../../scope/scope.js';
import type { FileOutcome } from './accept-upload.js';
import {
  type RequestedScoring,
  TRANSCRIPT_STATUSES,
  type TranscriptStatus,
  type UploadFields,
} from '../transcript.entity.js';
import type { UploadStatus } from './upload.entity.js';
import { AppError } from '../../errors/app-error.js';

/** An upload as it is read: OPEN after its time is EXPIRED, ACCEPTING without a live lease is INTERRUPTED. */
export interface UploadRow {
  readonly id: string;
  readonly status: UploadStatus | 'EXPIRED' | 'INTERRUPTED';
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
  readonly fileCount: number;
  /** Id of the API key. */
  readonly createdBy: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

export interface UploadFileRow extends FileOutcome {
  readonly externalRef: string | null;
  /** Calls that were split off the file; 0 for a file that is one call. */
  readonly splitInto: number;
}

export interface UploadFilter {
  readonly status?: readonly UploadRow['status'][] | null;
  readonly externalRef?: string | null;
}

type Ports = Uses<'reads'>;

const STATUS = `case when status = 'OPEN' and expires_at <= clock_timestamp() then 'EXPIRED'
  when status = 'ACCEPTING' and lease_until <= clock_timestamp() then 'INTERRUPTED' else status end`;
const COLUMNS = `id, ${STATUS} as status, fields, scoring, file_count as "fileCount", created_by as "createdBy",
  expires_at as "expiresAt", created_at as "createdAt"`;

export const uploadPage = (
  scope: Ports,
  filter: UploadFilter,
  descending: boolean,
  page: PageRequest,
): Promise<Page<UploadRow>> =>
  readPage<UploadRow>(scope, {
    ...page,
    name: 'upload_page',
    select: COLUMNS,
    from: 'upload',
    where: `($1::text[] is null or ${STATUS} = any($1)) and ($2::text is null or fields->>'externalRef' = $2)`,
    values: [filter.status ?? null, filter.externalRef ?? null],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });

export const uploadsById = ({ reads }: Ports, ids: readonly string[]): Promise<UploadRow[]> =>
  reads.read({
    name: 'upload_by_id',
    text: `select ${COLUMNS} from upload where id = any($1::uuid[])`,
    values: [ids],
  });

/** Files of an upload from a position on, at most `count`. */
export const uploadFiles = (
  { reads }: Ports,
  uploadId: string,
  from: number,
  count: number,
): Promise<UploadFileRow[]> =>
  reads.read({
    name: 'upload_files',
    text: `select position, file_name as "fileName", external_ref as "externalRef", transcript_id as "transcriptId",
             duplicate, error_code as "errorCode", error_message as "errorMessage",
             (select count(*)::int from transcript call where call.parent_id = file.transcript_id) as "splitInto"
           from upload_file file where upload_id = $1 and position >= $2 order by position limit $3`,
    values: [uploadId, from, count],
  });

/** How far an upload is; a complete value for subscribers. */
export interface UploadProgress {
  readonly uploadId: string;
  /** Newest event of the organization that the counts include. */
  readonly sequence: number;
  readonly status: UploadRow['status'];
  /** Files that arrived. */
  readonly files: number;
  /** Of them: new transcripts, duplicates of existing ones, and files that were refused on arrival. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  /** Their transcripts, and the calls that were split off them. */
  readonly transcripts: readonly { readonly status: TranscriptStatus; readonly count: number }[];
  /** Whether no file and no transcript of it is waiting. */
  readonly done: boolean;
}

interface ProgressRow extends Omit<UploadProgress, 'uploadId' | 'transcripts' | 'done'> {
  readonly counts: Partial<Record<TranscriptStatus, number>>;
}

const asProgress = (uploadId: string, { counts, ...row }: ProgressRow): UploadProgress => {
  const transcripts = TRANSCRIPT_STATUSES.map((status) => ({ status, count: counts[status] ?? 0 }));
  const isWaiting = (counts.QUEUED ?? 0) + (counts.NORMALIZING ?? 0) > 0;
  const { status } = row;
  const done = status === 'EXPIRED' || ((status === 'ACCEPTED' || status === 'INTERRUPTED') && !isWaiting);
  return { uploadId, ...row, transcripts, done };
};

/** Counts and the sequence that they include, from one snapshot; null where there is no such upload. */
export const uploadProgress = async ({ reads }: Ports, uploadId: string): Promise<UploadProgress | null> => {
  const rows = await reads.read<ProgressRow>({
    name: 'upload_progress',
    text: `with file as (select transcript_id, duplicate, error_code from upload_file where upload_id = $1),
             call as (select id, status from transcript where id in (select transcript_id from file)
                      union select id, status from transcript where parent_id in (select transcript_id from file)),
             tally as (select status, count(*)::int as count from call group by status)
           select ${STATUS} as status, file_count as files,
             (select coalesce(max(last), 0)::int from event_counter) as sequence,
             (select count(*)::int from file where error_code is null and not duplicate) as accepted,
             (select count(*)::int from file where duplicate) as duplicates,
             (select count(*)::int from file where error_code is not null) as refused,
             (select coalesce(jsonb_object_agg(tally.status, tally.count), '{}') from tally) as counts
           from upload where id = $1`,
    values: [uploadId],
  });
  return rows[0] ? asProgress(uploadId, rows[0]) : null;
};

/**
 * Fields of an upload that waits for its bytes, for a check before they are read. `beginUpload` checks the status again, under a lock.
 * @throws AppError NOT_FOUND, CONFLICT
 */
export const openedUpload = async (
  scope: Uses<'reads'>,
  id: string,
): Promise<{ readonly fields: UploadFields; readonly scoring: RequestedScoring }> => {
  const [upload] = await uploadsById(scope, [id]);
  if (!upload) throw new AppError('NOT_FOUND', 'There is no Upload with this id.', { path: ['id'] });
  const { status, fields, scoring } = upload;
  if (status === 'OPEN' || status === 'ACCEPTING' || status === 'INTERRUPTED') return { fields, scoring };
  const why = status === 'EXPIRED' ? 'has expired' : 'has its files already';
  throw new AppError('CONFLICT', `This upload ${why}. Open another with createUpload.`, { path: ['id'] });
};
