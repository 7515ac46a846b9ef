import type { ParseWarning, TranscriptParser, TranscriptSource } from '../../plugin-api/transcript.js';
import type { FormatGuess } from '../normalization.entity.js';
import { orParserFailure } from './parser-failure.js';
import { refuseUnknown, type UnknownFile } from './refuse-unknown.js';

export type FormatDetection =
  | {
      readonly outcome: 'DETECTED';
      readonly parser: TranscriptParser;
      readonly confidence: number;
      readonly runnerUp: FormatGuess | null;
      readonly warnings: readonly ParseWarning[];
    }
  | UnknownFile;

/** Below this, the file is refused as unknown. */
const THRESHOLD = 0.3;

/** Below this, a person should look whether the format is the right one. */
const SURE = 0.6;

/** A runner-up this close may be right as well. */
const CLOSE = 0.1;

/** What a fitting file extension adds: enough to break a tie, never enough to make a format. */
const TIE_BREAK = 0.01;

interface Candidate {
  readonly parser: TranscriptParser;
  readonly confidence: number;
  readonly rank: number;
}

/** A confidence of 0 to 1 in hundredths; 0 for what is not a number. */
function detectWith(parser: TranscriptParser, source: TranscriptSource): number {
  const failed = `The parser ${parser.format} failed while detecting the format of this file`;
  const confidence = orParserFailure(failed, () => parser.detect(source));
  return Number.isFinite(confidence) ? Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100 : 0;
}

function rankCandidates(source: TranscriptSource, parsers: readonly TranscriptParser[]): Candidate[] {
  const extension = /\.([a-z\d]{1,16})$/i.exec(source.fileName?.slice(-20) ?? '')?.[1]?.toLowerCase() ?? '';
  return parsers
    .map((parser) => {
      const confidence = detectWith(parser, source);
      return { parser, confidence, rank: confidence + (parser.extensions?.includes(extension) ? TIE_BREAK : 0) };
    })
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.rank - a.rank);
}

const percent = (confidence: number): string => `${Math.round(confidence * 100)} %`;

function warnIfAmbiguous({ parser, confidence }: Candidate, others: readonly Candidate[]): ParseWarning[] {
  const { format, fallback = false } = parser;
  const rival = others.find(
    (other) => other.confidence >= confidence - CLOSE && (fallback || other.parser.fallback !== true),
  );
  if (!rival && confidence >= SURE) return [];
  const read = `The file was read as ${format} (${percent(confidence)} sure)`;
  const other = rival ? `, and may be ${rival.parser.format} (${percent(rival.confidence)})` : '';
  const name = rival?.parser.format ?? 'NAME';
  const message = `${read}${other}. If the turns look wrong, choose the format: \`--format ${name}\`, or \`format\` where the file is uploaded.`;
  return [{ code: 'FORMAT_AMBIGUOUS', message }];
}

/**
 * Chooses the parser by what the file holds. The file's name breaks ties only.
 * @throws AppError PARSER_FAILED where a parser throws: skipping it could choose the wrong format and hide the bug
 */
export function detectFormat(source: TranscriptSource, parsers: readonly TranscriptParser[]): FormatDetection {
  const [best, ...others] = rankCandidates(source, parsers);
  if (!best || best.confidence < THRESHOLD) {
    return refuseUnknown(source.text, parsers);
  }
  const [second] = others;
  return {
    outcome: 'DETECTED',
    parser: best.parser,
    confidence: best.confidence,
    runnerUp: second ? { format: second.parser.format, confidence: second.confidence } : null,
    warnings: warnIfAmbiguous(best, others),
  };
}
