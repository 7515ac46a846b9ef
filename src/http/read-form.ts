import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { AppError } from '../errors/app-error.js';
import { MAX_FILES } from './receive-file.js';

const MAX_FIELDS = 20;
const LIMITS = {
  files: MAX_FILES,
  fields: MAX_FIELDS,
  parts: MAX_FILES + MAX_FIELDS + 2,
  fieldNameSize: 100,
  fieldSize: 4_096,
  headerPairs: 50,
};

const badForm = (message: string, cause?: unknown): AppError => new AppError('BAD_USER_INPUT', message, { cause });

const openForm = (headers: IncomingHttpHeaders): busboy.Busboy => {
  try {
    // All current clients send names in UTF-8.
    return busboy({ headers, defParamCharset: 'utf8', limits: LIMITS });
  } catch (error) {
    throw badForm('The multipart form cannot be read.', error);
  }
};

const takeFields = (form: busboy.Busboy): Map<string, string> => {
  const fields = new Map<string, string>();
  const fail = (message: string): unknown => form.destroy(badForm(message));
  form.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    if (nameTruncated || valueTruncated) fail(`Field ${name.slice(0, 100)} is too long.`);
    if (fields.has(name)) fail(`Field ${name} is given twice.`);
    fields.set(name, value);
  });
  form.on('fieldsLimit', () => fail(`A form may have ${MAX_FIELDS} fields.`));
  form.on('filesLimit', () => fail(`One upload may have ${MAX_FILES} files. Send them in several.`));
  form.on('partsLimit', () => fail('The form has too many parts.'));
  return fields;
};

type TakeFile = (fileName: string | null, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Reads the rest of a file that `take` did not read to its end, since the form continues behind it. */
const takeStream = async (take: TakeFile, fileName: string | null, stream: Readable): Promise<void> => {
  await take(fileName, stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>);
  stream.resume();
};

/** Takes the form's files one after another. @returns a function that waits for the last one */
const takeFiles = (form: busboy.Busboy, take: TakeFile): (() => Promise<void>) => {
  let taking = Promise.resolve();
  form.on('file', (name, stream, { filename }) => {
    // A form that breaks off ends its file with an error, which would end the process without a listener. The form reports it.
    stream.on('error', () => undefined);
    if (name !== 'file') {
      form.destroy(badForm(`Send a file as field "file", not "${name.slice(0, 100)}".`));
      return;
    }
    taking = taking.then(() => takeStream(take, filename ?? null, stream));
    taking.catch((error: unknown) => form.destroy(error as Error));
  });
  return () => taking;
};

/**
 * Reads a multipart form: files in their order, fields in any order.
 * @throws AppError BAD_USER_INPUT, or what `body` and `take` throw
 */
export const readForm = async (
  body: AsyncIterable<Uint8Array>,
  headers: IncomingHttpHeaders,
  take: TakeFile,
): Promise<ReadonlyMap<string, string>> => {
  const form = openForm(headers);
  const fields = takeFields(form);
  const fault: { error?: Error } = {};
  const filesTaken = takeFiles(form, (fileName, content) =>
    take(fileName, content).catch((error: unknown) => {
      if (!form.destroyed && error instanceof Error) fault.error = error;
      throw error;
    }),
  );
  try {
    await pipeline(Readable.from(body), form);
    await filesTaken();
  } catch (error) {
    if (fault.error) throw fault.error;
    throw error instanceof AppError ? error : badForm('The multipart form is broken.', error);
  }
  return fields;
};
