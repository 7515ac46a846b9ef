import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
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
    ['xlsx', Buffer.from('PK\u0003\u0004....xl/workbook.xml'), /\.csv/],
    ['zip', Buffer.from('PK\u0003\u0004....call.txt'), /ZIP/],
    ['exe', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000', 'latin1'), /Windows program/],
    ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /PNG/],
    ['mp4', Buffer.from('\u0000\u0000\u0000\u0018ftypmp42'), /recording/],
    ['rtf', Buffer.from('{\\rtf1\\ansi @0:00 - Dana}'), /RTF.*Fathom/],
    ['doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), /old Office.*\.docx/],
    [
      'odt',
      zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }] }),
      /OpenDocument.*\.docx/,
    ],
    ['pptx', zipSync({ 'ppt/presentation.xml': strToU8('<p/>') }), /PowerPoint/],
    ['several files', zipSync({ 'a.txt': strToU8('Dana: hi'), 'b.txt': strToU8('Priya: hi') }), /ZIP/],
    ['noise after PK', Buffer.from(`PK\u0003\u0004${'\u0001\u0090\u00ff'.repeat(300)}`, 'latin1'), /ZIP/],
    ['noise', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 37 + 11) % 256)), /binary/],
  ])('refuses %s by what it is', (_name, bytes, message) => {
    expect(decodeSource(bytes)).toMatchObject({
      outcome: 'REFUSED',
      code: 'FORMAT_UNSUPPORTED',
      message: expect.stringMatching(message),
    });
  });

  it('takes the text out of a Word document and says so', () => {
    const xml = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Dana: hi</w:t></w:r></w:p></w:document>`;
    const bytes = zipSync({ 'word/document.xml': strToU8(xml) });
    const source = { bytes, text: 'Dana: hi\n', encoding: 'utf-8', container: 'docx', fileName: 'call.txt' };
    expect(decodeSource(bytes, 'call.txt')).toEqual({ outcome: 'DECODED', source, warnings: [] });
    expect(decodeSource(bytes.subarray(0, -9))).toMatchObject({ outcome: 'REFUSED', code: 'FORMAT_INVALID' });
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

  it.each([
    ['Cyrillic', 'Менеджер: Что вы используете сегодня?\nКлиент: Таблицы, и это беда.\n'],
    ['Greek', 'Πωλητής: Τι χρησιμοποιείτε σήμερα;\nΠελάτης: Υπολογιστικά φύλλα.\n'],
    ['Arabic', 'البائع: ماذا تستخدمون اليوم؟\nالعميل: جداول البيانات.\n'],
  ])('recognizes %s in UTF-16 without mark', (_name, text) => {
    expect(decode(Buffer.from(text, 'utf16le'))).toEqual({ text, encoding: 'utf-16le', codes: [] });
    expect(decode(utf16be(text))).toEqual({ text, encoding: 'utf-16be', codes: [] });
  });

  it('says what of UTF-16 was cut off or is half a character', () => {
    const lone = Buffer.concat([
      Buffer.from('\uFEFFAnn: hi ', 'utf16le'),
      Buffer.from([0x00, 0xd8]),
      Buffer.from('!', 'utf16le'),
    ]);
    expect(decode(lone)).toEqual({ text: 'Ann: hi \uFFFD!', encoding: 'utf-16le', codes: ['CHARACTERS_REPLACED'] });
    expect(decode(Buffer.from(TEXT, 'utf16le').subarray(0, -1)).codes).toEqual(['CHARACTERS_REPLACED']);
  });

  it('reads the quotes and dashes of Windows', () => {
    const bytes = Buffer.from('Ann: \x93It\x92s 5\x80 \x96 or 6\x85\x94\n', 'latin1');
    expect(decode(bytes)).toEqual({
      text: 'Ann: “It’s 5€ – or 6…”\n',
      encoding: 'windows-1252',
      codes: ['ENCODING_GUESSED'],
    });
  });

  it('reads the quotes and accents of old Macintosh files, and says so', () => {
    const bytes = Buffer.from('Ren\x8e: We don\xd5t use \xd2tools\xd3 at the caf\x8e\xc9\n', 'latin1');
    const text = 'René: We don’t use “tools” at the café…\n';
    expect(decode(bytes)).toEqual({ text, encoding: 'macintosh', codes: ['ENCODING_GUESSED'] });
  });

  it('reads UTF-8 with pieces of windows-1252, and says so', () => {
    const bytes = Buffer.concat([
      Buffer.from('\uFEFFZoë: “Naïve” café.\nAnn: It'),
      Buffer.from('\x92s a caf\xe9 \x96 ok', 'latin1'),
    ]);
    const text = 'Zoë: “Naïve” café.\nAnn: It’s a café – ok';
    expect(decode(bytes)).toEqual({ text, encoding: 'utf-8', codes: ['ENCODING_MIXED'] });
  });

  it('refuses what no encoding makes words of', () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, at) =>
      at % 40 === 0 ? 10 : 128 + ((at * 7919 + (at >> 3) * 104729) % 128),
    );
    expect(decodeSource(bytes)).toMatchObject({ outcome: 'REFUSED', code: 'ENCODING_UNSUPPORTED' });
  });
});
