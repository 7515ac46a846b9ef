import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../scope/scope.js';
import { applyCorrections } from './apply-corrections.js';
import { attributeRuns } from './attribute-runs.js';
import { checkCorrection } from './check-correction.js';
import { compareForms } from './compare-normalizations.js';
import { formInForce, type FormInForce } from './form-in-force.js';
import { gateQuality } from './gate-quality.js';
import { identifyPeople } from './identify-people.js';
import { insertNormalization } from './insert-normalization.js';
import { measureTranscript } from './measure-transcript.js';
import { moveAssignments } from './move-assignments.js';
import type { NormalizedTranscript } from '../plugin-api/transcript.js';
import type { NormalizationDifference } from './normalization-difference.js';
import { promiseScoring } from './promise-scoring.js';
import type { Quality } from './quality.js';
import { spokenParticipants } from './read-file.js';
import { reassessQuality } from './reassess-quality.js';
import { endingOf } from './record-reading.js';
import { scoresAlike } from './scores-alike.js';
import type { SpeakerCorrection } from './speaker-correction.js';
import { speakersCorrectedJob } from './speakers-corrected.job.js';
import { recordTranscriptEvent } from './transcript-event.js';
import type { Transcript } from './transcript.entity.js';

export type CorrectPorts = Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'plugins'>;

interface Corrected {
  readonly transcript: NormalizedTranscript;
  readonly quality: Quality;
  readonly difference: NormalizationDifference;
}

/** Each correction must fit what those before it made of the transcript. */
const correct = (form: FormInForce, corrections: readonly SpeakerCorrection[]): NormalizedTranscript =>
  corrections.reduce((transcript, correction, at) => {
    checkCorrection(transcript, correction, ['input', 'corrections', String(at)]);
    return applyCorrections(transcript, [correction]);
  }, form.transcript);

/** One that was stopped for its quality goes on where that is good enough now; none is stopped by a correction. */
const gateAgain = async (scope: CorrectPorts, transcript: Transcript, quality: Quality): Promise<void> => {
  if (transcript.status !== 'HELD' && transcript.status !== 'REFUSED') return;
  const ending = endingOf(await gateQuality(scope, quality), transcript.released);
  Object.assign(transcript, ending);
  if (ending.status !== 'READY') return;
  promiseScoring(scope, transcript);
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

const store = async (
  scope: CorrectPorts,
  id: string,
  row: Transcript,
  form: FormInForce,
  { transcript, quality, difference }: Corrected,
): Promise<void> => {
  await insertNormalization(scope, {
    ...form,
    ...{ id, quality, difference },
    transcriptId: row.id,
    basedOnId: form.id,
    origin: 'CORRECTED',
    metrics: measureTranscript(transcript, scope.plugins.metrics),
    document: JSON.stringify(transcript),
  });
  Object.assign(row, { normalizationId: id, turnCount: transcript.turns.length, qualityScore: quality.score });
};

const announce = ({ em, live, organizationId }: CorrectPorts, { id, status, normalizationId }: Transcript): void => {
  const payload = { transcriptId: id, status, normalizationId };
  live.record(em, { organizationId, kind: 'TRANSCRIPT_CORRECTED', subjectId: id, payload });
};

/**
 * Writes the form that corrections make of the one in force, beside it, in the caller's transaction; the transcript is locked and managed. Who
 * is on the call is looked for anew. Scores of it are made anew where scoring sees a difference, else they go with whose call it now is.
 * @throws AppError TRANSCRIPT_NOT_READY, BAD_USER_INPUT with the path to a label that nobody has
 */
export const recordCorrected = async (
  scope: CorrectPorts,
  row: Transcript,
  corrections: readonly SpeakerCorrection[],
  id: string = uuidv7(),
): Promise<NormalizationDifference> => {
  const form = await formInForce(scope, row);
  const { format } = form;
  const transcript = correct(form, corrections);
  const difference = compareForms(form, { format, transcript });
  const quality = reassessQuality(form, transcript);
  await store(scope, id, row, form, { transcript, quality, difference });
  await moveAssignments(scope, row.id, corrections);
  const before = row.representativeId ?? null;
  Object.assign(row, await identifyPeople(scope, row, spokenParticipants(transcript)));
  row.corrections = [...row.corrections, ...corrections];
  await gateAgain(scope, row, quality);
  if (!scoresAlike(form.transcript, transcript)) promiseRescoring(scope, row, id);
  else await attributeRuns(scope, row.id, before, row.representativeId ?? null);
  announce(scope, row);
  return difference;
};
