import type { Uses } from '../../scope/scope.js';
import type { SpeakerCorrection } from '../transcript.entity.js';
import { TranscriptRepresentative } from '../transcript-representative.entity.js';

type Assigned = ReadonlyMap<string, string | null>;

/** Who was assigned goes with the identity where labels change places, and to the speaker into whom one is merged. */
const move = (assigned: Assigned, correction: SpeakerCorrection): Assigned => {
  const { kind, label } = correction;
  if (kind !== 'SWAP' && kind !== 'MERGE') return assigned;
  const next = new Map(assigned);
  const [mine, target] = [assigned.get(label), kind === 'SWAP' ? correction.other : correction.into];
  const theirs = assigned.get(target);
  next.delete(label);
  if (kind === 'SWAP' && theirs !== undefined) next.set(label, theirs);
  if (kind === 'SWAP') next.delete(target);
  if (mine !== undefined && (kind === 'SWAP' || theirs === undefined)) next.set(target, mine);
  return next;
};

/** Keeps what people assigned with the people whom they meant, in the caller's transaction. */
export const moveAssignments = async (
  { em, organizationId }: Uses<'em'>,
  transcriptId: string,
  corrections: readonly SpeakerCorrection[],
): Promise<void> => {
  const mine = { organizationId, transcriptId, assigned: true };
  const rows = await em.find(TranscriptRepresentative, mine, { disableIdentityMap: true });
  const before = new Map(rows.map(({ speakerLabel, representativeId = null }) => [speakerLabel, representativeId]));
  const after = corrections.reduce<Assigned>(move, before);
  if (rows.length === 0 || after === before) return;
  await em.nativeDelete(TranscriptRepresentative, { organizationId, transcriptId });
  for (const [speakerLabel, representativeId] of after) {
    await em.insert(TranscriptRepresentative, { ...mine, speakerLabel, representativeId });
  }
};
