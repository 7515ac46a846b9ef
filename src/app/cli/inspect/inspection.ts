import { type Normalization, normalizeFile } from '../../../transcripts/normalizing/normalize-file.js';
import type { Fault } from '../client/call-error.js';
import type { WordAccount } from '../../../plugin-api/index.js';
import { basename } from 'node:path';
import { silentLogger } from '../../../logging/logger.js';
import { loadPlugins } from '../../../plugin-host/load-plugins.js';
import { readBytes } from '../client/read-file.js';

/** How ingestion reads a file: the document that `debrief inspect --json` prints; the order of keys is kept. */
export interface Inspection {
  readonly format: string | null;
  /** Confidence in the format, 0 to 1; 0 if the file was refused. */
  readonly confidence: number;
  readonly encoding: string | null;
  /** Empty if the file was refused. */
  readonly metadata: InspectedMetadata | Readonly<Record<string, never>>;
  readonly participants: readonly InspectedPerson[];
  readonly turns: readonly InspectedTurn[];
  readonly warnings: readonly Fault[];
  /** Where the words of the file went; missing if it was refused or holds several calls. */
  readonly words?: WordAccount;
  /** The calls of a file that holds several; missing if it holds one. */
  readonly calls?: readonly InspectedCall[];
  /** Why the file was refused; missing if it was not. */
  readonly error?: Fault;
}

/** One of several calls of a file. Uploaded, each becomes a transcript of its own. */
interface InspectedCall {
  readonly fileName: string;
  readonly title: string | null;
  readonly externalRef: string | null;
}

interface InspectedMetadata {
  readonly title: string | null;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly language: string;
  readonly externalRef: string | null;
  /** The second most likely format. */
  readonly runnerUp: { readonly format: string; readonly confidence: number } | null;
}

interface InspectedPerson {
  readonly index: number;
  readonly speakerLabel: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  readonly role: string;
  readonly roleSource: string;
  readonly confidence: number;
}

interface InspectedTurn {
  readonly index: number;
  readonly speaker: string;
  readonly role: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
  /** True if it is in doubt who says it; missing if not. */
  readonly doubt?: true;
}

type Read = Extract<Normalization, { outcome: 'NORMALIZED' }>;

const metadataOf = ({ transcript, metadata, runnerUp }: Read): InspectedMetadata => {
  const { title, startedAt, durationMs, language } = transcript;
  return { title, startedAt, durationMs, language, externalRef: metadata.externalRef ?? null, runnerUp };
};

const participantsOf = ({ transcript }: Read): InspectedPerson[] =>
  transcript.participants.map(({ index, speakerLabel, name, email, affiliation, role, roleSource, confidence }) => ({
    index,
    speakerLabel,
    name,
    email,
    affiliation,
    role,
    roleSource,
    confidence,
  }));

const turnsOf = ({ transcript: { turns, participants } }: Read): InspectedTurn[] =>
  turns.map(({ index, participant, startMs, endMs, text, doubt }) => {
    const person = participants[participant];
    const speaker = person?.name ?? person?.speakerLabel ?? '';
    return { index, speaker, role: person?.role ?? 'UNKNOWN', startMs, endMs, text, ...(doubt ? { doubt } : {}) };
  });

const NOTHING = { confidence: 0, metadata: {}, participants: [], turns: [], warnings: [] } as const;

/** The inspection of a file that cannot be read. */
export const failedInspection = (
  error: Fault,
  format: string | null = null,
  encoding: string | null = null,
): Inspection => ({
  ...NOTHING,
  format,
  encoding,
  error: { code: error.code, message: error.message },
});

const splitInspection = (result: Extract<Normalization, { outcome: 'SPLIT' }>): Inspection => ({
  ...NOTHING,
  format: result.format,
  confidence: 1,
  encoding: result.encoding,
  calls: result.calls.map(({ fileName, metadata: { title = null, externalRef = null } }) => ({
    fileName,
    title,
    externalRef,
  })),
});

const readInspection = (result: Read): Inspection => ({
  format: result.format,
  confidence: result.confidence,
  encoding: result.encoding,
  metadata: metadataOf(result),
  participants: participantsOf(result),
  turns: turnsOf(result),
  warnings: result.warnings.map(({ code, message }) => ({ code, message })),
  words: result.words,
});

export const inspectionOf = (result: Normalization): Inspection => {
  if (result.outcome === 'REFUSED') return failedInspection(result, result.format, result.encoding);
  return result.outcome === 'SPLIT' ? splitInspection(result) : readInspection(result);
};

export interface InspectOptions {
  readonly pluginsFile: string;
  readonly format?: string;
  readonly rep?: string;
  readonly customer?: string;
}

/**
 * Reads a file as ingestion does, without a server and without storing anything; `-` is the standard input.
 * @throws CallError FILE_UNREADABLE, PAYLOAD_TOO_LARGE
 * @throws AppError if the plugins cannot be loaded
 */
export const inspectFile = async (path: string, { pluginsFile, ...options }: InspectOptions): Promise<Inspection> => {
  const bytes = await readBytes(path);
  const plugins = await loadPlugins({
    configFile: pluginsFile,
    logger: silentLogger,
    secrets: (name) => process.env[name],
  });
  try {
    const { parsers } = plugins.catalog;
    const named = path === '-' ? {} : { fileName: basename(path) };
    return inspectionOf(normalizeFile(bytes, { ...options, ...named, parsers }));
  } finally {
    await plugins.dispose();
  }
};
