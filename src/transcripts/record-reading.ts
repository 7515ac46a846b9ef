import { v7 as uuidv7 } from 'uuid';
import { executeWithParameters } from '../database/execute-with-parameters.js';
import type { Uses } from '../scope/scope.js';
import { gateQuality, type QualityVerdict } from './gate-quality.js';
import { identifyPeople } from './identify-people.js';
import type { NormalizationOrigin } from './normalization.entity.js';
import type { FileReading, ReadTranscript } from './read-file.js';
import { recordTranscriptEvent } from './transcript-event.js';
import { UNFINISHED_TRANSCRIPT_STATUSES } from './transcript-lease.js';
import { transcriptReadyJob } from './transcript-ready.job.js';
import { Transcript, type TranscriptStatus } from './transcript.entity.js';

type Ports = Uses<'em' | 'queue' | 'live'>;
type Refused = Extract<FileReading, { outcome: 'REFUSED' }>;

interface Ending {
  readonly status: TranscriptStatus;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** Ends the reading under its epoch. False where somebody else has ended it or works on it. */
export const endReading = async (
  { em, organizationId }: Uses<'em'>,
  { id }: Transcript,
  epoch: number,
  fields: Partial<Transcript> & Ending,
): Promise<boolean> => {
  const mine = { organizationId, id, leaseEpoch: epoch, status: { $in: [...UNFINISHED_TRANSCRIPT_STATUSES] } };
  return (await em.nativeUpdate(Transcript, mine, { ...fields, leaseUntil: null })) === 1;
};

const announce = (scope: Ports, { id }: Transcript, { status, errorCode, errorMessage }: Ending): void => {
  const error = errorCode === null ? {} : { errorCode, errorMessage: errorMessage ?? '' };
  recordTranscriptEvent(scope, { id, status, ...error });
};

/** Where the quality gate sends a transcript; one that a person released is held back no more. */
const endingOf = ({ action, because }: QualityVerdict, released: boolean): Ending => {
  const why = because.map(({ message }) => message).join(' ');
  if (action === 'REFUSE') return { status: 'REFUSED', errorCode: 'QUALITY_TOO_LOW', errorMessage: why };
  if (action === 'HOLD' && !released) return { status: 'HELD', errorCode: 'QUALITY_TOO_LOW', errorMessage: why };
  return { status: 'READY', errorCode: null, errorMessage: null };
};

/** Written by SQL: the document comes as JSON, and to build it as an object would only hold up this thread. */
const insertNormalization = async (
  { em, organizationId }: Ports,
  id: string,
  transcript: Transcript,
  reading: ReadTranscript,
): Promise<void> => {
  const { format, confidence, encoding, warnings, normalizerVersion, quality, metrics, difference, document } = reading;
  const basedOnId = transcript.normalizationId ?? null;
  const origin: NormalizationOrigin = basedOnId === null ? 'UPLOAD' : 'RENORMALIZED';
  await executeWithParameters(
    em,
    `insert into normalization (organization_id, id, transcript_id, normalizer_version, format, confidence, encoding,
       document, warnings, quality, metrics, origin, based_on_id, difference)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[organizationId, id, transcript.id, normalizerVersion, format, confidence, encoding],
      ...[document, JSON.stringify(warnings), JSON.stringify(quality), JSON.stringify(metrics)],
      ...[origin, basedOnId, difference && JSON.stringify(difference)],
    ],
  );
};

/** Stores what was read, in the caller's transaction, under the epoch of the claim. */
export const recordRead = async (
  scope: Ports,
  transcript: Transcript,
  epoch: number,
  reading: ReadTranscript,
): Promise<void> => {
  const { em, queue, organizationId } = scope;
  const id = uuidv7();
  const ending = endingOf(await gateQuality(scope, reading.quality), transcript.released);
  const ended = await endReading(scope, transcript, epoch, {
    ...ending,
    normalizationId: id,
    title: transcript.uploadFields.title ?? reading.title ?? transcript.fileName,
    externalRef: transcript.externalRef ?? reading.metadata.externalRef ?? null,
    format: reading.format,
    language: reading.language,
    startedAt: reading.startedAt ? new Date(reading.startedAt) : null,
    durationMs: reading.durationMs,
    turnCount: reading.turnCount,
    qualityScore: reading.quality.score,
    ...(await identifyPeople(scope, transcript, reading.participants)),
  });
  if (!ended) return;
  await insertNormalization(scope, id, transcript, reading);
  announce(scope, transcript, ending);
  if (ending.status === 'READY' && transcript.requestedScoring.score) {
    queue.send(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
  }
  await em.flush();
};

/** A file that cannot be read ends REFUSED; where it was read before, in another way, that stays in force, with the reason beside it. */
export const recordRefused = async (
  scope: Ports,
  transcript: Transcript,
  epoch: number,
  { code, message, format }: Refused,
): Promise<void> => {
  const status = transcript.normalizationId ? 'READY' : 'REFUSED';
  const ending: Ending = { status, errorCode: code, errorMessage: message };
  const fields = transcript.normalizationId ? ending : { ...ending, format };
  if (!(await endReading(scope, transcript, epoch, fields))) return;
  announce(scope, transcript, ending);
  await scope.em.flush();
};
