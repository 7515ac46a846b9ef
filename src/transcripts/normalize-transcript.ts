import { v7 as uuidv7 } from 'uuid';
import { identifyCompany, identifyRepresentative } from '../access/identify.js';
import { Organization } from '../access/organization.entity.js';
import { AppError } from '../errors/app-error.js';
import type { Participant } from '../plugin-api/index.js';
import { claimLease, holdLease, releaseLease, type HeldLease } from '../queue/lease.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { Normalization } from './normalization.entity.js';
import { normalizeFile, type Normalization as Normalized } from './normalize-file.js';
import { RawFile } from './raw-file.entity.js';
import { representativeOf } from './representative-of.js';
import { recordTranscriptEvent } from './transcript-event.js';
import { transcriptLease, UNFINISHED_TRANSCRIPT_STATUSES } from './transcript-lease.js';
import { transcriptReadyJob } from './transcript-ready.job.js';
import { Transcript } from './transcript.entity.js';

type Ports = Uses<'em' | 'queue' | 'live' | 'plugins' | 'logger'>;
type Ready = Extract<Normalized, { outcome: 'NORMALIZED' }>;
type Refused = Extract<Normalized, { outcome: 'REFUSED' }>;

/** A file that was begun this often and is not done kills its workers, or outlives them. */
export const MOST_CLAIMS = 6;

const startNormalizing = async (scope: Ports, id: string): Promise<number | null> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const claim = await claimLease(em, transcriptLease(organizationId, id));
    if (claim.outcome === 'MISSING') throw new AppError('NOT_FOUND', 'The transcript of this job does not exist.');
    if (claim.outcome !== 'CLAIMED') return null;
    if (claim.epoch > MOST_CLAIMS) {
      throw new AppError('WORKER_LOST', `Reading was begun ${MOST_CLAIMS} times and never came to an end.`);
    }
    await em.nativeUpdate(Transcript, { organizationId, id }, { status: 'NORMALIZING' });
    recordTranscriptEvent(scope, { id, status: 'NORMALIZING' });
    await em.flush();
    return claim.epoch;
  });

const normalizeRaw = async ({ em, organizationId, plugins }: Ports, transcript: Transcript): Promise<Normalized> => {
  const raw = await em.findOneOrFail(RawFile, { organizationId, id: transcript.rawFileId });
  const organization = await em.findOneOrFail(Organization, { id: organizationId });
  const { rep, customer, format } = transcript.uploadFields;
  return normalizeFile(raw.bytes, {
    parsers: plugins.parsers,
    fileName: raw.fileName,
    ownDomains: organization.emailDomains,
    ownCompany: organization.name,
    ...(format ? { format } : {}),
    ...(rep ? { rep } : {}),
    ...(customer ? { customer } : {}),
  });
};

/** The customer's company: as the uploader says, else as the file groups the customers. */
const companyName = (transcript: Transcript, participants: readonly Participant[]): string | null =>
  transcript.uploadFields.company ??
  participants.find(({ role, affiliation }) => role === 'CUSTOMER' && affiliation)?.affiliation ??
  null;

const identify = async (scope: Ports, transcript: Transcript, result: Ready) => {
  const { participants } = result.transcript;
  const rep = representativeOf(result.transcript);
  const company = companyName(transcript, participants);
  const repName = rep?.name ?? rep?.speakerLabel;
  return {
    representativeId: rep && repName ? await identifyRepresentative(scope, { name: repName, email: rep.email }) : null,
    companyId: company ? await identifyCompany(scope, company) : null,
  };
};

const finish = async (
  scope: Ports,
  transcript: Transcript,
  epoch: number,
  fields: Partial<Transcript> & { status: Transcript['status'] },
): Promise<boolean> => {
  const { em, organizationId } = scope;
  const mine = {
    organizationId,
    id: transcript.id,
    leaseEpoch: epoch,
    status: { $in: [...UNFINISHED_TRANSCRIPT_STATUSES] },
  };
  return (await em.nativeUpdate(Transcript, mine, { ...fields, leaseUntil: null })) === 1;
};

const recordReady = async (scope: Ports, transcript: Transcript, epoch: number, result: Ready): Promise<void> => {
  const { em, queue, organizationId } = scope;
  const { transcript: document, metadata } = result;
  const id = uuidv7();
  const recorded = await finish(scope, transcript, epoch, {
    status: 'READY',
    normalizationId: id,
    title: transcript.title ?? document.title ?? transcript.fileName,
    externalRef: transcript.externalRef ?? metadata.externalRef ?? null,
    format: result.format,
    language: document.language,
    startedAt: document.startedAt ? new Date(document.startedAt) : null,
    durationMs: document.durationMs,
    turnCount: document.turns.length,
    ...(await identify(scope, transcript, result)),
  });
  if (!recorded) return;
  const { format, confidence, encoding, warnings, normalizerVersion } = result;
  const stored = { format, confidence, encoding, warnings, normalizerVersion, document };
  em.persist(em.create(Normalization, { organizationId, id, transcriptId: transcript.id, ...stored }));
  recordTranscriptEvent(scope, { id: transcript.id, status: 'READY' });
  if (transcript.requestedScoring.score) {
    queue.send(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
  }
  await em.flush();
};

/** Until files are split, several calls in one file are refused. */
const asRefused = ({ calls, format, encoding }: Extract<Normalized, { outcome: 'SPLIT' }>): Refused => ({
  outcome: 'REFUSED',
  code: 'FORMAT_UNSUPPORTED',
  message: `The file holds ${calls.length} calls. Split it into one file per call.`,
  format,
  encoding,
});

const recordRefused = async (scope: Ports, transcript: Transcript, epoch: number, result: Refused): Promise<void> => {
  const error = { errorCode: result.code, errorMessage: result.message };
  if (!(await finish(scope, transcript, epoch, { status: 'REFUSED', format: result.format, ...error }))) return;
  recordTranscriptEvent(scope, { id: transcript.id, status: 'REFUSED', ...error });
  await scope.em.flush();
};

const normalizeUnder = async (scope: Ports, id: string, lease: HeldLease): Promise<void> => {
  const { organizationId } = scope;
  const em = scope.em.fork();
  const transcript = await em.findOneOrFail(Transcript, { organizationId, id });
  const result = await normalizeRaw({ ...scope, em }, transcript);
  lease.signal.throwIfAborted();
  await inTransaction(scope, async (scope) =>
    result.outcome === 'NORMALIZED'
      ? recordReady(scope, transcript, lease.epoch, result)
      : recordRefused(scope, transcript, lease.epoch, result.outcome === 'SPLIT' ? asRefused(result) : result),
  );
};

/**
 * Handler of `normalize-transcript`. A file that cannot be read ends REFUSED with the reason; its raw bytes stay.
 * Ends quietly where another worker has the transcript or it is done.
 * @throws AppError NOT_FOUND for a transcript that this organization does not have
 */
export const normalizeTranscript = async (scope: Ports, { transcriptId }: { transcriptId: string }): Promise<void> => {
  const epoch = await startNormalizing(scope, transcriptId);
  if (epoch === null) return;
  const row = transcriptLease(scope.organizationId, transcriptId);
  using lease = holdLease(() => scope.em.fork(), row, epoch);
  try {
    await normalizeUnder(scope, transcriptId, lease);
  } catch (error) {
    if (lease.signal.aborted) return;
    await releaseLease(() => scope.em.fork(), row, epoch);
    throw error;
  }
};
