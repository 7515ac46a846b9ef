import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A text that only the installation can read. */
export interface Sealed {
  /** Nonce, tag and ciphertext, base64url. */
  readonly sealed: string;
  /** Names the key. */
  readonly keyId: string;
}

export interface SecretVault {
  /** `place` says where the text belongs, and must be the same when it is opened: elsewhere it is worth nothing. */
  seal(text: string, place: string): Sealed;
  /** Null where it was sealed under another key or for another place, or was altered. */
  open(sealed: Sealed, place: string): string | null;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'debrief secret vault 1', 32));

/** Tells keys apart without telling anything of them. */
const keyIdOf = (key: Buffer): string => createHash('sha256').update('id').update(key).digest('hex').slice(0, 12);

/** Seals with AES-256-GCM, under a key that derives from the installation's secret. */
export const openSecretVault = (secret: string): SecretVault => {
  const key = keyOf(secret);
  const keyId = keyIdOf(key);
  return {
    seal: (text, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place));
      const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url'), keyId };
    },
    open: ({ sealed, keyId: sealedUnder }, place) => {
      if (sealedUnder !== keyId) return null;
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        // Altered, cut or moved: that is what null says.
        return null;
      }
    },
  };
};
