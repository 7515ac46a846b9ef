import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { AppError } from '../errors/app-error.js';
import { MAX_FILE_BYTES } from '../transcripts/normalize-file.js';

export interface ReceivedUpload {
  readonly bytes: Buffer;
  readonly fileName: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

const tooLarge = (): AppError =>
  new AppError(
    'PAYLOAD_TOO_LARGE',
    `A file may have ${MAX_FILE_BYTES / 1024 / 1024} MiB. Split it, or export text without audio.`,
  );

const aborted = (): AppError =>
  new AppError('UPLOAD_ABORTED', 'The upload ended early; nothing was stored. Send it again.');

const openForm = (request: IncomingMessage): busboy.Busboy => {
  try {
    return busboy({
      headers: request.headers,
      limits: { files: 1, fields: 20, parts: 22, fieldSize: 4_096, fileSize: MAX_FILE_BYTES, headerPairs: 50 },
    });
  } catch (error) {
    throw new AppError('BAD_USER_INPUT', 'The multipart form cannot be read.', { cause: error });
  }
};

/** Reads one file and its fields from a multipart form, in any order, and cuts the stream at the limit. */
const readForm = (request: IncomingMessage): Promise<ReceivedUpload> =>
  new Promise((resolve, reject) => {
    const form = openForm(request);
    const chunks: Buffer[] = [];
    const fields: Record<string, string> = {};
    let fileName: string | null = null;
    let found = false;
    const fail = (error: AppError): void => {
      request.unpipe(form);
      request.resume();
      reject(error);
    };
    form.on('file', (_name, stream, info) => {
      found = true;
      fileName = (info.filename as string | undefined) ?? null;
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => fail(tooLarge()));
    });
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('filesLimit', () => fail(new AppError('BAD_USER_INPUT', 'Send one file at a time.')));
    form.on('error', (error) =>
      fail(new AppError('BAD_USER_INPUT', 'The multipart form is broken.', { cause: error })),
    );
    form.on('close', () => {
      if (found) resolve({ bytes: Buffer.concat(chunks), fileName, fields });
      else fail(new AppError('BAD_USER_INPUT', 'The form has no file. Send it as field "file".'));
    });
    request.on('aborted', () => fail(aborted()));
    request.pipe(form);
  });

/** Reads the whole body as the file; what else is said stands in the query. */
const readBody = async (request: IncomingMessage, query: Readonly<Record<string, string>>): Promise<ReceivedUpload> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_FILE_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : aborted();
  }
  return { bytes: Buffer.concat(chunks), fileName: query['fileName'] ?? null, fields: query };
};

/**
 * One uploaded file, as a multipart form or as the bare body.
 * @throws AppError PAYLOAD_TOO_LARGE, BAD_USER_INPUT, UPLOAD_ABORTED
 */
export const readUpload = (
  request: IncomingMessage,
  query: Readonly<Record<string, string>>,
): Promise<ReceivedUpload> =>
  request.headers['content-type']?.startsWith('multipart/form-data') ? readForm(request) : readBody(request, query);
