import { checkedEmail, checkedName } from '../../people/names.js';
import { confirmRepresentative, findNamed } from '../../people/identify.js';
import { lockPeople } from '../../people/lock-people.js';
import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { changeRepresentative } from '../transcript-hooks.js';
import type { Corrector } from '../reading/normalizer.js';
import { repsOf } from '../reading/identify-people.js';
import { lockNormalization, retryOnConflict } from './lock-transcript.js';
import type { SpokenParticipant } from '../normalizing/read-file.js';
import { type CorrectPorts, prepareCorrection, type PreparedCorrection, recordCorrected } from './record-corrected.js';
import type { SpeakerCorrection, Transcript } from '../transcript.entity.js';
import { currentParticipants } from '../current-normalization.js';
import { TranscriptRepresentative } from '../transcript-representative.entity.js';
import { recordTranscriptEvent } from '../transcript-event.js';

/** An existing representative, or one to find or create; null for none. */
type Assignee = { readonly id: string } | { readonly name: string; readonly email: string | null } | null;

interface Assignment {
  readonly transcriptId: string;
  /** Where omitted, the speaker who is identified as our representative now. */
  readonly speakerLabel?: string | null | undefined;
  readonly who: Assignee;
}

const speakerOf = (people: readonly SpokenParticipant[], label: string | null): SpokenParticipant => {
  const path = ['input', 'speakerLabel'];
  const person = label === null ? repsOf(people)[0] : people.find(({ speakerLabel }) => speakerLabel === label);
  if (person) return person;
  const known = people.slice(0, 20).map(({ speakerLabel }) => `"${speakerLabel}"`);
  const fault = label === null ? 'It is not known who sells; name the speaker.' : 'Nobody speaks under this label.';
  throw new AppError('BAD_USER_INPUT', `${fault} Speakers: ${known.join(', ')}.`, { path });
};

/** A representative whom a person names is confirmed by that. */
const representativeOf = async (scope: CorrectPorts, who: Assignee): Promise<string | null> => {
  if (who === null) return null;
  if ('id' in who) {
    const [found] = await findNamed(scope, 'representative', 'id = ?', [who.id]);
    if (found) return found.id;
    const path = ['input', 'representativeId'];
    throw new AppError('NOT_FOUND', 'There is no Representative with this id.', { path });
  }
  const name = checkedName(who.name, ['input', 'representative', 'name']);
  const email = who.email === null ? null : checkedEmail(who.email, ['input', 'representative', 'email']);
  return confirmRepresentative(scope, { name, email });
};

const storeAssignment = async (
  { em, organizationId }: CorrectPorts,
  transcriptId: string,
  speakerLabel: string,
  representativeId: string | null,
): Promise<string | null> => {
  const key = { organizationId, transcriptId, speakerLabel };
  const before = await em.findOne(TranscriptRepresentative, key, { disableIdentityMap: true });
  await em.upsert(TranscriptRepresentative, { ...key, representativeId, assigned: true }, { disableIdentityMap: true });
  return before?.representativeId ?? null;
};

interface PreparedAssignment {
  readonly normalization: { readonly id: string };
  readonly speaker: SpokenParticipant;
  /** Null where the speaker is known to sell. */
  readonly correction: PreparedCorrection | null;
}

/** Finds the speaker, and works out the correction of the role where the speaker was not known to sell. */
const prepare = async (
  scope: CorrectPorts,
  corrector: Corrector,
  { transcriptId, speakerLabel, who }: Assignment,
): Promise<PreparedAssignment | null> => {
  const current = await currentParticipants(scope, transcriptId);
  if (!current) return null;
  const speaker = speakerOf(current.people, speakerLabel ?? null);
  if (speaker.role === 'REP' || who === null) return { normalization: current, speaker, correction: null };
  const correction: SpeakerCorrection = { kind: 'SET_ROLE', label: speaker.speakerLabel, role: 'REP' };
  const prepared = await prepareCorrection(scope, corrector, transcriptId, [correction]);
  return prepared && { normalization: prepared.normalization, speaker, correction: prepared };
};

const recordEvent = (scope: CorrectPorts, { id, status, representativeId }: Transcript): void =>
  recordTranscriptEvent(scope, { id, what: 'ASSIGNED', status, representativeId });

const assign = async (
  scope: CorrectPorts,
  transcript: Transcript,
  who: Assignee,
  { speaker: { speakerLabel }, correction }: PreparedAssignment,
) => {
  const to = await representativeOf(scope, who);
  const from = await storeAssignment(scope, transcript.id, speakerLabel, to);
  const before = transcript.representativeId ?? null;
  // Clearing a speaker who is not the one scored does not change who is scored.
  const subject = to === null && from !== before ? before : to;
  if (correction) await recordCorrected(scope, transcript, correction);
  transcript.representativeId = subject;
  const runs = correction
    ? 0
    : await changeRepresentative(scope, { transcriptId: transcript.id, from: before, to: subject });
  return {
    before: { speakerLabel, representativeId: from, subjectId: before },
    after: { speakerLabel, representativeId: to, subjectId: subject, runs },
  };
};

const record = async (
  scope: CorrectPorts,
  { transcriptId, who }: Assignment,
  prepared: PreparedAssignment | null,
): Promise<void> => {
  await lockPeople(scope);
  const transcript = await lockNormalization(scope, transcriptId, prepared?.normalization ?? null);
  if (!prepared) return;
  const { before, after } = await assign(scope, transcript, who, prepared);
  recordEvent(scope, transcript);
  const entry = { action: 'transcript.assignRepresentative', subjectType: 'Transcript', subjectId: transcriptId };
  recordAudit(scope, { ...entry, before, after });
  await scope.em.flush();
};

/**
 * Assigns a representative to a speaker label; that one is scored. The assignment outlasts later readings and corrections. Runs are attributed
 * to the representative; they are started again only where the speaker was not known to sell.
 * @throws AppError NOT_FOUND, BAD_USER_INPUT, CONFLICT while the file is being read, TRANSCRIPT_NOT_READY where it never was
 */
export const assignRepresentative = async (
  scope: CorrectPorts,
  corrector: Corrector,
  assignment: Assignment,
): Promise<void> =>
  retryOnConflict(async () => {
    const prepared = await prepare(scope, corrector, assignment);
    await inTransaction({ ...scope, em: scope.em.fork() }, (scope) => record(scope, assignment, prepared));
  });
