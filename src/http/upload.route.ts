import type { Express, Request, Response } from 'express';
import type { Authenticator, Identity } from '../access/authenticate.js';
import { openKeyedSemaphore } from '../async/semaphore.js';
import { AppError } from '../errors/app-error.js';
import { submitUpload } from '../runs/starting/submit-transcripts.js';
import { fromGlobalId, toGlobalId } from '../scope/global-id.js';
import type { Scope } from '../scope/scope.js';
import type { AcceptedUpload } from '../transcripts/uploads/accept-upload.js';
import { maxFileBytes } from '../transcripts/policy/ingestion-policy-reads.js';
import type { NewUpload } from '../transcripts/uploads/new-upload.js';
import { openedUpload } from '../transcripts/uploads/upload-reads.js';
import { rawFileOf } from '../transcripts/uploads/raw-file.js';
import { toUploadFields, UPLOAD_FIELD_NAMES } from '../transcripts/uploads/upload-fields.js';
import { openSpool, type Spool } from './open-spool.js';
import { readUpload, type ReceivedUpload } from './read-upload.js';

export interface RouteOptions {
  readonly app: Express;
  readonly authenticator: Authenticator;
  readonly openScope: (identity: Identity, requestId: string | null) => Scope;
  /** How long a body may stall, in ms. Default: 20 s. */
  readonly stallMs?: number;
}

type Fields = Readonly<Record<string, string>>;

const OTHER_FIELDS = ['score', 'fileName', 'idempotencyKey'];
const STALL_MS = 20_000;
/** So many uploads of one organization are stored at a time; the others wait on disk and hold no connection. */
const AT_ONCE = 4;

const stringsOf = (query: Request['query']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      throw new AppError('BAD_USER_INPUT', `Field ${name.slice(0, 100)} is given twice.`);
    }),
  );

const checkNames = (fields: Fields, known: readonly string[]): void => {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const message = `Unknown field ${unknown.join(', ').slice(0, 100)}. Known: ${known.join(', ')}.`;
  throw new AppError('BAD_USER_INPUT', message);
};

const wantsScore = ({ score = 'true' }: Fields): boolean => {
  if (score === 'true' || score === 'false') return score === 'true';
  throw new AppError('BAD_USER_INPUT', 'score is either true or false.', { path: ['score'] });
};

/** The field `fileName` applies to a single file only. */
const named = ({ files, fields }: ReceivedUpload): NewUpload['files'] =>
  files.length === 1 && fields.fileName ? files.map((file) => ({ ...file, fileName: fields.fileName ?? '' })) : files;

const answerOf = ({ uploadId, files }: AcceptedUpload) => {
  const shown = files.map(({ fileName, transcriptId, duplicate, errorCode, errorMessage }) => ({
    fileName,
    transcript: transcriptId === null ? null : { id: toGlobalId('Transcript', transcriptId) },
    duplicate,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage },
  }));
  const { transcript = null, duplicate = false } = shown[0] ?? {};
  return { upload: { id: toGlobalId('Upload', uploadId) }, transcript, duplicate, files: shown };
};

interface Upload {
  readonly request: Request;
  readonly response: Response;
  readonly scope: Scope;
  readonly spool: Spool;
}

/** Opens a scope and a spool for every request. */
const openUploads = ({ authenticator, openScope, stallMs = STALL_MS }: RouteOptions) => {
  const storing = openKeyedSemaphore(AT_ONCE);
  const receive = async ({ request, scope, spool }: Upload): Promise<ReceivedUpload> => {
    const query = stringsOf(request.query);
    const maxBytes = await storing.enter(scope.organizationId, () => maxFileBytes(scope));
    return readUpload(request, { spool, query, maxFileBytes: maxBytes, stallMs });
  };
  const accept = async ({ response, scope }: Upload, input: NewUpload): Promise<void> => {
    const accepted = await storing.enter(scope.organizationId, () => submitUpload(scope, input));
    response.status(202).json(answerOf(accepted));
  };
  return {
    receive,
    accept,
    /** Authenticates before the body is read. */
    handle: async (request: Request, response: Response, work: (upload: Upload) => Promise<void>): Promise<void> => {
      const identity = await authenticator.authenticate(request.headers.authorization);
      const scope = openScope(identity, response.get('x-request-id') ?? null);
      const spool = await openSpool();
      try {
        await work({ request, response, scope, spool });
      } finally {
        await spool.close();
      }
    },
  };
};

const mountRawFiles = ({ app, authenticator, openScope }: RouteOptions): void => {
  app.get('/transcripts/:id/raw', async (request, response) => {
    const identity = await authenticator.authenticate(request.headers.authorization);
    const scope = openScope(identity, response.get('x-request-id') ?? null);
    const raw = await rawFileOf(scope, fromGlobalId('Transcript', request.params.id));
    if (!raw) throw new AppError('NOT_FOUND', 'There is no Transcript with this id.');
    response
      .attachment(raw.fileName)
      .set({
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      })
      .send(raw.bytes);
  });
};

/**
 * `POST /uploads`: files or an archive of files, accepted and queued. Answers 202 `{ upload: { id }, transcript: { id } | null, duplicate, files:
 * [{ fileName, transcript: { id } | null, duplicate, error: { code, message } | null }] }` once everything is committed.
 * `POST /uploads/:id`: the same for an upload that `createUpload` opened with the fields of its files.
 * `GET /transcripts/:id/raw`: the bytes as uploaded, as an attachment.
 */
export const mountUploads = (options: RouteOptions): void => {
  const { app } = options;
  const uploads = openUploads(options);

  app.post('/uploads', (request, response) =>
    uploads.handle(request, response, async (upload) => {
      const received = await uploads.receive(upload);
      const { fields } = received;
      checkNames(fields, [...UPLOAD_FIELD_NAMES, ...OTHER_FIELDS]);
      const idempotencyKey = request.get('idempotency-key') ?? fields.idempotencyKey ?? null;
      const said = toUploadFields(fields, wantsScore(fields));
      await uploads.accept(upload, { files: named(received), idempotencyKey, ...said });
    }),
  );

  app.post('/uploads/:id', (request, response) =>
    uploads.handle(request, response, async (upload) => {
      const uploadId = fromGlobalId('Upload', request.params.id);
      const said = await openedUpload(upload.scope, uploadId);
      const received = await uploads.receive(upload);
      checkNames(received.fields, ['fileName']);
      await uploads.accept(upload, { files: named(received), uploadId, ...said });
    }),
  );

  mountRawFiles(options);
};
