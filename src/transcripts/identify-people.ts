import { identifyCompany, identifyRepresentative } from '../access/identify.js';
import type { Uses } from '../scope/scope.js';
import type { SpokenParticipant } from './read-file.js';
import { TranscriptRepresentative } from './transcript-representative.entity.js';
import type { Transcript } from './transcript.entity.js';

interface Identified {
  /** The representative who is scored: of several the one who speaks most. */
  readonly representativeId: string | null;
  readonly companyId: string | null;
}

type People = readonly SpokenParticipant[];

/** Ours on the call, whoever speaks most first. */
const repsOf = (people: People): SpokenParticipant[] =>
  people.filter(({ role }) => role === 'REP').toSorted((a, b) => b.spoken - a.spoken);

/** The customer's company: as the uploader says, else as the file groups the customers. */
const companyName = ({ uploadFields }: Transcript, people: People): string | null =>
  uploadFields.company ??
  people.find(({ role, affiliation }) => role === 'CUSTOMER' && affiliation)?.affiliation ??
  null;

const assignedLabels = async ({ em, organizationId }: Uses<'em'>, transcriptId: string) => {
  const rows = await em.find(TranscriptRepresentative, { organizationId, transcriptId, assigned: true });
  return new Map(rows.map(({ speakerLabel, representativeId }) => [speakerLabel, representativeId]));
};

/**
 * Finds or makes the representatives and the company of a call, in the caller's transaction, and notes who speaks under which label. What a
 * person assigned stays.
 */
export const identifyPeople = async (
  scope: Uses<'em'>,
  transcript: Transcript,
  people: People,
): Promise<Identified> => {
  const { em, organizationId } = scope;
  const transcriptId = transcript.id;
  const assigned = await assignedLabels(scope, transcriptId);
  await em.nativeDelete(TranscriptRepresentative, { organizationId, transcriptId, assigned: false });
  let representativeId: string | null = null;
  for (const { speakerLabel, name, email } of repsOf(people)) {
    const id =
      assigned.get(speakerLabel) ?? (await identifyRepresentative(scope, { name: name ?? speakerLabel, email }));
    representativeId ??= id;
    if (!assigned.has(speakerLabel)) {
      await em.insert(TranscriptRepresentative, { organizationId, transcriptId, speakerLabel, representativeId: id });
    }
  }
  const company = companyName(transcript, people);
  return { representativeId, companyId: company ? await identifyCompany(scope, company) : null };
};
