/** Who a person on the call is to us. OTHER is a known third party, UNKNOWN is not known. */
export type ParticipantRole = 'REP' | 'CUSTOMER' | 'OTHER' | 'UNKNOWN';

/** Where a role came from, strongest first. */
export type RoleSource = 'OPTION' | 'FIELD' | 'LABEL' | 'EMAIL_DOMAIN' | 'SUFFIX' | 'INFERRED' | 'NONE';

/** A file as a parser sees it: decoded text (byte order mark removed, line ends as they are) and the raw bytes. */
export interface TranscriptSource {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** WHATWG name of the encoding that `text` was decoded with, e.g. `utf-8`, `windows-1252`. */
  readonly encoding: string;
  readonly fileName?: string;
  /**
   * `docx` where `text` was taken out of a Word document: one line for each paragraph, line break or table row, tabs between the cells of a
   * row, a blank line after each paragraph. Offsets always refer to `text`.
   */
  readonly container?: 'docx';
}

/** One piece of speech as the file has it. */
export interface Cue {
  /** The speaker's label as written, or null if the file names none. */
  readonly speaker: string | null;
  readonly text: string;
  /** Integer milliseconds from the start of the recording; null if the file does not say. Ends are never invented. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Position of the cue in `TranscriptSource.text`, in UTF-16 code units: start inclusive, end exclusive. */
  readonly offset: readonly [start: number, end: number];
  /** The earliest time at which it can have been said, where the file gives only the time of a block; `startMs` is then null. */
  readonly notBeforeMs?: number;
  /** How sure the speech recognition was of the words, 0 to 1, where the file says. */
  readonly confidence?: number;
  /** True if this cue continues the same utterance as the cue before it (pieces of one Teams utterance). */
  readonly continues?: boolean;
  /** True if it is in doubt who says it, e.g. where what looks like a label was taken for words, or words for a label. */
  readonly doubt?: boolean;
}

/** What a file states about a person, beyond the label on the cues. */
export interface ParsedParticipant {
  /** The label that cues carry for this person. */
  readonly label: string;
  readonly name?: string;
  readonly email?: string;
  /** Company or group that the file states. */
  readonly affiliation?: string;
  /**
   * Role that the file states in a field of its own (Gong's `affiliation`, a `role` column). UNKNOWN says that the file's roles are no sides
   * of a sale (`user`, `assistant`): none is then concluded from what the person says.
   */
  readonly role?: ParticipantRole;
}

/** One of several calls that a file holds, fit to be a file of its own. */
export interface CallPart {
  /** Name of the new file, with the extension that fits its content. */
  readonly fileName: string;
  /** Its content: unchanged if that part of the file can be read alone, otherwise rewritten in the same format. */
  readonly text: string;
  /** Format that reads it, where it is known. */
  readonly format?: string;
  /** What the file states about this call outside of `text`. */
  readonly metadata: Pick<ParsedMetadata, 'title' | 'externalRef'>;
}

export interface ParsedMetadata {
  readonly title?: string;
  /** ISO 8601 with offset. Left out where the zone is not known. */
  readonly startedAt?: string;
  readonly durationMs?: number;
  /** BCP 47 tag that the file states. */
  readonly language?: string;
  /** The call's id in the system that it came from. */
  readonly externalRef?: string;
}

export interface ParseWarning {
  /** UPPER_CASE code, e.g. `CUE_TIME_REVERSED`. */
  readonly code: string;
  /** For a person, with the count or the line where it helps. */
  readonly message: string;
}

/** Why words of a file are in no turn. */
export const SET_ASIDE_REASONS = [
  /** Above the first words: title, attendees, head of the format. */
  'HEADER',
  'TIMING',
  /** Who speaks. */
  'LABEL',
  /** Ids, other columns, fields of records. */
  'METADATA',
  'MARKUP',
  /** Remarks of the tool that made the file. */
  'NOTICE',
  /** Pauses, sounds and actions. */
  'STAGE_DIRECTION',
  /** Said by a recorder, a screen or an announcement. */
  'NOT_A_PERSON',
  /** Records of another kind than speech: system messages, events. */
  'NOT_SPEECH_RECORD',
  /** An earlier state of words that are there in their final state. */
  'SUPERSEDED_PARTIAL',
  /** What the speech recognition took for less likely. */
  'ALTERNATIVE',
  /** The same words once more: captions that roll up the screen, another view of the call. */
  'REPEATED',
  /** Texts about the call: summaries, notes, scores. */
  'ANALYSIS',
] as const;

export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];

/** A part of the file whose words are in no cue, unless a cue's `offset` is within it. */
export interface SetAside {
  readonly reason: SetAsideReason;
  /** Position in `TranscriptSource.text`, in UTF-16 code units: start inclusive, end exclusive. */
  readonly offset: readonly [start: number, end: number];
}

/** Where the words of a file went. */
export interface WordAccount {
  readonly inFile: number;
  readonly inTurns: number;
  /** Most words first. */
  readonly setAside: readonly { readonly reason: SetAsideReason; readonly words: number }[];
}

export type ParseResult =
  | {
      readonly outcome: 'PARSED';
      readonly cues: readonly Cue[];
      readonly participants: readonly ParsedParticipant[];
      readonly metadata: ParsedMetadata;
      readonly warnings: readonly ParseWarning[];
      /**
       * What was left out on purpose. Times, tags, labels of speakers, fields of JSON and what is above the first cue need no entry: they are
       * recognized. Where words are in no cue and in no entry, the reading warns with WORDS_UNACCOUNTED.
       */
      readonly setAside?: readonly SetAside[];
    }
  | {
      /** The file holds several calls: each becomes a transcript of its own. At least two, in the order of the file. */
      readonly outcome: 'SPLIT';
      readonly calls: readonly CallPart[];
    }
  | { readonly outcome: 'REFUSED'; readonly code: string; readonly message: string };

/** What the uploader stated about a file. */
export interface ParseHints {
  /** Order of day and month in ambiguous dates, unit of bare numbers, and the like: read by the parsers that need them. */
  readonly timeUnit?: 'ms' | 's';
}

/**
 * Reads one transcript format. `detect` and `parse` are pure and never throw on bad input: they answer 0, or a refusal. An exception is taken
 * for a bug, and ends the reading of the file with PARSER_FAILED.
 */
export interface TranscriptParser {
  /** Unique, lower-case with dashes: `webvtt`, `gong-json`. */
  readonly format: string;
  readonly description: string;
  /** Extensions of files of this format, lower-case without the dot: `vtt`. They decide between formats that fit equally well, and nothing else. */
  readonly extensions?: readonly string[];
  /** Group under which the format is listed where a file is refused as unknown, e.g. `captions`; under its own name where left out. */
  readonly family?: string;
  /** True if the parser takes what no other claims: it is no rival of a parser that recognizes its own format, however sure it is. */
  readonly fallback?: boolean;
  /** True if the format is recognized only to refuse it with a reason: it is not listed among what is read. */
  readonly refuses?: boolean;
  /** How sure this parser is that the file is its format: 0 (not at all) to 1 (a signature says so). Sees the whole source, reads what it needs. */
  detect(source: TranscriptSource): number;
  parse(source: TranscriptSource, hints: ParseHints): ParseResult;
}

export interface Participant {
  /** Position in `NormalizedTranscript.participants`; turns refer to it. */
  readonly index: number;
  /** Label as the file has it, first spelling seen. */
  readonly speakerLabel: string;
  /** Label without decorations such as `(Guest)`; null for `Speaker 1` and the like. */
  readonly name: string | null;
  readonly email: string | null;
  readonly affiliation: string | null;
  readonly role: ParticipantRole;
  readonly roleSource: RoleSource;
  /** How sure the role is, 0 to 1. */
  readonly confidence: number;
}

/** A cue inside a turn that was joined from several. */
export interface TurnCue {
  /** Where its words begin in the text of the turn, UTF-16 code units. */
  readonly at: number;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Span in the decoded source text. */
  readonly rawOffset: readonly [start: number, end: number];
  /** True if it is in doubt who says it; left out if not. */
  readonly doubt?: true;
}

export interface Turn {
  /** 0-based, dense; the number printed in prompts and cited by evidence. */
  readonly index: number;
  /** Index into `participants`. */
  readonly participant: number;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
  /** Span in the decoded source text, UTF-16 code units. */
  readonly rawOffset: readonly [start: number, end: number];
  /** The earliest time at which it can have begun, where only that is known. */
  readonly notBeforeMs?: number;
  /** True if it is in doubt who says some or all of it; left out if not. */
  readonly doubt?: true;
  /** The cues that it was joined from, in order; left out if it is one cue. */
  readonly cues?: readonly TurnCue[];
}

/** The normalized transcript, the same for every format. */
export interface NormalizedTranscript {
  readonly title: string | null;
  /** ISO 8601 with offset. */
  readonly startedAt: string | null;
  /** Stated duration, else the last end. */
  readonly durationMs: number | null;
  /** BCP 47 primary tag (`en`), or `und`. */
  readonly language: string;
  readonly participants: readonly Participant[];
  readonly turns: readonly Turn[];
}

export type MetricValue =
  | {
      readonly outcome: 'MEASURED';
      readonly value: number;
      readonly unit: string;
      /** What a share is a share of; null for what is no share. */
      readonly denominator: string | null;
      /** True if the file lacks what would be measured, and it was estimated. */
      readonly estimated?: boolean;
    }
  | { readonly outcome: 'UNAVAILABLE'; readonly reason: string };

/** Computes figures of a transcript without asking a model. */
export interface TranscriptMetric {
  readonly name: string;
  readonly version: number;
  measure(transcript: NormalizedTranscript): Readonly<Record<string, MetricValue>>;
}

/**
 * Text of a turn whose words the core withholds from the judge because they address it. Validators see the same transcript
 * as the judge. Too short to be quoted as evidence.
 */
export const WITHHELD_MARKER = '[withheld]';
