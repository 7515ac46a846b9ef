import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';

export interface AuditRow {
  readonly id: string;
  readonly actorKind: 'API_KEY' | 'SYSTEM';
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly requestId: string | null;
  readonly createdAt: Date;
}

export interface AuditFilter {
  readonly action?: string | null;
  readonly subjectId?: string | null;
}

export const auditPage = (
  scope: Uses<'reads'>,
  { action = null, subjectId = null }: AuditFilter,
  descending: boolean,
  page: PageRequest,
): Promise<Page<AuditRow>> =>
  readPage<AuditRow>(scope, {
    ...page,
    name: 'audit_page',
    select: `id, actor_kind as "actorKind", actor_id as "actorId", action, subject_type as "subjectType",
      subject_id as "subjectId", before, after, request_id as "requestId", created_at as "createdAt"`,
    from: 'audit_entry',
    where: '($1::text is null or action = $1) and ($2::uuid is null or subject_id = $2)',
    values: [action, subjectId],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });
