import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openSecretVault } from './secret-vault.js';

const vault = openSecretVault('secret of the installation');

describe('secret vault', () => {
  it('gives back what was sealed, never the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, place) => {
        const sealed = vault.seal(text, place);
        expect(vault.open(sealed, place)).toBe(text);
        expect(vault.seal(text, place).sealed).not.toBe(sealed.sealed);
      }),
    );
  });

  it('opens nothing that was altered, moved, or sealed under another secret', () => {
    const sealed = vault.seal('sk-live-1234', 'a openai');
    const bytes = Buffer.from(sealed.sealed, 'base64url');
    expect(bytes.includes('sk-live')).toBe(false);
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1;
      expect(vault.open({ ...sealed, sealed: altered.toString('base64url') }, 'a openai')).toBeNull();
    }
    for (const cut of [0, 5, 12, 20]) {
      const shortened = bytes.subarray(0, cut).toString('base64url');
      expect(vault.open({ ...sealed, sealed: shortened }, 'a openai')).toBeNull();
    }
    expect(vault.open(sealed, 'b openai')).toBeNull();
    const other = openSecretVault('another');
    expect(other.open(sealed, 'a openai')).toBeNull();
    expect(other.open({ ...sealed, keyId: other.seal('', '').keyId }, 'a openai')).toBeNull();
  });
});
