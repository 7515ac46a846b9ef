import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { CallError, errorFacts } from './call-error.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOTDIR: 'a part of the path is not a folder',
};

/** What the file system threw, in words for a person: FILE_UNREADABLE. */
export const unreadable = (path: string, error: unknown): CallError => {
  const { code, message } = errorFacts(error);
  const reason = REASONS[code ?? ''] ?? message;
  return new CallError('FILE_UNREADABLE', `${path} cannot be read: ${reason}.`, { cause: error });
};

/**
 * Looks whether a file could be read, without reading it. `-`, the standard input, always can.
 * @throws CallError FILE_UNREADABLE
 */
export const checkReadable = async (path: string): Promise<void> => {
  if (path === '-') return;
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (stats.isDirectory()) {
    const example = `${path.replace(/\/+$/, '')}/*.vtt`;
    throw new CallError('FILE_UNREADABLE', `${path} is a folder. Name the files in it, for example ${example}.`);
  }
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw unreadable(path, error);
  });
};
