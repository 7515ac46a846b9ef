import type { IncomingMessage } from 'node:http';
import { withTimeout } from '../async/with-timeout.js';
import { AppError } from '../errors/app-error.js';
import { inMebibytes, type UploadedFile } from '../transcripts/uploads/new-upload.js';
import type { Spool } from './open-spool.js';
import { readForm } from './read-form.js';
import { fullAllowance, MAX_ARCHIVE_BYTES, MAX_FILES, receiveFile } from './receive-file.js';

type Fields = Readonly<Record<string, string>>;

export interface ReceivedUpload {
  /** At least one, archives unpacked. */
  readonly files: readonly UploadedFile[];
  readonly fields: Fields;
}

export interface ReadUploadOptions {
  readonly spool: Spool;
  /** Fields of the query; those of a form take precedence. */
  readonly query: Fields;
  readonly maxFileBytes: number;
  /** Time limit for the next bytes. */
  readonly stallMs: number;
}

/** Largest body of a request. */
const MAX_BODY_BYTES = 100 * 1024 * 1024;
/** How long the rest of a refused body is read and discarded, so that the sender can read the refusal. */
const DRAIN_MS = 5_000;
const MAX_DRAINED_BYTES = 40 * 1024 * 1024;

const aborted = (why: string, cause?: unknown): AppError =>
  new AppError('UPLOAD_ABORTED', `The upload ${why}; nothing was stored. Send it again.`, { cause });

const bodyTooLarge = (most: number): AppError =>
  new AppError('PAYLOAD_TOO_LARGE', `One upload may bring ${inMebibytes(most)}. Send the files in several.`);

/** Discards the rest of a refused body up to a limit; then the connection is closed. */
const drain = (request: IncomingMessage): void => {
  if (request.complete || request.destroyed) return;
  let drained = 0;
  // The timer does not keep a stopping process alive.
  const timer = setTimeout(() => request.destroy(), DRAIN_MS).unref();
  const done = (): void => clearTimeout(timer);
  request.on('data', ({ length }: Buffer) => {
    drained += length;
    if (drained > MAX_DRAINED_BYTES) request.destroy();
  });
  request.once('end', done).once('close', done);
  request.resume();
};

/** The chunks of the body. Fails if it breaks off, stalls, or is too large. */
async function* bodyOf(request: IncomingMessage, stallMs: number, most: number): AsyncGenerator<Uint8Array> {
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let received = 0;
  const toError = (cause: unknown): AppError => aborted(`brought nothing for ${stallMs / 1_000} s`, cause);
  try {
    for (;;) {
      const reading = chunks.next().catch((error: unknown) => {
        throw aborted('ended early', error);
      });
      const next = await withTimeout(stallMs, () => reading, { toError });
      if (next.done) break;
      received += next.value.byteLength;
      if (received > most) throw bodyTooLarge(most);
      yield next.value;
    }
  } finally {
    // The request is over for us: how its iterator ends changes nothing.
    void chunks.return?.().catch(() => undefined);
  }
  if (!request.complete) throw aborted('ended early');
}

const receive = async (request: IncomingMessage, options: ReadUploadOptions): Promise<ReceivedUpload> => {
  const { spool, query, maxFileBytes, stallMs } = options;
  const isForm = request.headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;
  const most = isForm ? MAX_BODY_BYTES : MAX_ARCHIVE_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > most) throw bodyTooLarge(most);
  const body = bodyOf(request, stallMs, most);
  const allowance = fullAllowance(maxFileBytes);
  if (!isForm) {
    const files = await receiveFile(spool, query.fileName ?? '', body, allowance);
    const refusal = files[0]?.refusal;
    // Thrown now, while the sender is still sending.
    if (refusal && !request.complete) throw new AppError(refusal.code, refusal.message);
    return { files, fields: query };
  }
  const files: UploadedFile[] = [];
  const fields = await readForm(body, request.headers, async (fileName, content) => {
    files.push(...(await receiveFile(spool, fileName ?? '', content, allowance)));
    if (files.length > MAX_FILES)
      throw new AppError('BAD_USER_INPUT', `One upload may have ${MAX_FILES} files. Send them in several.`);
  });
  if (files.length === 0) throw new AppError('BAD_USER_INPUT', 'The form has no file. Send it as field "file".');
  return { files, fields: { ...query, ...Object.fromEntries(fields) } };
};

/**
 * The files of an upload, sent as a multipart form or as the bare body, with their fields. The whole body has arrived when this returns.
 * @throws AppError PAYLOAD_TOO_LARGE, BAD_USER_INPUT, UPLOAD_ABORTED
 */
export const readUpload = async (request: IncomingMessage, options: ReadUploadOptions): Promise<ReceivedUpload> => {
  try {
    return await receive(request, options);
  } finally {
    drain(request);
  }
};
