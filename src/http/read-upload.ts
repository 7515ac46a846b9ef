import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { AppError } from '../errors/app-error.js';
import { MAX_FILE_BYTES } from '../transcripts/normalize-file.js';

export interface ReceivedUpload {
  readonly bytes: Buffer;
  readonly fileName: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, string>>;

/** What a form has around its file: boundaries, headers, fields. */
const MAX_FORM_EXTRAS = 256 * 1024;
const LIMITS = { files: 1, fields: 20, parts: 22, fieldNameSize: 100, fieldSize: 4_096, headerPairs: 50 };
/** A refused body is read on for so long, unkept, so that the sender gets to read why. */
const DRAIN_MS = 5_000;
const MAX_DRAINED_BYTES = 4 * MAX_FILE_BYTES;

const tooLarge = (): AppError =>
  new AppError(
    'PAYLOAD_TOO_LARGE',
    `A file may have ${MAX_FILE_BYTES / 1024 / 1024} MiB. Split it, or export text without audio.`,
  );

const aborted = (): AppError =>
  new AppError('UPLOAD_ABORTED', 'The upload ended early; nothing was stored. Send it again.');

const badForm = (message: string, cause?: unknown): AppError => new AppError('BAD_USER_INPUT', message, { cause });

/** Lets the rest of a refused body pass, up to a limit; whoever sends on without end is cut off. */
const drain = (request: IncomingMessage): void => {
  if (request.complete || request.destroyed) return;
  let drained = 0;
  const timer = setTimeout(() => request.destroy(), DRAIN_MS);
  request.on('data', ({ length }: Buffer) => {
    drained += length;
    if (drained > MAX_DRAINED_BYTES) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.resume();
};

const openForm = (request: IncomingMessage): busboy.Busboy => {
  try {
    return busboy({
      headers: request.headers,
      // Names arrive as UTF-8 from everything that is in use.
      defParamCharset: 'utf8',
      limits: { ...LIMITS, fileSize: MAX_FILE_BYTES },
    });
  } catch (error) {
    throw badForm('The multipart form cannot be read.', error);
  }
};

type Fail = (error: AppError) => void;

/** The form's one file. */
const takeFile = (form: busboy.Busboy, fail: Fail): { chunks: Buffer[]; fileName: string | null; found: boolean } => {
  const taken: ReturnType<typeof takeFile> = { chunks: [], fileName: null, found: false };
  form.on('file', (name, stream, { filename }) => {
    // A form that breaks off ends its file with an error, which would end the process if nobody listened.
    stream.on('error', (error) => fail(badForm('The multipart form is broken.', error)));
    stream.on('limit', () => fail(tooLarge()));
    if (name !== 'file') fail(badForm(`Send the file as field "file", not "${name.slice(0, 100)}".`));
    taken.found = true;
    taken.fileName = filename ?? null;
    stream.on('data', (chunk: Buffer) => taken.chunks.push(chunk));
  });
  form.on('filesLimit', () => fail(badForm('Send one file at a time.')));
  return taken;
};

const takeFields = (form: busboy.Busboy, fail: Fail): Map<string, string> => {
  const fields = new Map<string, string>();
  form.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    if (nameTruncated || valueTruncated) fail(badForm(`Field ${name.slice(0, 100)} is too long.`));
    if (fields.has(name)) fail(badForm(`Field ${name} is given twice.`));
    fields.set(name, value);
  });
  const tooMany = (): void => fail(badForm(`A form may have ${LIMITS.fields} fields.`));
  form.on('fieldsLimit', tooMany);
  form.on('partsLimit', tooMany);
  return fields;
};

/** Reads one file and its fields from a multipart form, in any order, and cuts the stream at the limit. */
const readForm = (request: IncomingMessage, query: Fields): Promise<ReceivedUpload> =>
  new Promise((resolve, reject) => {
    const form = openForm(request);
    const fail = (error: AppError): void => {
      request.unpipe(form);
      reject(error);
    };
    const taken = takeFile(form, fail);
    const fields = takeFields(form, fail);
    form.on('error', (error) => fail(badForm('The multipart form is broken.', error)));
    form.on('close', () => {
      const { chunks, fileName, found } = taken;
      if (!found) fail(badForm('The form has no file. Send it as field "file".'));
      else resolve({ bytes: Buffer.concat(chunks), fileName, fields: { ...query, ...Object.fromEntries(fields) } });
    });
    request.once('close', () => {
      if (!request.complete) fail(aborted());
    });
    request.pipe(form);
  });

/** Reads the whole body as the file; what else is said stands in the query. */
const readBody = (request: IncomingMessage, query: Fields): Promise<ReceivedUpload> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= MAX_FILE_BYTES) chunks.push(chunk);
      else {
        request.off('data', take);
        reject(tooLarge());
      }
    };
    request.on('data', take);
    request.once('end', () => resolve({ bytes: Buffer.concat(chunks), fileName: null, fields: query }));
    request.once('close', () => reject(aborted()));
  });

/**
 * One uploaded file, as a multipart form or as the bare body. What the query says counts too; the form goes first.
 * @throws AppError PAYLOAD_TOO_LARGE, BAD_USER_INPUT, UPLOAD_ABORTED
 */
export const readUpload = async (request: IncomingMessage, query: Fields): Promise<ReceivedUpload> => {
  const isForm = request.headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;
  try {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > MAX_FILE_BYTES + (isForm ? MAX_FORM_EXTRAS : 0)) throw tooLarge();
    return await (isForm ? readForm(request, query) : readBody(request, query));
  } catch (error) {
    drain(request);
    throw error;
  }
};
