import type { Normalization } from '../../transcripts/normalize-file.js';
import type { Fault } from './call.js';

/** What ingestion makes of a file: the document that `debrief inspect --json` prints, keys in their order. */
export interface Inspection {
  readonly format: string | null;
  /** How sure the format is, 0 to 1; 0 where the file was refused. */
  readonly confidence: number;
  readonly encoding: string | null;
  /** Empty where the file was refused. */
  readonly metadata: InspectedMetadata | Readonly<Record<string, never>>;
  readonly participants: readonly InspectedPerson[];
  readonly turns: readonly InspectedTurn[];
  readonly warnings: readonly Fault[];
  /** Why the file was refused; left out where it was not. */
  readonly error?: Fault;
}

interface InspectedMetadata {
  readonly title: string | null;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly language: string;
  readonly externalRef: string | null;
  /** The second best guess at the format. */
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
  turns.map(({ index, participant, startMs, endMs, text }) => {
    const person = participants[participant];
    const speaker = person?.name ?? person?.speakerLabel ?? '';
    return { index, speaker, role: person?.role ?? 'UNKNOWN', startMs, endMs, text };
  });

/** An inspection that found nothing but a fault. */
export const failedInspection = (
  error: Fault,
  format: string | null = null,
  encoding: string | null = null,
): Inspection => ({
  format,
  confidence: 0,
  encoding,
  metadata: {},
  participants: [],
  turns: [],
  warnings: [],
  error: { code: error.code, message: error.message },
});

export const inspectionOf = (result: Normalization): Inspection =>
  result.outcome === 'REFUSED'
    ? failedInspection(result, result.format, result.encoding)
    : {
        format: result.format,
        confidence: result.confidence,
        encoding: result.encoding,
        metadata: metadataOf(result),
        participants: participantsOf(result),
        turns: turnsOf(result),
        warnings: result.warnings.map(({ code, message }) => ({ code, message })),
      };
