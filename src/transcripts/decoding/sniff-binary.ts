interface BinaryKind {
  readonly name: string;
  readonly advice: string;
}

interface Magic extends BinaryKind {
  readonly bytes: readonly number[];
  readonly at?: number;
}

const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const EXPORT = 'Export the transcript as .vtt, .srt, .txt, .docx, .csv or JSON and upload that.';
const SAVE = 'Save it as .docx or plain text (.txt) and upload that.';
const SPEECH = 'Debrief reads transcripts, not recordings: upload the transcript of this recording.';

const MAGICS: readonly Magic[] = [
  { name: 'a PDF document', bytes: letters('%PDF'), advice: EXPORT },
  {
    name: 'an RTF document',
    bytes: letters('{\\rtf'),
    advice: `${SAVE} From Fathom, paste the copied transcript into a plain text file.`,
  },
  {
    name: 'an old Office document (.doc, .xls) or one locked with a password',
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    advice: `Save it without a password as .docx, .csv or plain text (.txt) and upload that.`,
  },
  { name: 'a Windows program', bytes: letters('MZ'), advice: EXPORT },
  { name: 'a program (ELF)', bytes: [0x7f, ...letters('ELF')], advice: EXPORT },
  { name: 'a PNG image', bytes: [0x89, ...letters('PNG')], advice: EXPORT },
  { name: 'a JPEG image', bytes: [0xff, 0xd8, 0xff], advice: EXPORT },
  { name: 'a GIF image', bytes: letters('GIF8'), advice: EXPORT },
  { name: 'a gzip archive', bytes: [0x1f, 0x8b], advice: 'Unpack it and upload the transcript.' },
  { name: 'a 7-Zip archive', bytes: [...letters('7z'), 0xbc, 0xaf], advice: 'Unpack it and upload the transcript.' },
  { name: 'a RAR archive', bytes: letters('Rar!'), advice: 'Unpack it and upload the transcript.' },
  { name: 'an MP3 recording', bytes: letters('ID3'), advice: SPEECH },
  { name: 'an MP3 recording', bytes: [0xff, 0xfb], advice: SPEECH },
  { name: 'a RIFF file (WAV, AVI, WebP)', bytes: letters('RIFF'), advice: SPEECH },
  { name: 'an Ogg recording', bytes: letters('OggS'), advice: SPEECH },
  { name: 'a FLAC recording', bytes: letters('fLaC'), advice: SPEECH },
  { name: 'an MP4 recording', bytes: letters('ftyp'), at: 4, advice: SPEECH },
  { name: 'a Matroska or WebM recording', bytes: [0x1a, 0x45, 0xdf, 0xa3], advice: SPEECH },
];

const SAMPLE = 65_536;
const MAX_CONTROL_SHARE = 0.05;

/** Control bytes that do not occur in text: all below the space except tab, line ends, form feed and escape. */
const isControl = (byte: number): boolean =>
  byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27;

function controlShare(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, SAMPLE);
  return sample.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0) / Math.max(1, sample.length);
}

const startsWith = (bytes: Uint8Array, { bytes: magic, at = 0 }: Magic): boolean =>
  magic.every((byte, index) => bytes[at + index] === byte);

const ZIP_KINDS: readonly (BinaryKind & { readonly part: string })[] = [
  { part: 'xl/', name: 'an Excel workbook (.xlsx)', advice: 'Save the sheet as .csv and upload that.' },
  { part: 'ppt/', name: 'a PowerPoint presentation (.pptx)', advice: EXPORT },
  { part: 'application/vnd.oasis.opendocument.text', name: 'an OpenDocument text (.odt)', advice: SAVE },
  {
    part: 'application/vnd.oasis.opendocument.spreadsheet',
    name: 'an OpenDocument sheet (.ods)',
    advice: 'Save the sheet as .csv and upload that.',
  },
];

const ZIP: BinaryKind = { name: 'a ZIP archive', advice: 'Unpack it and upload the transcript.' };

function zipKind(bytes: Uint8Array): BinaryKind {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE)).toString('latin1');
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - SAMPLE))).toString('latin1');
  return ZIP_KINDS.find(({ part }) => names.includes(part) || tail.includes(part)) ?? ZIP;
}

export const isZip = (bytes: Uint8Array): boolean =>
  startsWith(bytes, { bytes: [0x50, 0x4b, 3, 4], name: '', advice: '' });

/** The kind of a binary file, or null for text. Call it after Word documents and UTF-16 are ruled out: half of the bytes of UTF-16 may be zeros. */
export function sniffBinary(bytes: Uint8Array): BinaryKind | null {
  if (isZip(bytes)) return zipKind(bytes);
  const magic = MAGICS.find((candidate) => startsWith(bytes, candidate));
  const share = controlShare(bytes);
  // Text may begin with `MZ` and the like; a program has control bytes.
  if (magic && (share > 0 || /PDF|RTF/.test(magic.name) || (bytes[0] ?? 0) > 127)) return magic;
  return share > MAX_CONTROL_SHARE ? { name: 'a binary file', advice: EXPORT } : null;
}
