import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { changeRepresentative } from '../transcript-hooks.js';
import type { CorrectedNormalization, Correction } from '../normalizing/correct-normalization.js';
import { currentNormalization, type CurrentNormalization } from '../current-normalization.js';
import { gateQuality } from '../policy/gate-quality.js';
import { identifyPeople } from '../reading/identify-people.js';
import { endingOf, insertNormalization } from '../reading/record-reading.js';
import type { Corrector } from '../reading/normalizer.js';
import type { NormalizationDifference } from '../normalization.entity.js';
import { enqueueScoring } from '../requested-scoring.js';
import type { Quality } from '../quality.js';
import type { SpeakerCorrection, Transcript } from '../transcript.entity.js';
import { speakersCorrectedJob } from '../transcript.jobs.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import { TranscriptRepresentative } from '../transcript-representative.entity.js';

export type CorrectPorts = Uses<'em' | 'reads' | 'actor' | 'queue' | 'live' | 'hooks' | 'requestId'>;

/** Corrections with their result, worked out on the normalization that was current then. */
export interface PreparedCorrection {
  readonly corrections: readonly SpeakerCorrection[];
  readonly normalization: CurrentNormalization;
  readonly result: Correction;
}

/** Works corrections out, outside of any transaction; null where the transcript has no normalization. */
export const prepareCorrection = async (
  scope: CorrectPorts,
  corrector: Corrector,
  transcriptId: string,
  corrections: readonly SpeakerCorrection[],
): Promise<PreparedCorrection | null> => {
  const normalization = await currentNormalization(scope, transcriptId);
  if (!normalization) return null;
  return { corrections, normalization, result: await corrector.correct(normalization, corrections) };
};

/** Lets a transcript pass that was stopped for its quality, where that is good enough now. A correction never stops one. */
const gateAgain = async (scope: CorrectPorts, transcript: Transcript, quality: Quality): Promise<void> => {
  if (transcript.status !== 'HELD' && transcript.status !== 'REFUSED') return;
  const ending = endingOf(await gateQuality(scope, quality), transcript.released);
  Object.assign(transcript, ending);
  if (ending.status !== 'READY') return;
  enqueueScoring(scope, transcript);
  recordTranscriptEvent(scope, { id: transcript.id, status: 'READY' });
};

/** Has outdated scores made again: at once where the transcript is ready, else when it is. */
const enqueueRescoring = (scope: CorrectPorts, transcript: Transcript, normalizationId: string): void => {
  const { em, queue, organizationId } = scope;
  if (transcript.status === 'READY') {
    queue.send(em, speakersCorrectedJob, { organizationId, transcriptId: transcript.id, normalizationId });
  } else {
    transcript.requestedScoring = { ...transcript.requestedScoring, rescore: true };
  }
};

const recordEvent = (scope: CorrectPorts, { id, status, normalizationId }: Transcript): void =>
  recordTranscriptEvent(scope, { id, what: 'CORRECTED', status, normalizationId });

const checked = (result: Correction): CorrectedNormalization => {
  if (result.outcome === 'CORRECTED') return result;
  const path = ['input', 'corrections', String(result.at), result.field];
  throw new AppError('BAD_USER_INPUT', result.message, { path });
};

type Assigned = ReadonlyMap<string, string | null>;

/** An assignment follows the person: where labels are swapped, and to the speaker into which one is merged. */
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

/** Moves assignments that a person made to the labels that the corrections give, in the caller's transaction. */
const moveAssignments = async (
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

/**
 * Stores the corrected normalization beside the one before it and makes it the current one, in the caller's transaction; the transcript is locked
 * and managed. The people of the call are identified again. Its runs are started again where scoring sees a difference, else they are
 * attributed to the representative of the call.
 * @throws AppError BAD_USER_INPUT with the path to an unknown label
 */
export const recordCorrected = async (
  scope: CorrectPorts,
  row: Transcript,
  { corrections, normalization, result }: PreparedCorrection,
  id: string = uuidv7(),
): Promise<NormalizationDifference> => {
  const corrected = checked(result);
  const { turnCount, participants, quality, difference } = corrected;
  const origin = { transcriptId: row.id, basedOnId: normalization.id, origin: 'CORRECTED' } as const;
  await insertNormalization(scope, { ...normalization, ...corrected, ...origin, id });
  Object.assign(row, { normalizationId: id, turnCount, qualityScore: quality.score });
  await moveAssignments(scope, row.id, corrections);
  const before = row.representativeId ?? null;
  Object.assign(row, await identifyPeople(scope, row, participants));
  row.corrections = [...row.corrections, ...corrections];
  await gateAgain(scope, row, quality);
  if (!corrected.isEquivalentForScoring) enqueueRescoring(scope, row, id);
  else await changeRepresentative(scope, { transcriptId: row.id, from: before, to: row.representativeId ?? null });
  recordEvent(scope, row);
  return difference;
};
