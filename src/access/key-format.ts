import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^dbf_([0-9A-Za-z]{${SECRET_LENGTH}})_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

const checksumOf = (secret: string): string => {
  let rest = crc32(secret);
  return Array.from({ length: CHECKSUM_LENGTH }, () => {
    const digit = ALPHABET.charAt(rest % ALPHABET.length);
    rest = Math.floor(rest / ALPHABET.length);
    return digit;
  }).join('');
};

const randomSecret = (): string => {
  let secret = '';
  while (secret.length < SECRET_LENGTH) {
    // Bytes of 248 and above would favor the first letters of the alphabet.
    for (const byte of randomBytes(SECRET_LENGTH)) {
      if (byte < 248 && secret.length < SECRET_LENGTH) secret += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return secret;
};

/** `dbf_` + 32 letters and digits (190 bits) + `_` + checksum, so that scanners know a leaked key without asking us. */
export const newKey = (): string => {
  const secret = randomSecret();
  return `dbf_${secret}_${checksumOf(secret)}`;
};

/** False for anything that cannot be a key: refused before the database is asked. */
export const isWellFormedKey = (key: string): boolean => {
  const parts = SHAPE.exec(key);
  return parts !== null && checksumOf(parts[1] ?? '') === parts[2];
};

/** What is stored of a key. A plain hash is enough for 190 random bits. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');
