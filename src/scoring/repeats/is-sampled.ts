import { createHash } from 'node:crypto';

/** Whether something falls into a share (0 to 1) of all: by its id alone, so that everybody answers the same. */
export const isSampled = (id: string, share: number): boolean =>
  createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32 < share;
