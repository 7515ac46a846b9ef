import { describe, expect, it } from '@jest/globals';
import { decodeSource } from './decode-source.js';

function decode(bytes: Uint8Array) {
  const decoded = decodeSource(bytes);
  if (decoded.outcome === 'REFUSED') throw new Error(`${decoded.code}: ${decoded.message}`);
  return {
    text: decoded.source.text,
    encoding: decoded.source.encoding,
    codes: decoded.warnings.map(({ code }) => code),
  };
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const TEXT = 'Rep: What do you use today?\r\nBuyer: Café tools.\r\n';
const MARK = '\uFEFF';

describe('decodeSource', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with mark', Buffer.from(MARK + TEXT), 'utf-8'],
    ['UTF-16 LE with mark', Buffer.from(MARK + TEXT, 'utf16le'), 'utf-16le'],
    ['UTF-16 LE without mark', Buffer.from(TEXT, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with mark', utf16be(MARK + TEXT), 'utf-16be'],
    ['UTF-16 BE without mark', utf16be(TEXT), 'utf-16be'],
  ])('%s', (_name, bytes, encoding) => {
    expect(decode(bytes)).toEqual({ text: TEXT, encoding, codes: [] });
  });

  it('reads Western single bytes and says that it guessed', () => {
    const bytes = Buffer.concat([
      Buffer.from('Buyer: It'),
      Buffer.from([0x92]),
      Buffer.from('s caf'),
      Buffer.from([0xe9]),
      Buffer.from('.'),
    ]);
    expect(decode(bytes)).toEqual({ text: 'Buyer: It’s café.', encoding: 'windows-1252', codes: ['ENCODING_GUESSED'] });
  });

  it('recognizes scripts that stand in runs', () => {
    const letters = 'Привет, как у вас дела сегодня? Расскажите, пожалуйста, о вашей команде продаж.';
    const toByte = (point: number) => (point >= 0x410 ? point - 0x410 + 0xc0 : point);
    const cp1251 = Uint8Array.from(Array.from(letters, (letter) => toByte(letter.codePointAt(0) ?? 0)));
    expect(decode(cp1251).text).toContain('Привет');
  });

  it('replaces damaged bytes of UTF-8 and says how many', () => {
    const bytes = Buffer.concat([Buffer.from('é é é é '), Buffer.from([0xff]), Buffer.from(' ok')]);
    expect(decode(bytes)).toEqual({ text: 'é é é é \uFFFD ok', encoding: 'utf-8', codes: ['CHARACTERS_REPLACED'] });
    expect(decode(Buffer.from('caffè').subarray(0, -1)).text).toBe('caff\uFFFD');
  });

  it.each([
    ['PDF', Buffer.from('%PDF-1.7\n1 0 obj'), /PDF/],
    ['docx', Buffer.from('PK\u0003\u0004....word/document.xml'), /Word document.*\.vtt/],
    ['xlsx', Buffer.from('PK\u0003\u0004....xl/workbook.xml'), /\.csv/],
    ['zip', Buffer.from('PK\u0003\u0004....call.txt'), /ZIP/],
    ['exe', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000', 'latin1'), /Windows program/],
    ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /PNG/],
    ['mp4', Buffer.from('\u0000\u0000\u0000\u0018ftypmp42'), /recording/],
    ['rtf', Buffer.from('{\\rtf1\\ansi hi}'), /RTF/],
    ['noise', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 37 + 11) % 256)), /binary/],
  ])('refuses %s by what it is', (_name, bytes, message) => {
    expect(decodeSource(bytes)).toMatchObject({
      outcome: 'REFUSED',
      code: 'FORMAT_UNSUPPORTED',
      message: expect.stringMatching(message),
    });
  });

  it('refuses UTF-32', () => {
    expect(decodeSource(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]))).toMatchObject({
      code: 'ENCODING_UNSUPPORTED',
    });
  });

  it('takes a name that begins like a program for text, and a few zeros for damage', () => {
    expect(decode(Buffer.from('MZ: hello\nBo: hi\n')).text).toContain('MZ: hello');
    expect(decode(Buffer.from(`Ann: he\u0000llo, ${'and more '.repeat(10)}`)).text).toContain('\u0000');
  });

  it('decodes nothing to nothing', () => {
    expect(decode(new Uint8Array())).toMatchObject({ text: '', codes: [] });
  });
});
