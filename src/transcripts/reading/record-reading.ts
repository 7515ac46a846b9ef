import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../../scope/scope.js';
import { gateQuality, type QualityVerdict } from '../policy/gate-quality.js';
import { identifyPeople } from './identify-people.js';
import { insertNormalization } from './insert-normalization.js';
import { Normalization } from '../normalization.entity.js';
import { enqueueScoringNow } from '../enqueue-scoring.js';
import type { FileReading, ReadTranscript } from '../normalizing/read-file.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import { UNFINISHED_TRANSCRIPT_STATUSES } from '../transcript-lease.js';
import { Transcript, type TranscriptStatus } from '../transcript.entity.js';

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
export const endingOf = ({ action, because }: QualityVerdict, released: boolean): Ending => {
  const why = because.map(({ message }) => message).join(' ');
  if (action === 'REFUSE') return { status: 'REFUSED', errorCode: 'QUALITY_TOO_LOW', errorMessage: why };
  if (action === 'HOLD' && !released) return { status: 'HELD', errorCode: 'QUALITY_TOO_LOW', errorMessage: why };
  return { status: 'READY', errorCode: null, errorMessage: null };
};

/**
 * Stores what was read, in the caller's transaction, under the epoch of the claim.
 * @returns whether its scoring, which is promised, can begin
 */
export const recordRead = async (
  scope: Ports,
  transcript: Transcript,
  epoch: number,
  reading: ReadTranscript,
): Promise<boolean> => {
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
  if (!ended) return false;
  const { normalizationId: basedOnId = null } = transcript;
  const origin = basedOnId === null ? 'UPLOAD' : 'RENORMALIZED';
  await insertNormalization(scope, { ...reading, id, transcriptId: transcript.id, origin, basedOnId });
  announce(scope, transcript, ending);
  return ending.status === 'READY' && enqueueScoringNow(scope, transcript);
};

/** Where a transcript stands by the form that it has. */
const standingOf = async (scope: Ports, { normalizationId, released }: Transcript): Promise<TranscriptStatus> => {
  const { em, organizationId } = scope;
  if (!normalizationId) return 'REFUSED';
  const form = await em.findOne(Normalization, { organizationId, id: normalizationId }, { fields: ['quality'] });
  return endingOf(await gateQuality(scope, form?.quality ?? { score: 1, issues: [] }), released).status;
};

/** A file that cannot be read ends REFUSED; where it was read before, in another way, that stays in force, with the reason beside it. */
export const recordRefused = async (
  scope: Ports,
  transcript: Transcript,
  epoch: number,
  { code, message, format }: Refused,
): Promise<void> => {
  const status = await standingOf(scope, transcript);
  const ending: Ending = { status, errorCode: code, errorMessage: message };
  const fields = transcript.normalizationId ? ending : { ...ending, format };
  if (!(await endReading(scope, transcript, epoch, fields))) return;
  announce(scope, transcript, ending);
  await scope.em.flush();
};
