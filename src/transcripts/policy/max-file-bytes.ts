import type { Uses } from '../../scope/scope.js';
import { MAX_FILE_BYTES } from '../file-limits.js';

/** Largest file that the organization may upload: the product's limit, or its policy's where that is less. */
export const maxFileBytes = async ({ reads }: Uses<'reads'>): Promise<number> => {
  const rows = await reads.read<{ most: number | null }>({
    name: 'max_file_bytes',
    text: `select max_file_bytes as most from ingestion_policy`,
    values: [],
  });
  return Math.min(rows[0]?.most ?? MAX_FILE_BYTES, MAX_FILE_BYTES);
};
