import type { ParticipantRole, RoleSource, Turn } from '../../plugin-api/transcript.js';
import type { Person } from './resolve-speakers.js';
import { type Behavior, observeBehavior } from './selling-behavior.js';

/** A role with its source and confidence. */
export interface FoundRole {
  readonly role: ParticipantRole;
  readonly source: RoleSource;
  readonly confidence: number;
}

export const NO_ROLE: FoundRole = { role: 'UNKNOWN', source: 'NONE', confidence: 0 };

/** Roles found so far, by index of the person; null if none is. */
export type Roles = readonly (FoundRole | null)[];

const round = (confidence: number): number => Math.round(confidence * 100) / 100;

export const foundRole = (role: ParticipantRole, source: RoleSource, confidence: number): FoundRole => ({
  role,
  source,
  confidence: round(confidence),
});

/** Below this margin the behavior of two people is too similar to tell who sells. */
const TIE = 0.12;

/** Signs added to the denominator, so that a single one does not make certainty. */
const PRIOR = 4;

/** A second seller must sell at least this share of what the first one does. */
const CO_SELLER = 0.5;

interface Candidate {
  readonly index: number;
  readonly net: number;
  readonly behavior: Behavior;
}

const toCandidate = (person: Person | undefined, index: number, behavior: Behavior): Candidate => ({
  index,
  net: behavior.selling - behavior.buying + (person?.mark === 'HOST' ? 2 : 0),
  behavior,
});

/** How clearly the first outsells the second, -1 to 1. */
function margin(first: Candidate, second: Candidate): number {
  const signs = [first, second].reduce((sum, { behavior }) => sum + behavior.selling + behavior.buying, PRIOR);
  return (first.net - second.net) / signs;
}

const certainty = (lead: number): number => Math.min(0.95, 0.55 + lead * 0.5);

/** The one among the unresolved who sells, with confidence, or null on a tie. */
function findSeller(candidates: readonly Candidate[]): { seller: Candidate; confidence: number } | null {
  const [first, second] = [...candidates].sort((a, b) => b.net - a.net);
  if (!first) return null;
  if (!second) return first.behavior.selling >= 4 && first.net > 0 ? { seller: first, confidence: 0.6 } : null;
  const lead = margin(first, second);
  return lead < TIE ? null : { seller: first, confidence: certainty(lead) };
}

function roleOfOther(
  other: Candidate,
  people: readonly Person[],
  sellers: readonly number[],
  best: number,
): 'REP' | 'CUSTOMER' | null {
  const company = people[other.index]?.affiliation?.toLowerCase() ?? null;
  const sameCompany = sellers.some(
    (seller) => company !== null && people[seller]?.affiliation?.toLowerCase() === company,
  );
  if (sameCompany) return 'REP';
  const answers = sellers.reduce((sum, seller) => sum + (other.behavior.answersTo.get(seller) ?? 0), 0);
  const sells = other.net >= Math.max(4, best * CO_SELLER) && answers <= other.behavior.turns * 0.2;
  if (sells) return 'REP';
  return answers > 0 && other.net < Math.max(4, best) ? 'CUSTOMER' : null;
}

/** With three or more people: those who answer the sellers' questions buy, those who sell beside them sell. */
function assignOthers(
  candidates: readonly Candidate[],
  people: readonly Person[],
  sellers: readonly number[],
  confidence: number,
): Map<number, FoundRole> {
  const best = candidates.reduce((most, { net }) => Math.max(most, net), 0);
  const placed = new Map<number, FoundRole>();
  for (const candidate of candidates) {
    if (sellers.includes(candidate.index)) continue;
    const side = roleOfOther(candidate, people, sellers, best);
    if (side) placed.set(candidate.index, foundRole(side, 'INFERRED', confidence * (side === 'REP' ? 0.75 : 0.9)));
  }
  return placed;
}

/** The two sides of a call of two: the one who does not sell buys. */
const assignPair = (candidates: readonly Candidate[], seller: number, confidence: number): Map<number, FoundRole> =>
  new Map(
    candidates
      .filter(({ index }) => index !== seller)
      .map(({ index }) => [index, foundRole('CUSTOMER', 'INFERRED', confidence - 0.05)]),
  );

/** Who is on the call and has no role yet, and has said something. */
function openCandidates(people: readonly Person[], turns: readonly Turn[], roles: Roles): Candidate[] {
  const behaviorOf = observeBehavior(turns);
  return people
    .flatMap((person, index) =>
      roles[index] || person.anonymous || person.field === 'UNKNOWN'
        ? []
        : [toCandidate(person, index, behaviorOf(index))],
    )
    .filter(({ behavior }) => behavior.turns > 0);
}

/** Infers the open roles from who asks and who is asked. Two people with similar behavior stay without a role. */
export function inferFromBehavior(people: readonly Person[], turns: readonly Turn[], roles: Roles): Roles {
  const candidates = openCandidates(people, turns, roles);
  const known = roles.flatMap((found, index) => (found?.role === 'REP' ? [index] : []));
  const customerKnown = roles.some((found) => found?.role === 'CUSTOMER');
  const alone = candidates.length === 1 && known.length === 0 && !customerKnown;
  const inferred = known.length > 0 || alone ? null : findSeller(candidates);
  const sellers = inferred ? [inferred.seller.index] : known;
  if (sellers.length === 0 || candidates.length === 0) return roles;
  const confidence = inferred?.confidence ?? 0.75;
  const isPair = candidates.length === 2 && inferred !== null && !customerKnown;
  const placed = isPair
    ? assignPair(candidates, inferred.seller.index, confidence)
    : assignOthers(candidates, people, sellers, confidence);
  if (inferred) placed.set(inferred.seller.index, foundRole('REP', 'INFERRED', inferred.confidence));
  return roles.map((found, index) => found ?? placed.get(index) ?? null);
}
