import type { Express, Request } from 'express';
import type { Authenticator, Identity } from '../access/authenticate.js';
import { AppError } from '../errors/app-error.js';
import { submitTranscript } from '../runs/submit-transcript.js';
import { fromGlobalId, toGlobalId } from '../scope/global-id.js';
import type { Scope } from '../scope/scope.js';
import { toUploadFields, UPLOAD_FIELD_NAMES } from '../transcripts/upload-fields.js';
import { rawFileOf } from '../transcripts/transcript-reads.js';
import { readUpload } from './read-upload.js';

export interface RouteOptions {
  readonly app: Express;
  readonly authenticator: Authenticator;
  readonly openScope: (identity: Identity, requestId: string | null) => Scope;
}

const OTHER_FIELDS = ['score', 'fileName', 'idempotencyKey'];

const stringsOf = (query: Request['query']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      throw new AppError('BAD_USER_INPUT', `Field ${name.slice(0, 100)} is given twice.`);
    }),
  );

const checkNames = (fields: Readonly<Record<string, string>>): void => {
  const unknown = Object.keys(fields).filter(
    (name) => !UPLOAD_FIELD_NAMES.includes(name) && !OTHER_FIELDS.includes(name),
  );
  if (unknown.length === 0) return;
  const known = [...UPLOAD_FIELD_NAMES, ...OTHER_FIELDS].join(', ');
  throw new AppError('BAD_USER_INPUT', `Unknown field ${unknown.join(', ').slice(0, 100)}. Known: ${known}.`);
};

const wantsScore = ({ score = 'true' }: Readonly<Record<string, string>>): boolean => {
  if (score === 'true' || score === 'false') return score === 'true';
  throw new AppError('BAD_USER_INPUT', 'score is either true or false.', { path: ['score'] });
};

/**
 * `POST /uploads`: one file, accepted and queued. Answers 202 `{ transcript: { id, status } }` once it cannot be lost.
 * `GET /transcripts/:id/raw`: the bytes as uploaded, as an attachment.
 */
export const mountUploads = ({ app, authenticator, openScope }: RouteOptions): void => {
  app.post('/uploads', async (request, response) => {
    const identity = await authenticator.authenticate(request.headers.authorization);
    const { bytes, fileName, fields } = await readUpload(request, stringsOf(request.query));
    checkNames(fields);
    const { transcriptId, duplicate } = await submitTranscript(
      openScope(identity, response.get('x-request-id') ?? null),
      {
        bytes,
        fileName: fields.fileName ?? fileName ?? 'transcript',
        idempotencyKey: request.get('idempotency-key') ?? fields.idempotencyKey ?? null,
        ...toUploadFields(fields, wantsScore(fields)),
      },
    );
    response.status(202).json({ transcript: { id: toGlobalId('Transcript', transcriptId) }, duplicate });
  });

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
