import type { Uses } from '../../scope/scope.js';

/** The driver decodes a piece in a few milliseconds; the whole file at once would hold up every other request. */
const PIECE_BYTES = 512 * 1024;

/** The bytes of a raw file, fetched piece by piece. Empty where there is none. */
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
