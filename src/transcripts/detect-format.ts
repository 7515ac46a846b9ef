import type { ErrorCode } from '../errors/error-codes.js';
import type { TranscriptParser, TranscriptSource } from '../plugin-api/transcript.js';

export interface FormatGuess {
  readonly format: string;
  /** 0 to 1. */
  readonly confidence: number;
}

export type FormatDetection =
  | {
      readonly outcome: 'DETECTED';
      readonly parser: TranscriptParser;
      readonly confidence: number;
      readonly runnerUp: FormatGuess | null;
    }
  | { readonly outcome: 'REFUSED'; readonly code: ErrorCode; readonly message: string };

/** Below this, no parser knows the file well enough to be let at it. */
const THRESHOLD = 0.3;

/** What a fitting file extension adds: enough to break a tie, never enough to make a format. */
const TIE_BREAK = 0.01;
const EXTENSIONS: Readonly<Record<string, string>> = {
  vtt: 'webvtt',
  srt: 'srt',
  csv: 'csv',
  tsv: 'csv',
  txt: 'plain-text',
  md: 'plain-text',
};

interface Candidate {
  readonly parser: TranscriptParser;
  readonly confidence: number;
  readonly rank: number;
}

function safeDetect(parser: TranscriptParser, source: TranscriptSource): number {
  try {
    const confidence = parser.detect(source);
    return Number.isFinite(confidence) ? Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100 : 0;
  } catch {
    return 0;
  }
}

function rankCandidates(source: TranscriptSource, parsers: readonly TranscriptParser[]): Candidate[] {
  const extension = /\.([a-z]{2,4})$/i.exec(source.fileName?.slice(-10) ?? '')?.[1]?.toLowerCase() ?? '';
  return parsers
    .map((parser) => {
      const confidence = safeDetect(parser, source);
      return { parser, confidence, rank: confidence + (EXTENSIONS[extension] === parser.format ? TIE_BREAK : 0) };
    })
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.rank - a.rank);
}

/** Words in sentences, without markup: letters and blanks make up nearly all of it. */
function isProse(text: string): boolean {
  const sample = text.slice(0, 20_000);
  if (/^\s{0,20}[{[<]/.test(sample)) return false;
  const plain = sample.match(/[\p{L}\s.,'’]/gu)?.length ?? 0;
  return sample.trim().split(/\s+/).length >= 3 && plain >= sample.length * 0.85;
}

function refuse(text: string, parsers: readonly TranscriptParser[]): FormatDetection {
  if (isProse(text)) {
    return {
      outcome: 'REFUSED',
      code: 'NOT_A_TRANSCRIPT',
      message:
        'No line says who speaks: this reads as prose or notes, not as a transcript. A transcript has lines such as `Name: text`, or is an export with speakers.',
    };
  }
  const accepted = parsers.map((parser) => `${parser.description} (${parser.format})`).join('; ');
  return {
    outcome: 'REFUSED',
    code: 'FORMAT_UNKNOWN',
    message: `The file is in none of the formats that are read: ${accepted}. If it is one of them, name the format.`,
  };
}

/** Chooses the parser by what the file holds. The file's name breaks ties only. Never throws. */
export function detectFormat(source: TranscriptSource, parsers: readonly TranscriptParser[]): FormatDetection {
  const [best, second] = rankCandidates(source, parsers);
  if (!best || best.confidence < THRESHOLD) return refuse(source.text, parsers);
  const runnerUp = second ? { format: second.parser.format, confidence: second.confidence } : null;
  return { outcome: 'DETECTED', parser: best.parser, confidence: best.confidence, runnerUp };
}
