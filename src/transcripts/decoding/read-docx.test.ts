import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { MAX_DOCX_XML_BYTES, readDocx } from './read-docx.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const documentOf = (body: string, attributes = NS): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document ${attributes}><w:body>${body}<w:sectPr/></w:body></w:document>`;
const zipOf = (xml: string | Uint8Array, others: Zippable = {}): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': typeof xml === 'string' ? strToU8(xml) : xml,
    ...others,
  });
const read = (body: string): string => {
  const reading = readDocx(zipOf(documentOf(body)));
  if (reading?.outcome !== 'TEXT') throw new Error(JSON.stringify(reading));
  return reading.text;
};
const run = (text: string): string => `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (content: string): string => `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>${content}</w:p>`;
const cell = (...texts: string[]): string => `<w:tc><w:tcPr/>${texts.map((text) => p(run(text))).join('')}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;

/** The archive with the fields of one entry's central header overwritten. */
function forge(zip: Uint8Array, name: string, change: (header: DataView) => void): Uint8Array {
  const bytes = Buffer.from(zip);
  const nameAt = bytes.lastIndexOf(name);
  change(new DataView(bytes.buffer, bytes.byteOffset + nameAt - 46, 46));
  return bytes;
}

describe('readDocx: text', () => {
  it.each([
    ['paragraphs', p(run('One')) + p(run('Two')), 'One\n\nTwo\n'],
    ['line breaks', p(`${run('Dana   0:03')}<w:r><w:br/></w:r>${run('Hello')}`), 'Dana   0:03\nHello\n'],
    [
      'breaks and tabs in one run',
      '<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r></w:p>',
      'a\tb\nc\n',
    ],
    ['hyphens that do not break', '<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r></w:p>', 'e-mail\n'],
    ['references', p(run('Q&amp;A &lt;b&gt; &#8217;s &#x1F600;')), 'Q&A <b> ’s 😀\n'],
    ['line ends inside of text', p(run('one\r\ntwo')), 'one  two\n'],
    ['empty paragraphs', `<w:p/>${p(run('x'))}`, '\n\nx\n'],
    [
      'deletions and insertions',
      p(`<w:del>${run('no')}<w:r><w:delText>old</w:delText></w:r></w:del><w:ins>${run('new')}</w:ins>`),
      'new\n',
    ],
    ['moved text', p(`<w:moveFrom>${run('gone')}</w:moveFrom><w:moveTo>${run('here')}</w:moveTo>`), 'here\n'],
    [
      'links and fields',
      p(`<w:hyperlink>${run('link')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>`),
      'link\n',
    ],
    [
      'comments and instructions',
      p(`<!-- <w:t>no</w:t> --><?x > ?>${run('yes')}<w:r><w:t><![CDATA[<&]]></w:t></w:r>`),
      'yes<&\n',
    ],
    ['footnotes', p(`${run('word')}<w:r><w:footnoteReference w:id="2"/></w:r>`), 'word\n'],
  ])('%s', (_name, body, text) => {
    expect(read(body)).toBe(text);
  });

  it('puts a row of a table on one line, with tabs between cells', () => {
    const table = `<w:tbl><w:tblPr/>${row(cell('Speaker'), cell('Text'))}${row(cell('Dana'), cell('One', 'two'))}</w:tbl>`;
    expect(read(p(run('Before')) + table + p(run('After')))).toBe('Before\n\nSpeaker\tText\nDana\tOne two\n\nAfter\n');
  });

  it('takes a row of one cell for layout, and folds a table within a cell', () => {
    expect(read(`<w:tbl>${row(cell('Dana: Hi', 'Priya: Hello'))}</w:tbl>`)).toBe('Dana: Hi\n\nPriya: Hello\n');
    const inner = `<w:tc><w:tbl>${row(cell('x'), cell('y'))}</w:tbl><w:p/></w:tc>`;
    expect(read(`<w:tbl>${row(cell('a'), inner)}</w:tbl>`)).toBe('a\tx y\n');
  });

  it('reads a text box once, after the paragraph that it hangs on', () => {
    const box = `<w:txbxContent>${p(run('boxed'))}</w:txbxContent>`;
    const drawing = `<w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r>`;
    expect(read(p(run('be') + drawing + run('fore')))).toBe('before\n\nboxed\n');
  });

  it('reads the strict namespace, other prefixes, UTF-16 and a numbered part', () => {
    const strict = documentOf(p(run('strict')), 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"');
    expect(readDocx(zipOf(strict))).toEqual({ outcome: 'TEXT', text: 'strict\n' });
    const renamed = documentOf(p(run('other')))
      .replaceAll('<w:', '<ns0:')
      .replaceAll('</w:', '</ns0:')
      .replace('xmlns:w=', 'xmlns:ns0=');
    expect(readDocx(zipOf(renamed))).toEqual({ outcome: 'TEXT', text: 'other\n' });
    const wide = Buffer.from(`\uFEFF${documentOf(p(run('wide')))}`, 'utf16le');
    expect(readDocx(zipOf(wide))).toEqual({ outcome: 'TEXT', text: 'wide\n' });
    expect(readDocx(zipSync({ 'word/document2.xml': strToU8(documentOf(p(run('two')))) }))).toEqual({
      outcome: 'TEXT',
      text: 'two\n',
    });
  });

  it('reads a stored entry, and leaves headers, footers and notes aside', () => {
    const parts = { 'word/header1.xml': strToU8('<bad'), 'word/footnotes.xml': strToU8(documentOf(p(run('note')))) };
    const stored = zipSync({ 'word/document.xml': [strToU8(documentOf(p(run('body')))), { level: 0 }], ...parts });
    expect(readDocx(stored)).toEqual({ outcome: 'TEXT', text: 'body\n' });
  });
});

describe('readDocx: refusals', () => {
  const good = zipOf(documentOf(p(run('Hello there'))));
  const SIZE = 24;
  const zeros = (megabytes: number): Uint8Array => new Uint8Array(megabytes * 1024 * 1024);

  it.each<[string, Uint8Array, string, RegExp]>([
    ['a ratio that only bombs reach', zipOf(zeros(1)), 'ARCHIVE_REFUSED', /times/],
    [
      'a large text packed too well',
      zipOf(documentOf(p(run('hello dear customer ')).repeat(60_000))),
      'ARCHIVE_REFUSED',
      /times/,
    ],
    [
      'a text over the limit',
      forge(good, 'word/document.xml', (h) => h.setUint32(SIZE, MAX_DOCX_XML_BYTES + 1, true)),
      'ARCHIVE_REFUSED',
      /limit/,
    ],
    [
      'more data than declared',
      forge(good, 'word/document.xml', (h) => h.setUint32(SIZE, 20, true)),
      'ARCHIVE_REFUSED',
      /more than it declares/,
    ],
    [
      'less data than declared',
      forge(good, 'word/document.xml', (h) => h.setUint32(SIZE, 5000, true)),
      'FORMAT_INVALID',
      /another size/,
    ],
    [
      'a wrong checksum',
      forge(good, 'word/document.xml', (h) => h.setUint32(16, 1, true)),
      'FORMAT_INVALID',
      /checksum/,
    ],
    ['encryption', forge(good, 'word/document.xml', (h) => h.setUint16(8, 1, true)), 'ARCHIVE_REFUSED', /encrypted/],
    [
      'an unknown method',
      forge(good, 'word/document.xml', (h) => h.setUint16(10, 12, true)),
      'ARCHIVE_REFUSED',
      /method/,
    ],
    [
      'a header that stands elsewhere',
      forge(good, 'word/document.xml', (h) => h.setUint32(42, 3, true)),
      'FORMAT_INVALID',
      /cut off/,
    ],
    [
      'the header of another file',
      forge(good, 'word/document.xml', (h) => h.setUint32(42, 0, true)),
      'FORMAT_INVALID',
      /cut off/,
    ],
    [
      'an archive inside',
      zipOf(documentOf(''), { 'word/embeddings/a.zip': good }),
      'ARCHIVE_REFUSED',
      /another archive/,
    ],
    ['an archive for a text', zipOf(good), 'ARCHIVE_REFUSED', /another archive/],
    ['names that lead out', zipOf(documentOf(''), { '../../etc/passwd': strToU8('x') }), 'ARCHIVE_REFUSED', /lead out/],
    ['absolute names', zipOf(documentOf(''), { '/etc/passwd': strToU8('x') }), 'ARCHIVE_REFUSED', /lead out/],
    [
      'thousands of files',
      zipOf(documentOf(''), Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`f${at}`, new Uint8Array()]))),
      'ARCHIVE_REFUSED',
      /2000 files/,
    ],
    [
      'two texts',
      zipOf(documentOf(''), { 'word/document1.xml': strToU8(documentOf('')) }),
      'FORMAT_INVALID',
      /several/,
    ],
    [
      'entities',
      zipOf(`<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${documentOf(p(run('&b;')))}`),
      'ARCHIVE_REFUSED',
      /entities/,
    ],
    ['tags that do not match', zipOf(documentOf('<w:p><w:r></w:p></w:r>')), 'FORMAT_INVALID', /malformed/],
    ['unclosed tags', zipOf('<w:document><w:body>'), 'FORMAT_INVALID', /malformed/],
    ['no XML at all', zipOf('hello'), 'FORMAT_INVALID', /malformed/],
    ['an empty text', zipOf(''), 'FORMAT_INVALID', /malformed/],
    ['bytes that are no UTF-8', zipOf(Uint8Array.from([60, 0xc3, 0x28])), 'FORMAT_INVALID', /UTF-8/],
    [
      'endless nesting',
      zipOf(Array.from({ length: 2_000 }, (_, at) => `<a${at}>`).join('')),
      'FORMAT_INVALID',
      /malformed/,
    ],
  ])('%s', (_name, bytes, code, message) => {
    expect(readDocx(bytes)).toEqual({ outcome: 'REFUSED', code, message: expect.stringMatching(message) });
  });

  it('knows no character references but those of XML', () => {
    expect(read(p(run('&eacute;&xxe;')))).toBe('&eacute;&xxe;\n');
  });

  it('leaves other archives to others', () => {
    expect(readDocx(zipSync({ 'call.txt': strToU8('Dana: hi') }))).toBeNull();
    expect(readDocx(Buffer.from('PK\u0003\u0004 nothing of the kind'))).toBeNull();
  });

  it('does not inflate a bomb whose directory lies: memory stays flat', () => {
    const packed = deflateRawSync(zeros(256), { level: 9 });
    expect(packed.length).toBeLessThan(300_000);
    const liar = zipSync({ 'word/document.xml': [packed, { level: 0 }] });
    const bomb = forge(liar, 'word/document.xml', (header) => {
      header.setUint16(10, 8, true);
      header.setUint32(SIZE, 4 * 1024 * 1024, true);
    });
    const before = process.memoryUsage().rss;
    expect(readDocx(bomb)).toMatchObject({ code: 'ARCHIVE_REFUSED' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('never throws on a cut or a broken archive', () => {
    for (let cut = 0; cut < good.length; cut += 7)
      expect(readDocx(good.subarray(0, cut))?.outcome ?? 'REFUSED').toBe('REFUSED');
    for (let at = 0; at < good.length; at += 1) {
      const broken = Uint8Array.from(good);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(() => readDocx(broken)).not.toThrow();
    }
  });

  it('takes linear time', () => {
    const hostile = [
      `<a ${'b="c" '.repeat(200_000)}>`,
      '<'.repeat(1_000_000),
      `<w:t>${'&amp'.repeat(250_000)}`,
      '<!--'.repeat(250_000),
    ];
    for (const xml of hostile) {
      const stored = zipSync({ 'word/document.xml': [strToU8(xml), { level: 0 }] });
      expectWithin(1_500, () => readDocx(stored));
    }
  });
});
