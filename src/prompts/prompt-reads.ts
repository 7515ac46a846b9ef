import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';
import type { PromptVersionStatus } from './prompt-version.entity.js';

export interface PromptVersionRow {
  readonly id: string;
  readonly promptKey: string;
  readonly number: number;
  readonly status: PromptVersionStatus;
  readonly text: string;
  readonly hash: string;
  readonly commitMessage: string;
  readonly createdAt: Date;
}

type Ports = Uses<'reads'>;
const COLUMNS = `id, prompt_key as "promptKey", number, status, text, hash, commit_message as "commitMessage",
  created_at as "createdAt"`;

/** Newest published version of each prompt. */
export const promptPage = (
  scope: Ports,
  key: string | null,
  descending: boolean,
  page: PageRequest,
): Promise<Page<PromptVersionRow>> =>
  readPage<PromptVersionRow>(scope, {
    ...page,
    name: 'prompt_page',
    select: COLUMNS,
    from: `(select distinct on (prompt_key) * from platform_prompt_version where status = 'PUBLISHED'
            order by prompt_key, number desc) newest`,
    where: '$1::text is null or prompt_key = $1',
    values: [key],
    orderBy: { column: 'prompt_key', type: 'text', descending },
  });

export const promptVersionPage = (
  scope: Ports,
  promptKey: string,
  descending: boolean,
  page: PageRequest,
): Promise<Page<PromptVersionRow>> =>
  readPage<PromptVersionRow>(scope, {
    ...page,
    name: 'prompt_version_page',
    select: COLUMNS,
    from: 'platform_prompt_version',
    where: 'prompt_key = $1',
    values: [promptKey],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });

export const promptVersionsById = ({ reads }: Ports, ids: readonly string[]): Promise<PromptVersionRow[]> =>
  reads.read({
    name: 'prompt_version_by_id',
    text: `select ${COLUMNS} from platform_prompt_version where id = any($1::uuid[])`,
    values: [ids],
  });
