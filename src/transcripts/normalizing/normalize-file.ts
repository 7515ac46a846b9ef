import { ERROR_CODES, type ErrorCode } from '../../errors/error-codes.js';
import type {
  CallPart,
  NormalizedTranscript,
  ParsedMetadata,
  ParseHints,
  ParseResult,
  ParseWarning,
  TranscriptParser,
  TranscriptSource,
  WordAccount,
} from '../../plugin-api/transcript.js';
import { decodeSource } from '../decoding/decode-source.js';
import { detectFormat, type FormatDetection } from '../detection/detect-format.js';
import { MAX_CALLS, MAX_CUES, MAX_FILE_BYTES, MAX_LINES, MAX_SPEECH_CHARACTERS } from '../file-limits.js';
import type { FormatGuess } from '../normalization.entity.js';
import { orParserFailure } from '../detection/parser-failure.js';
import type { RoleOptions } from '../speakers/infer-roles.js';
import { normalize, NORMALIZER_VERSION } from './normalize.js';
import type { Quality } from '../quality.js';
import { accountWords, warnOfUnaccounted } from '../words/account-words.js';

export interface NormalizeFileOptions extends RoleOptions {
  readonly parsers: readonly TranscriptParser[];
  readonly fileName?: string;
  /** Format chosen by a person; nothing is detected then. */
  readonly format?: string;
  readonly hints?: ParseHints;
}

export type Normalization =
  | {
      readonly outcome: 'NORMALIZED';
      readonly format: string;
      /** How sure the format is, 0 to 1; 1 if a person named it. */
      readonly confidence: number;
      readonly runnerUp: FormatGuess | null;
      readonly encoding: string;
      readonly metadata: ParsedMetadata;
      readonly transcript: NormalizedTranscript;
      readonly words: WordAccount;
      readonly warnings: readonly ParseWarning[];
      readonly quality: Quality;
      readonly normalizerVersion: string;
    }
  | {
      /** The file holds several calls. */
      readonly outcome: 'SPLIT';
      readonly format: string;
      readonly encoding: string;
      readonly calls: readonly CallPart[];
    }
  | {
      readonly outcome: 'REFUSED';
      readonly code: ErrorCode;
      readonly message: string;
      readonly format: string | null;
      readonly encoding: string | null;
    };

interface Known {
  readonly format?: string;
  readonly encoding?: string;
}

const refuse = (code: ErrorCode, message: string, known: Known = {}): Normalization => ({
  outcome: 'REFUSED',
  code,
  message,
  format: known.format ?? null,
  encoding: known.encoding ?? null,
});

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

type Choice = Extract<FormatDetection, { outcome: 'DETECTED' }>;

/** The parser that the user named, or the one that the content asks for. */
function chooseParser(source: TranscriptSource, { parsers, format }: NormalizeFileOptions): FormatDetection {
  if (format === undefined) return detectFormat(source, parsers);
  const parser = parsers.find((candidate) => candidate.format === format);
  if (parser) return { outcome: 'DETECTED', parser, confidence: 1, runnerUp: null, warnings: [] };
  const names = parsers.map((candidate) => candidate.format).join(', ');
  const message = `There is no format "${format.slice(0, 60)}". Formats: ${names}.`;
  return { outcome: 'REFUSED', code: 'FORMAT_UNKNOWN', message };
}

function tooLong(parsed: Extract<ParseResult, { outcome: 'PARSED' }>, known: Known): Normalization | null {
  const { cues } = parsed;
  if (cues.length > MAX_CUES) {
    return refuse(
      'TRANSCRIPT_TOO_LONG',
      `The file holds ${cues.length} cues; the limit is ${MAX_CUES}. Split the recording.`,
      known,
    );
  }
  const characters = cues.reduce((sum, { text }) => sum + text.length, 0);
  if (characters <= MAX_SPEECH_CHARACTERS) return null;
  const message = `The file holds ${characters} characters of speech; the limit is ${MAX_SPEECH_CHARACTERS}. Split the recording.`;
  return refuse('TRANSCRIPT_TOO_LONG', message, known);
}

function split(calls: readonly CallPart[], known: Required<Known>): Normalization {
  if (calls.length <= MAX_CALLS) return { outcome: 'SPLIT', ...known, calls };
  const message = `The file holds ${calls.length} calls; the limit is ${MAX_CALLS}. Split the file.`;
  return refuse('TRANSCRIPT_TOO_LONG', message, known);
}

function parseAndNormalize(
  source: TranscriptSource,
  choice: Choice,
  options: NormalizeFileOptions,
  decoding: readonly ParseWarning[],
): Normalization {
  const { format } = choice.parser;
  const known = { format, encoding: source.encoding };
  const parsed = orParserFailure(`The parser ${format} failed on this file`, () =>
    choice.parser.parse(source, options.hints ?? {}),
  );
  if (parsed.outcome === 'REFUSED') {
    return refuse(isErrorCode(parsed.code) ? parsed.code : 'FORMAT_INVALID', parsed.message, known);
  }
  if (parsed.outcome === 'SPLIT') return split(parsed.calls, known);
  const refused = tooLong(parsed, known);
  if (refused) return refused;
  const { transcript, metadata, warnings, quality, dropped } = normalize(parsed, options);
  if (transcript.turns.length === 0) return refuse('TRANSCRIPT_EMPTY', 'The file holds no speech.', known);
  const { cues, setAside } = parsed;
  const words = accountWords({ text: source.text, cues, setAside, dropped, turns: transcript.turns });
  return {
    outcome: 'NORMALIZED',
    ...known,
    confidence: choice.confidence,
    runnerUp: choice.runnerUp,
    metadata,
    transcript,
    words,
    warnings: [...decoding, ...choice.warnings, ...warnings, ...warnOfUnaccounted(words)],
    quality,
    normalizerVersion: NORMALIZER_VERSION,
  };
}

/** A file of blanks, marks and clocks only, without speech. */
const isSilent = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text) || !/\p{L}|[^\d\s:.,\->[\]()]/u.test(text);

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/** Every line costs the parsers a few hundred bytes before it is known how many of them are cues. */
function hasTooManyLines(text: string): boolean {
  if (/^[\s\uFEFF]{0,200}[{[]/.test(text)) return false;
  let lines = 0;
  let before = 0;
  for (let at = 0; at < text.length && lines <= MAX_LINES; at += 1) {
    const code = text.charCodeAt(at);
    if (code === CARRIAGE_RETURN || (code === LINE_FEED && before !== CARRIAGE_RETURN)) lines += 1;
    before = code;
  }
  return lines > MAX_LINES;
}

function readSource(bytes: Uint8Array, options: NormalizeFileOptions): Normalization {
  const decoded = decodeSource(bytes, options.fileName);
  if (decoded.outcome === 'REFUSED') return refuse(decoded.code, decoded.message);
  const { source } = decoded;
  const { encoding } = source;
  if (isSilent(source.text)) return refuse('TRANSCRIPT_EMPTY', 'The file holds no speech.', { encoding });
  if (hasTooManyLines(source.text)) {
    const message = `The file holds more than ${MAX_LINES} lines. Split the recording.`;
    return refuse('TRANSCRIPT_TOO_LONG', message, { encoding });
  }
  const choice = chooseParser(source, options);
  return choice.outcome === 'REFUSED'
    ? refuse(choice.code, choice.message, { encoding })
    : parseAndNormalize(source, choice, options, decoded.warnings);
}

/**
 * Makes turns, participants and roles of a file's bytes. Pure and synchronous. Whatever is wrong with the file is a refusal with a code, or
 * a warning beside the transcript.
 * @throws AppError PARSER_FAILED where a parser or the normalizer throws: that is a bug, and says nothing of the file
 */
export function normalizeFile(bytes: Uint8Array, options: NormalizeFileOptions): Normalization {
  if (bytes.length > MAX_FILE_BYTES) {
    return refuse('PAYLOAD_TOO_LARGE', `The file has ${bytes.length} bytes; the limit is ${MAX_FILE_BYTES} (10 MiB).`);
  }
  return orParserFailure('Normalizing the file failed', () => readSource(bytes, options));
}
