import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { changeRepresentative } from '../transcript-hooks.js';
import type { CorrectedNormalization, Correction } from '../normalizing/correct-normalization.js';
import { currentNormalization, type CurrentNormalization } from '../current-normalization.js';
import { gateQuality } from '../policy/gate-quality.js';
import { identifyPeople } from '../reading/identify-people.js';
import { endingOf, insertNormalization } from '../reading/record-reading.js';
import { moveAssignments } from './move-assignments.js';
import type { Corrector } from '../reading/normalizer.js';
import type { NormalizationDifference } from '../normalization.entity.js';
import { enqueueScoring } from '../transcript-ready.job.js';
import type { Quality } from '../quality.js';
import type { SpeakerCorrection, Transcript } from '../transcript.entity.js';
import { speakersCorrectedJob } from '../speakers-corrected.job.js';
import { recordTranscriptEvent } from '../transcript-event.js';

export type CorrectPorts = Uses<'em' | 'reads' | 'actor' | 'queue' | 'live' | 'hooks' | 'requestId'>;

/** What corrections make of the form that was in force when they were worked out. */
export interface PreparedCorrection {
  readonly corrections: readonly SpeakerCorrection[];
  readonly form: CurrentNormalization;
  readonly made: Correction;
}

/** Works corrections out, outside of any transaction; null where the transcript has no form. */
export const prepareCorrection = async (
  scope: CorrectPorts,
  corrector: Corrector,
  transcriptId: string,
  corrections: readonly SpeakerCorrection[],
): Promise<PreparedCorrection | null> => {
  const form = await currentNormalization(scope, transcriptId);
  return form && { corrections, form, made: await corrector.correct(form, corrections) };
};

/** One that was stopped for its quality goes on where that is good enough now; none is stopped by a correction. */
const gateAgain = async (scope: CorrectPorts, transcript: Transcript, quality: Quality): Promise<void> => {
  if (transcript.status !== 'HELD' && transcript.status !== 'REFUSED') return;
  const ending = endingOf(await gateQuality(scope, quality), transcript.released);
  Object.assign(transcript, ending);
  if (ending.status !== 'READY') return;
  enqueueScoring(scope, transcript);
  recordTranscriptEvent(scope, { id: transcript.id, status: 'READY' });
};

/** Scores that no longer fit are made anew: at once where the transcript can be scored, else when it can. */
const promiseRescoring = (scope: CorrectPorts, transcript: Transcript, normalizationId: string): void => {
  const { em, queue, organizationId } = scope;
  if (transcript.status === 'READY') {
    queue.send(em, speakersCorrectedJob, { organizationId, transcriptId: transcript.id, normalizationId });
  } else {
    transcript.requestedScoring = { ...transcript.requestedScoring, rescore: true };
  }
};

const recordEvent = (scope: CorrectPorts, { id, status, normalizationId }: Transcript): void =>
  recordTranscriptEvent(scope, { id, what: 'CORRECTED', status, normalizationId });

const checked = (made: Correction): CorrectedNormalization => {
  if (made.outcome === 'CORRECTED') return made;
  const path = ['input', 'corrections', String(made.at), made.field];
  throw new AppError('BAD_USER_INPUT', made.message, { path });
};

/**
 * Writes the form that corrections make of the one in force, beside it, in the caller's transaction; the transcript is locked and managed. Who
 * is on the call is looked for anew. Scores of it are made anew where scoring sees a difference, else they go with whose call it now is.
 * @throws AppError BAD_USER_INPUT with the path to a label that nobody has
 */
export const recordCorrected = async (
  scope: CorrectPorts,
  row: Transcript,
  { corrections, form, made }: PreparedCorrection,
  id: string = uuidv7(),
): Promise<NormalizationDifference> => {
  const corrected = checked(made);
  const { turnCount, participants, quality, difference } = corrected;
  const origin = { transcriptId: row.id, basedOnId: form.id, origin: 'CORRECTED' } as const;
  await insertNormalization(scope, { ...form, ...corrected, ...origin, id });
  Object.assign(row, { normalizationId: id, turnCount, qualityScore: quality.score });
  await moveAssignments(scope, row.id, corrections);
  const before = row.representativeId ?? null;
  Object.assign(row, await identifyPeople(scope, row, participants));
  row.corrections = [...row.corrections, ...corrections];
  await gateAgain(scope, row, quality);
  if (!corrected.isEquivalentForScoring) promiseRescoring(scope, row, id);
  else await changeRepresentative(scope, { transcriptId: row.id, from: before, to: row.representativeId ?? null });
  recordEvent(scope, row);
  return difference;
};
