import type {
  MetricValue,
  Participant,
  ParsedMetadata,
  ParseWarning,
  TranscriptMetric,
  NormalizedTranscript,
  WordAccount,
} from '../../plugin-api/transcript.js';
import { applyCorrections } from './apply-corrections.js';
import { compareNormalizations } from './compare-normalizations.js';
import type { FormatGuess, NormalizationDifference } from '../normalization.entity.js';
import { measureTranscript } from './measure-transcript.js';
import { normalizeFile, type Normalization, type NormalizeFileOptions } from './normalize-file.js';
import type { Quality } from '../quality.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

export interface ReadFileOptions extends Omit<NormalizeFileOptions, 'parsers'> {
  /** What people corrected of this transcript before, oldest first. */
  readonly corrections: readonly SpeakerCorrection[];
  /** The current normalization as JSON, for the difference. */
  readonly previous: { readonly format: string; readonly document: string } | null;
}

export interface FileTools {
  readonly parsers: NormalizeFileOptions['parsers'];
  readonly metrics: readonly TranscriptMetric[];
}

/** A participant with how much of the call is theirs. */
export interface SpokenParticipant extends Participant {
  /** Characters spoken. */
  readonly spoken: number;
}

/** The result of reading a file. The turns are JSON, ready to be stored, so that a long call costs the receiving thread next to nothing. */
export interface ReadTranscript {
  readonly outcome: 'READ';
  readonly format: string;
  readonly confidence: number;
  readonly runnerUp: FormatGuess | null;
  readonly encoding: string;
  readonly warnings: readonly ParseWarning[];
  readonly normalizerVersion: string;
  readonly metadata: ParsedMetadata;
  readonly title: string | null;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly language: string;
  readonly turnCount: number;
  readonly participants: readonly SpokenParticipant[];
  readonly quality: Quality;
  readonly words: WordAccount;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly difference: NormalizationDifference | null;
  /** The normalized transcript as JSON. */
  readonly document: string;
}

export type FileReading = ReadTranscript | Extract<Normalization, { outcome: 'SPLIT' | 'REFUSED' }>;

/** The participants with how much each of them says. */
export const spokenParticipants = ({ participants, turns }: NormalizedTranscript): SpokenParticipant[] => {
  const spoken = participants.map(() => 0);
  for (const { participant, text } of turns) spoken[participant] = (spoken[participant] ?? 0) + text.length;
  return participants.map((participant, index) => ({ ...participant, spoken: spoken[index] ?? 0 }));
};

/**
 * All that is done with a file's bytes before it is stored: read, corrected as before, measured, compared. Pure.
 * @throws AppError PARSER_FAILED as `normalizeFile`
 */
export const readFile = (bytes: Uint8Array, options: ReadFileOptions, { parsers, metrics }: FileTools): FileReading => {
  const result = normalizeFile(bytes, { ...options, parsers });
  if (result.outcome !== 'NORMALIZED') return result;
  const { format, confidence, runnerUp, encoding, warnings, normalizerVersion, metadata, quality, words } = result;
  const transcript = applyCorrections(result.transcript, options.corrections);
  const { title, startedAt, durationMs, language, turns } = transcript;
  const after = { format, transcript };
  return {
    outcome: 'READ',
    ...{ format, confidence, runnerUp, encoding, warnings, normalizerVersion, metadata, quality, words },
    ...{ title, startedAt, durationMs, language, turnCount: turns.length },
    participants: spokenParticipants(transcript),
    metrics: measureTranscript(transcript, metrics),
    difference: options.previous && compareNormalizations(options.previous, after),
    document: JSON.stringify(transcript),
  };
};
