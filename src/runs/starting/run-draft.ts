import type { Uses } from '../../scope/scope.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';
import type { RunSubject } from './run-subjects.js';
import type { RunSpec } from '../run-spec.js';

/** Identity of a run: its id, batch and subject. */
export interface RunPlace {
  readonly id: string;
  readonly subject: RunSubject;
  readonly batchId?: string | null;
  /** Of runs with the same key one may take the result of the other; null where the result must not be reused. */
  readonly reuseKey?: string | null;
}

type Ports = Uses<'actor' | 'plugins'>;

/** What is known of a run when it is asked for. */
export const runDraft = (
  { organizationId, actor, plugins }: Ports,
  transcript: Transcript,
  spec: RunSpec,
  { id, subject, batchId = null, reuseKey = null }: RunPlace,
) => ({
  organizationId,
  id,
  batchId,
  spec,
  reuseKey,
  transcriptId: transcript.id,
  normalizationId: transcript.normalizationId ?? '',
  representativeId: subject.representativeId,
  subjectLabel: subject.label,
  companyId: transcript.companyId ?? null,
  promptVersionId: spec.promptVersion.id,
  model: spec.models.judge ?? '',
  rubricKey: spec.rubric.key,
  rubricVersion: spec.rubric.version,
  pluginVersions: Object.fromEntries(plugins.plugins.map(({ name, version }) => [name, version])),
  requestedBy: actor.id,
  callAt: transcript.startedAt ?? transcript.createdAt,
});

export type RunDraft = ReturnType<typeof runDraft>;
