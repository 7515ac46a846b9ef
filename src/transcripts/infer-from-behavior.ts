import type { Turn } from '../plugin-api/transcript.js';
import type { Person } from './fold-speakers.js';
import { foundRole, type FoundRole, type Roles } from './role-finding.js';
import { observeBehavior, type Behavior } from './selling-behavior.js';

/** Below this margin two people behave too much alike to tell who sells. */
const TIE = 0.12;

/** Signs added to the denominator, so that a single one is no certainty. */
const PRIOR = 4;

/** A second seller must sell at least this share of what the first one does. */
const CO_SELLER = 0.5;

interface Candidate {
  readonly index: number;
  readonly net: number;
  readonly behavior: Behavior;
}

const toCandidate = (people: readonly Person[], behaviors: readonly Behavior[], index: number): Candidate => {
  const behavior = behaviors[index] ?? { selling: 0, buying: 0, answersTo: new Map(), turns: 0 };
  const host = people[index]?.mark === 'HOST' ? 2 : 0;
  return { index, net: behavior.selling - behavior.buying + host, behavior };
};

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

function sideOfOther(
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
function placeOthers(
  candidates: readonly Candidate[],
  people: readonly Person[],
  sellers: readonly number[],
  confidence: number,
): Map<number, FoundRole> {
  const best = Math.max(0, ...candidates.map(({ net }) => net));
  const placed = new Map<number, FoundRole>();
  for (const candidate of candidates) {
    if (sellers.includes(candidate.index)) continue;
    const side = sideOfOther(candidate, people, sellers, best);
    if (side) placed.set(candidate.index, foundRole(side, 'INFERRED', confidence * (side === 'REP' ? 0.75 : 0.9)));
  }
  return placed;
}

/** Finds the roles still open from who asks and who is asked. Two who behave alike stay without a role. */
export function inferFromBehavior(people: readonly Person[], turns: readonly Turn[], roles: Roles): Roles {
  const behaviors = observeBehavior(turns, people.length);
  const unresolved = people.flatMap((person, index) => (roles[index] === null && !person.anonymous ? [index] : []));
  const candidates = unresolved
    .map((index) => toCandidate(people, behaviors, index))
    .filter(({ behavior }) => behavior.turns > 0);
  const known = roles.flatMap((found, index) => (found?.role === 'REP' ? [index] : []));
  const customerKnown = roles.some((found) => found?.role === 'CUSTOMER');
  if (candidates.length === 0 || (candidates.length === 1 && known.length === 0 && !customerKnown)) return roles;
  const inferred = known.length > 0 ? null : findSeller(candidates);
  const sellers = inferred ? [inferred.seller.index] : known;
  if (sellers.length === 0) return roles;
  const confidence = inferred?.confidence ?? 0.75;
  const placed =
    candidates.length === 2 && inferred && !customerKnown && people.filter((person) => !person.anonymous).length === 2
      ? new Map(
          candidates
            .filter(({ index }) => index !== inferred.seller.index)
            .map(({ index }) => [index, foundRole('CUSTOMER', 'INFERRED', confidence - 0.05)]),
        )
      : placeOthers(candidates, people, sellers, confidence);
  if (inferred) placed.set(inferred.seller.index, foundRole('REP', 'INFERRED', inferred.confidence));
  return roles.map((found, index) => found ?? placed.get(index) ?? null);
}
