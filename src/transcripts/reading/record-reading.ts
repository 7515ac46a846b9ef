import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../../scope/scope.js';
import { gateQuality, type QualityVerdict } from '../policy/gate-quality.js';
import { identifyPeople } from './identify-people.js';
import { Normalization, type NormalizationOrigin } from '../normalization.entity.js';
import { enqueueScoringNow } from '../requested-scoring.js';
import type { FileReading, ReadTranscript } from '../normalizing/read-file.js';
import { companyChangedHook } from '../transcript-hooks.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import { transcriptLease, UNFINISHED_TRANSCRIPT_STATUSES } from '../transcript.jobs.js';
import { Transcript, type TranscriptStatus } from '../transcript.entity.js';
import type { WordAccount } from '../../plugin-api/transcript.js';
import type { AppError } from '../../errors/app-error.js';
import { claimLease } from '../../queue/lease.js';
import { executeWithParameters } from '../../database/wire/execute-with-parameters.js';

type Ports = Uses<'em' | 'queue' | 'live'>;
type Refused = Extract<FileReading, { outcome: 'REFUSED' }>;

interface Ending {
  readonly status: TranscriptStatus;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** Ends the reading under its lease epoch. False where another worker has ended it or holds it. */
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

/** The status that the quality gate gives a transcript; one that a person released is not held again. */
export const endingOf = ({ action, because }: QualityVerdict, released: boolean): Ending => {
  const why = because.map(({ message }) => message).join(' ');
  if (action === 'REFUSE') return { status: 'REFUSED', errorCode: 'QUALITY_TOO_LOW', errorMessage: why };
  if (action === 'HOLD' && !released) return { status: 'HELD', errorCode: 'QUALITY_TOO_LOW', errorMessage: why };
  return { status: 'READY', errorCode: null, errorMessage: null };
};

/**
 * Stores what was read, in the caller's transaction, under the epoch of the claim.
 * @returns whether its scoring, which is enqueued, can start
 */
export const recordRead = async (
  scope: Ports & Uses<'hooks'>,
  transcript: Transcript,
  epoch: number,
  reading: ReadTranscript,
): Promise<boolean> => {
  const id = uuidv7();
  const ending = endingOf(await gateQuality(scope, reading.quality), transcript.released);
  const people = await identifyPeople(scope, transcript, reading.participants);
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
    ...people,
  });
  if (!ended) return false;
  const { normalizationId: basedOnId = null, companyId = null } = transcript;
  if (basedOnId !== null && people.companyId !== companyId) {
    await scope.hooks.run(companyChangedHook, scope, { transcriptId: transcript.id, companyId: people.companyId });
  }
  const origin = basedOnId === null ? 'UPLOAD' : 'RENORMALIZED';
  await insertNormalization(scope, { ...reading, id, transcriptId: transcript.id, origin, basedOnId });
  announce(scope, transcript, ending);
  return ending.status === 'READY' && enqueueScoringNow(scope, transcript);
};

/** Status after a reading that failed: that of the normalization which stays current, if any. */
const statusWithoutReading = async (
  scope: Uses<'em'>,
  { normalizationId, released }: Transcript,
): Promise<TranscriptStatus> => {
  const { em, organizationId } = scope;
  if (!normalizationId) return 'REFUSED';
  const current = await em.findOne(Normalization, { organizationId, id: normalizationId }, { fields: ['quality'] });
  return endingOf(await gateQuality(scope, current?.quality ?? { score: 1, issues: [] }), released).status;
};

/** A file that cannot be read ends REFUSED; an earlier normalization stays current, with the reason beside it. */
export const recordRefused = async (
  scope: Ports,
  transcript: Transcript,
  epoch: number,
  { code, message, format }: Refused,
): Promise<void> => {
  const status = await statusWithoutReading(scope, transcript);
  const ending: Ending = { status, errorCode: code, errorMessage: message };
  const fields = transcript.normalizationId ? ending : { ...ending, format };
  if (!(await endReading(scope, transcript, epoch, fields))) return;
  announce(scope, transcript, ending);
  await scope.em.flush();
};

/**
 * Sets a transcript aside that could not be read through no fault of its file (a parser or the worker failed), in the caller's transaction.
 * Its raw file stays: `renormalizeTranscript`, or another upload of the same bytes, reads it again. Where a parser failed on a file that was read
 * before, the earlier normalization stays current and usable, with the reason beside it.
 * @returns false where it is done already, or another worker holds it
 */
export const quarantineTranscript = async (
  scope: Uses<'em' | 'live'>,
  id: string,
  failure: AppError,
): Promise<boolean> => {
  const { em, organizationId } = scope;
  const claim = await claimLease(em, transcriptLease(organizationId, id));
  if (claim.outcome === 'MISSING') return true;
  if (claim.outcome !== 'CLAIMED') return false;
  const transcript = await em.findOneOrFail(Transcript, { organizationId, id });
  const wasRead = failure.code === 'PARSER_FAILED' && transcript.normalizationId;
  const status = wasRead ? await statusWithoutReading(scope, transcript) : 'QUARANTINED';
  const error = { errorCode: failure.code, errorMessage: failure.message };
  await em.nativeUpdate(Transcript, { organizationId, id }, { status, leaseUntil: null, ...error });
  recordTranscriptEvent(scope, { id, status, ...error });
  await em.flush();
  return true;
};

type FromReading =
  'format' | 'confidence' | 'runnerUp' | 'encoding' | 'warnings' | 'normalizerVersion' | 'quality' | 'metrics';

interface NewNormalization extends Pick<ReadTranscript, FromReading | 'difference' | 'document'> {
  /** Null where the normalization that it is based on has none. */
  readonly words: WordAccount | null;
  readonly id: string;
  readonly transcriptId: string;
  readonly origin: NormalizationOrigin;
  readonly basedOnId: string | null;
}

/** Written with SQL: the document is JSON text, and parsing it for the unit of work would block this thread. */
export const insertNormalization = async (
  { em, organizationId }: Uses<'em'>,
  normalization: NewNormalization,
): Promise<void> => {
  const { id, transcriptId, normalizerVersion, format, confidence, runnerUp, encoding, document, warnings } =
    normalization;
  const { quality, metrics, origin, basedOnId, difference, words } = normalization;
  await executeWithParameters(
    em,
    `insert into normalization (organization_id, id, transcript_id, normalizer_version, format, confidence, encoding,
       document, warnings, quality, metrics, origin, based_on_id, difference, runner_up, words)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      ...[organizationId, id, transcriptId, normalizerVersion, format, confidence, encoding],
      ...[document, JSON.stringify(warnings), JSON.stringify(quality), JSON.stringify(metrics), origin],
      ...[basedOnId, difference && JSON.stringify(difference), runnerUp && JSON.stringify(runnerUp)],
      words && JSON.stringify(words),
    ],
  );
};
