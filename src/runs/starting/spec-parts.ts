import { asCurrentPolicy, type CurrentPolicy } from '../../profiles/current-policy.js';
import type { ScoringPolicy } from '../../profiles/scoring-policy.js';
import type { Uses } from '../../scope/scope.js';
import type { RunSpec } from '../run-spec.js';

interface Row {
  readonly rubricVersion: number | null;
  readonly promptId: string | null;
  readonly promptKey: string;
  readonly promptNumber: number;
  readonly promptHash: string;
  readonly policyVersion: number | null;
  readonly policy: ScoringPolicy;
}

/** What a spec is put together from, as it is in the database now; null for what is not there. */
export interface SpecParts {
  /** The newest version. */
  readonly rubric: RunSpec['rubric'] | null;
  readonly prompt: RunSpec['promptVersion'] | null;
  readonly policy: CurrentPolicy;
}

interface Named {
  readonly rubric: string;
  readonly prompt: { readonly id: string } | { readonly key: string };
}

/** In one statement: every upload and every run asks for it. */
const FIND = `
  select r.version as "rubricVersion", p.id as "promptId", p.prompt_key as "promptKey", p.number as "promptNumber",
    p.hash as "promptHash", s.version as "policyVersion", s.document as policy
  from (select) as one
  left join lateral (
    select version from platform_rubric_version where key = ? order by version desc limit 1) r on true
  left join lateral (
    select id, prompt_key, number, hash from platform_prompt_version
    where status = 'PUBLISHED' and (id = ?::uuid or prompt_key = ?) order by number desc limit 1) p on true
  left join lateral (
    select version, document from scoring_policy_version where organization_id = ? order by version desc limit 1) s on true`;

/** The newest rubric of a key, a published prompt version by id or the newest of a key, and the policy in force. */
export const findSpecParts = async (
  { em, organizationId }: Uses<'em'>,
  { rubric, prompt }: Named,
): Promise<SpecParts> => {
  const [id, key] = 'id' in prompt ? [prompt.id, null] : [null, prompt.key];
  const rows: Row[] = await em.execute(FIND, [rubric, id, key, organizationId]);
  const [row] = rows;
  if (!row) throw new Error('A statement that always has a row had none.');
  const { rubricVersion, promptId, promptKey, promptNumber, promptHash, policyVersion, policy } = row;
  return {
    rubric: rubricVersion === null ? null : { key: rubric, version: rubricVersion },
    prompt: promptId === null ? null : { id: promptId, key: promptKey, number: promptNumber, hash: promptHash },
    policy: asCurrentPolicy(policyVersion === null ? null : { version: policyVersion, document: policy }),
  };
};
