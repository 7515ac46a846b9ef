import { Organization } from '../../access/organization.entity.js';
import { commitAsynchronously, updateAtCommit } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import { claimLease, holdLease, releaseLease, type HeldLease } from '../../queue/lease.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { Normalizer } from './normalizer.js';
import { introducePeople } from './identify-people.js';
import { rawBytes } from '../uploads/raw-file.js';
import type { FileReading, ReadFileOptions } from '../normalizing/read-file.js';
import { recordRead, recordRefused } from './record-reading.js';
import { splitTranscript } from './split-transcript.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import { transcriptLease } from '../transcript.jobs.js';
import { Transcript } from '../transcript.entity.js';

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'logger' | 'requestId' | 'hooks'>;

/** A file that was claimed this often without an end kills its workers, or outlasts them. */
export const MAX_CLAIMS = 6;

interface Claimed {
  readonly transcript: Transcript;
  readonly epoch: number;
}

const claim = (scope: Ports, id: string): Promise<Claimed | null> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const claim = await claimLease(em, transcriptLease(organizationId, id));
    if (claim.outcome === 'MISSING') throw new AppError('NOT_FOUND', 'The transcript of this job does not exist.');
    if (claim.outcome !== 'CLAIMED') return null;
    const transcript = await em.findOneOrFail(Transcript, { organizationId, id });
    if (claim.epoch - transcript.firstEpoch > MAX_CLAIMS) {
      throw new AppError('WORKER_LOST', `Reading was begun ${MAX_CLAIMS} times and never came to an end.`);
    }
    updateAtCommit(em, 'transcript', { organization_id: organizationId, id }, { status: 'NORMALIZING' });
    recordTranscriptEvent(scope, { id, status: 'NORMALIZING' });
    commitAsynchronously(em);
    return { transcript, epoch: claim.epoch };
  });

/** The current normalization as text: the thread that reads files compares the new one with it. */
const previousNormalization = async (
  { em, organizationId }: Ports,
  { normalizationId }: Transcript,
): Promise<ReadFileOptions['previous']> => {
  if (!normalizationId) return null;
  const rows: { format: string; document: string }[] = await em.execute(
    'select format, document::text as document from normalization where organization_id = ? and id = ?',
    [organizationId, normalizationId],
  );
  return rows[0] ?? null;
};

const optionsFor = async (scope: Ports, transcript: Transcript): Promise<ReadFileOptions> => {
  const { em, organizationId } = scope;
  const organization = await em.findOneOrFail(Organization, { id: organizationId });
  const { rep, customer, format } = transcript.uploadFields;
  return {
    fileName: transcript.fileName,
    ownDomains: organization.emailDomains,
    ownCompany: organization.name,
    corrections: transcript.corrections,
    previous: await previousNormalization(scope, transcript),
    ...(format ? { format } : {}),
    ...(rep ? { rep } : {}),
    ...(customer ? { customer } : {}),
  };
};

const record = async (scope: Ports, transcript: Transcript, epoch: number, reading: FileReading): Promise<boolean> => {
  if (reading.outcome === 'READ') {
    return inTransaction(scope, (scope) => recordRead(scope, transcript, epoch, reading));
  }
  if (reading.outcome === 'SPLIT') await splitTranscript(scope, transcript, epoch, reading);
  else await inTransaction(scope, (scope) => recordRefused(scope, transcript, epoch, reading));
  return false;
};

const normalizeUnder = async (
  scope: Ports,
  normalizer: Normalizer,
  transcript: Transcript,
  lease: HeldLease,
): Promise<boolean> => {
  const fresh = { ...scope, em: scope.em.fork() };
  const bytes = await rawBytes(fresh, transcript.rawFileId);
  const reading = await normalizer.read(bytes, await optionsFor(fresh, transcript));
  lease.signal.throwIfAborted();
  if (reading.outcome === 'READ') await introducePeople(fresh, transcript, reading.participants);
  return record(scope, transcript, lease.epoch, reading);
};

/**
 * Handler of `normalize-transcript`. A file that cannot be read ends REFUSED with the reason, one of several calls SPLIT, one that the
 * organization's quality policy stops HELD or REFUSED; the raw file is kept in each case. Does nothing where another worker holds the transcript
 * or it is done.
 * @returns whether its scoring, which is enqueued, can start
 * @throws AppError NOT_FOUND for a transcript that this organization does not have; as `Normalizer.read`
 */
export const normalizeTranscript = async (
  scope: Ports,
  normalizer: Normalizer,
  { transcriptId }: { transcriptId: string },
): Promise<boolean> => {
  const claimed = await claim(scope, transcriptId);
  if (claimed === null) return false;
  const { transcript, epoch } = claimed;
  const row = transcriptLease(scope.organizationId, transcriptId);
  using lease = holdLease(() => scope.em.fork(), row, epoch);
  try {
    return await normalizeUnder(scope, normalizer, transcript, lease);
  } catch (error) {
    // Another worker has the transcript by now, and records its own outcome.
    if (lease.signal.aborted) return false;
    if (error instanceof AppError && error.code === 'PARSER_FAILED') {
      scope.logger.error({ err: error, transcriptId }, 'a parser failed; the transcript is quarantined');
    }
    await releaseLease(() => scope.em.fork(), row, epoch);
    throw error;
  }
};
