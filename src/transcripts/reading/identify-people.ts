import { areKnown, identifyCompany, identifyRepresentative, type Mention } from '../../people/identify.js';
import { isFreeMailDomain } from '../../people/is-free-mail-domain.js';
import { lockPeopleShared } from '../../people/lock-people.js';
import { insertAtCommit } from '../../database/wire/commit-writes.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { SpokenParticipant } from '../normalizing/read-file.js';
import { TranscriptRepresentative } from '../transcript-representative.entity.js';
import type { Transcript } from '../transcript.entity.js';

interface Identified {
  /** The representative who is scored: the one a person assigned, else the one who speaks most. */
  readonly representativeId: string | null;
  readonly companyId: string | null;
}

type People = readonly SpokenParticipant[];

/** Our people on the call, the one who speaks most first. */
export const repsOf = (people: People): SpokenParticipant[] =>
  people.filter(({ role }) => role === 'REP').toSorted((a, b) => b.spoken - a.spoken);

const domainOf = (email: string | null): string => (email ?? '').split('@').at(-1)?.toLowerCase() ?? '';

/** Domain of a customer's address that belongs to a company: neither ours nor a public mail provider's. */
const customerDomain = (people: People): string | null => {
  const ours = new Set(people.filter(({ role }) => role === 'REP').map(({ email }) => domainOf(email)));
  const domains = people.filter(({ role }) => role === 'CUSTOMER').map(({ email }) => domainOf(email));
  return domains.find((domain) => domain !== '' && !ours.has(domain) && !isFreeMailDomain(domain)) ?? null;
};

/** The customer's company: as the uploader says, else as the file groups the customers, else by their addresses. */
const companyName = ({ uploadFields }: Transcript, people: People): string | null =>
  uploadFields.company ??
  people.find(({ role, affiliation }) => role === 'CUSTOMER' && affiliation)?.affiliation ??
  customerDomain(people);

/** A transcript without a normalization has no assignments. */
const assignedLabels = async ({ em, organizationId }: Uses<'em'>, { id, normalizationId }: Transcript) => {
  if (!normalizationId) return new Map<string, string | null>();
  const transcriptId = id;
  const rows = await em.find(TranscriptRepresentative, { organizationId, transcriptId, assigned: true });
  return new Map(rows.map(({ speakerLabel, representativeId = null }) => [speakerLabel, representativeId]));
};

/** Labels like `Speaker 1` and `Agent` name no person. */
const asMention = ({ name, email }: SpokenParticipant): Mention[] => {
  const known = name ?? email;
  return known === null ? [] : [{ name: known, email }];
};

/** The representative behind a label without an assignment. */
const byMention = async (scope: Uses<'em'>, person: SpokenParticipant): Promise<string | null> => {
  const [mention] = asMention(person);
  return mention ? identifyRepresentative(scope, mention) : null;
};

/**
 * Creates the people of a call who are not known yet, in a short transaction of its own, because it locks the organization's people exclusively.
 * The transaction that records the call then only refers to them.
 */
export const introducePeople = async (
  scope: Uses<'em' | 'queue' | 'live'>,
  transcript: Transcript,
  people: People,
): Promise<void> => {
  const assigned = await assignedLabels(scope, transcript);
  const mentioned = repsOf(people).filter(({ speakerLabel }) => !assigned.has(speakerLabel));
  const company = companyName(transcript, people);
  if (await areKnown(scope, mentioned.flatMap(asMention), company)) return;
  await inTransaction(scope, async (scope) => {
    for (const person of mentioned) await byMention(scope, person);
    if (company) await identifyCompany(scope, company);
  });
};

/**
 * Finds or creates the representatives and the company of a call, in the caller's transaction, and stores who speaks under which label. A
 * person's assignments are kept.
 */
export const identifyPeople = async (
  scope: Uses<'em'>,
  transcript: Transcript,
  people: People,
): Promise<Identified> => {
  await lockPeopleShared(scope);
  const { em, organizationId } = scope;
  const transcriptId = transcript.id;
  const assigned = await assignedLabels(scope, transcript);
  if (transcript.normalizationId) {
    await em.nativeDelete(TranscriptRepresentative, { organizationId, transcriptId, assigned: false });
  }
  const found: string[] = [];
  for (const person of repsOf(people)) {
    const { speakerLabel } = person;
    const given = assigned.get(speakerLabel);
    const representativeId = given === undefined ? await byMention(scope, person) : given;
    if (representativeId === null) continue;
    found.push(representativeId);
    if (given === undefined) {
      insertAtCommit(em, TranscriptRepresentative, { organizationId, transcriptId, speakerLabel, representativeId });
    }
  }
  const keptId = found.find((id) => id === transcript.representativeId && [...assigned.values()].includes(id));
  const company = companyName(transcript, people);
  return {
    representativeId: keptId ?? found[0] ?? null,
    companyId: company ? await identifyCompany(scope, company) : null,
  };
};
