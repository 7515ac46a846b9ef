import type { EntityManager } from '@mikro-orm/postgresql';
import type { Uses } from '../../scope/scope.js';

export interface NewRawFile {
  readonly organizationId: string;
  readonly id: string;
  /** Display name, cleaned. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
}

/**
 * Writes a file's bytes in the caller's transaction. They are sent as a parameter: the unit of work would write them into the statement as text,
 * which blocks the process for 100 ms and more with a file of 10 MiB.
 */
export const insertRawFile = async (em: EntityManager, file: NewRawFile): Promise<void> => {
  const { organizationId, id, fileName, bytes, sha256 } = file;
  await em
    .getKysely<{ raw_file: Record<string, string | number | Buffer> }>()
    .insertInto('raw_file')
    .values({
      organization_id: organizationId,
      id,
      file_name: fileName,
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      byte_length: bytes.byteLength,
      sha256,
    })
    .execute();
};

/** The driver decodes a piece in a few milliseconds; the whole file at once would delay every other request. */
const PIECE_BYTES = 512 * 1024;

/** The bytes of a raw file, fetched piece by piece; empty where there is no such file. */
export const rawBytes = async ({ em, organizationId }: Uses<'em'>, rawFileId: string): Promise<Uint8Array> => {
  const pieces: Buffer[] = [];
  for (;;) {
    const rows: { piece: Buffer }[] = await em.execute(
      'select substring(bytes from ? for ?) as piece from raw_file where organization_id = ? and id = ?',
      [pieces.length * PIECE_BYTES + 1, PIECE_BYTES, organizationId, rawFileId],
    );
    const piece = rows[0]?.piece;
    if (piece) pieces.push(piece);
    if (!piece || piece.length < PIECE_BYTES) return Buffer.concat(pieces);
  }
};

/** The bytes as uploaded, with the name to show; null where there are none of this organization. */
export const rawFileOf = async (
  { reads }: Uses<'reads'>,
  transcriptId: string,
): Promise<{ fileName: string; bytes: Buffer } | null> => {
  const rows = await reads.read<{ fileName: string; bytes: Buffer }>({
    name: 'raw_file_of_transcript',
    text: `select raw.file_name as "fileName", raw.bytes from transcript
           join raw_file raw on raw.id = transcript.raw_file_id and raw.organization_id = transcript.organization_id
           where transcript.id = $1`,
    values: [transcriptId],
  });
  return rows[0] ?? null;
};
