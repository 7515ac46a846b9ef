import pg from 'pg';

interface FillOptions {
  /** Of a superuser: files, forms and prompts that no list reads are left out, whatever the foreign keys say. */
  readonly url: string;
  readonly organizationId: string;
  /** Runs, each of a transcript of its own. */
  readonly runs: number;
}

/** A UUID of a kind and a number, the same each time: rows name each other by it. */
const idOf = (kind: string, n: string): string => `md5('${kind} ' || ${n})::uuid`;

const TRANSCRIPTS = `
  insert into transcript (organization_id, id, raw_file_id, status, upload_fields, requested_scoring, title, file_name, content_hash,
    external_ref, call_type, parent_id, quality_score, started_at, created_at, representative_id, company_id, check_at)
  select $1::uuid, ${idOf('transcript', 'n')}, ${idOf('file', 'n')}, case when n % 50 = 0 then 'REFUSED' else 'READY' end, '{}', '{}',
    'Sample call ' || n, 'call-' || n || '.vtt', md5(n::text), 'crm-' || n, (array['DISCOVERY', 'DEMO'])[1 + n % 2],
    case when n % 10 = 0 then ${idOf('transcript', '(n - n % 100)')} end, (n % 100) / 100.0,
    clock_timestamp() - n * interval '5 minutes', clock_timestamp() - n * interval '4 minutes',
    ${idOf('representative', 'n % 200')}, ${idOf('company', 'n % 2000')}, 'infinity'
  from generate_series(1, $2::int) n`;

const RUNS = `
  insert into run (organization_id, id, transcript_id, normalization_id, batch_id, representative_id, company_id, status, spec,
    prompt_version_id, model, rubric_key, rubric_version, overall_outcome, overall_score, overall_normalized, superseded_by_id,
    fallback_used, call_at, created_at, ended_at, check_at)
  select $1::uuid, ${idOf('run', 'n')}, ${idOf('transcript', 'n')}, ${idOf('normalization', 'n')}, ${idOf('batch', 'n / 500')},
    ${idOf('representative', 'n % 200')}, ${idOf('company', 'n % 2000')},
    case when n % 40 = 0 then 'INVALID' when n % 41 = 0 then 'FAILED' else 'SCORED' end,
    jsonb_build_object('promptVersion', jsonb_build_object('key', 'base', 'number', 1 + n % 4)), ${idOf('prompt', 'n % 4')},
    'sample/model-' || n % 5, 'spin', 1, case when n % 9 = 0 then 'UNSCORED' else 'SCORED' end,
    case when n % 9 > 0 then (n % 41) / 10.0 end, case when n % 9 > 0 then (n % 41) / 41.0 end,
    case when n % 10 = 0 then ${idOf('run', '(n + 1)')} end, n % 30 = 0, clock_timestamp() - n * interval '5 minutes',
    clock_timestamp() - n * interval '4 minutes', clock_timestamp(), 'infinity'
  from generate_series(1, $2::int) n`;

const SCORES = `
  insert into score (organization_id, run_id, dimension, position, outcome, value, rationale, evidence)
  select $1::uuid, ${idOf('run', 'n')}, 'dimension-' || d, d, 'SCORED', (n + d) % 5, 'Sample rationale.', '[]'
  from generate_series(1, $2::int) n, generate_series(1, 5) d`;

const ATTEMPTS = `
  insert into attempt (organization_id, run_id, number, kind, status, lease_epoch, model_asked, nonce, latency_ms, cost_pusd, cost_status,
    usage, violations, created_at)
  select $1::uuid, ${idOf('run', 'n')}, a, case when a = 1 then 'FIRST' else 'CORRECTION' end, 'ANSWERED', 1, 'sample/model-' || n % 5,
    'sample', 900, 1000000, 'EXACT', '{"inputUncached": 900, "inputCacheRead": 0, "inputCacheWrite": 0, "outputText": 100, "outputReasoning": 0}',
    case when a = 1 and n % 8 = 0 then '[{"code": "sample/RULE", "severity": "error"}]'::jsonb else '[]' end,
    clock_timestamp() - n * interval '4 minutes'
  from generate_series(1, $2::int) n, generate_series(1, 2) a where a = 1 or n % 8 = 0`;

/**
 * Fills an organization with synthetic calls that are spread over representatives, companies, models and time as the lists and figures
 * filter them: each row made by the database itself, so that a hundred thousand take seconds.
 */
export const fillCalls = async ({ url, organizationId, runs }: FillOptions): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query('insert into organization (id, name) values ($1, $2)', [
      organizationId,
      `Sample ${organizationId}`,
    ]);
    for (const sql of [TRANSCRIPTS, RUNS, SCORES, ATTEMPTS]) await client.query(sql, [organizationId, runs]);
    await client.query('analyze');
  } finally {
    await client.end();
  }
};

/** Values by which the filled rows can be asked for. */
export const SAMPLE_IDS = `select ${idOf('transcript', '7')} as "transcriptId", ${idOf('transcript', '100')} as "parentId",
  ${idOf('batch', '3')} as "batchId", ${idOf('representative', '7')} as "representativeId", ${idOf('company', '7')} as "companyId",
  md5('7') as sha256`;
