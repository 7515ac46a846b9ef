import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { asFault, type Fault } from '../client/call-error.js';
import { checkReadable, unreadable } from '../client/read-file.js';

export interface FoundFiles {
  /** In the order of the paths, within folders by name; without repetitions. */
  readonly files: readonly string[];
  /** Hidden files and special files: reported, not uploaded. */
  readonly skipped: readonly string[];
  readonly unreadable: readonly { readonly file: string; readonly error: Fault }[];
}

interface Search {
  readonly files: Map<string, string>;
  readonly skipped: string[];
  readonly unreadable: { readonly file: string; readonly error: Fault }[];
}

const kindOf = async (path: string): Promise<'FILE' | 'FOLDER' | 'OTHER'> => {
  // Reading the file reports the same error with its reason.
  const stats = await stat(path).catch(() => null);
  if (stats?.isDirectory()) return 'FOLDER';
  return stats?.isFile() ? 'FILE' : 'OTHER';
};

const addFile = async (search: Search, path: string): Promise<void> => {
  try {
    await checkReadable(path);
    search.files.set(resolve(path), path);
  } catch (error) {
    search.unreadable.push({ file: path, error: asFault(error) });
  }
};

const addEntry = async (search: Search, path: string, entry: Dirent): Promise<void> => {
  if (entry.name.startsWith('.')) search.skipped.push(path);
  else if (entry.isDirectory()) await addFolder(search, path);
  // Links to folders are skipped: they may form a cycle.
  else if (entry.isFile() || (entry.isSymbolicLink() && (await kindOf(path)) === 'FILE')) await addFile(search, path);
  else search.skipped.push(path);
};

const addFolder = async (search: Search, folder: string): Promise<void> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) await addEntry(search, join(folder, entry.name), entry);
  } catch (error) {
    search.unreadable.push({ file: folder, error: asFault(unreadable(folder, error)) });
  }
};

/** Files named by paths, and all files of folders. Hidden files are included only if they are named themselves. */
export const uploadPaths = async (paths: readonly string[]): Promise<FoundFiles> => {
  const search: Search = { files: new Map(), skipped: [], unreadable: [] };
  for (const path of paths) {
    if ((await kindOf(path)) === 'FOLDER') await addFolder(search, path);
    else await addFile(search, path);
  }
  return { ...search, files: [...search.files.values()] };
};
