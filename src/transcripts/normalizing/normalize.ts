import type {
  Cue,
  NormalizedTranscript,
  ParsedMetadata,
  ParseHints,
  ParseResult,
  ParseWarning,
  Participant,
  Turn,
} from '../../plugin-api/transcript.js';
import { cleanUnicode } from '../../text/clean-unicode.js';
import { assessQuality } from './assess-quality.js';
import { detectLanguage, primaryTag } from '../detection/detect-language.js';
import { resolveSpeakers, type Person } from '../speakers/resolve-speakers.js';
import { inferRoles, type RoleOptions } from '../speakers/infer-roles.js';
import { mergeTurns, type SpokenCue } from './merge-turns.js';
import { warnOfDoubt } from './warn-of-doubt.js';
import { repairTimes } from '../timing/repair-times.js';
import type { Quality } from '../quality.js';
import type { FoundRole } from '../speakers/infer-from-behavior.js';

/** Raised whenever the same file would become other turns, roles or times. */
export const NORMALIZER_VERSION = '2.0.0';

type ParsedFile = Extract<ParseResult, { outcome: 'PARSED' }>;

interface Normalized {
  readonly transcript: NormalizedTranscript;
  readonly metadata: ParsedMetadata;
  readonly warnings: readonly ParseWarning[];
  readonly quality: Quality;
  /** Cues that are in no turn because no person says them. */
  readonly dropped: readonly Cue[];
}

const MAX_TITLE = 300;
const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

const cleanLine = (text: string): string => cleanUnicode(text).replace(/\s+/g, ' ').trim();

function cleanMetadata(metadata: ParsedMetadata): ParsedMetadata {
  const title = cleanLine(metadata.title ?? '')
    .slice(0, MAX_TITLE)
    .toWellFormed();
  const ref = cleanLine(metadata.externalRef ?? '')
    .slice(0, MAX_TITLE)
    .toWellFormed();
  const { startedAt, durationMs } = metadata;
  const language = primaryTag(metadata.language);
  return {
    ...(title === '' ? {} : { title }),
    ...(ref === '' ? {} : { externalRef: ref }),
    ...(startedAt !== undefined && ISO_WITH_OFFSET.test(startedAt) && !Number.isNaN(Date.parse(startedAt))
      ? { startedAt }
      : {}),
    ...(durationMs !== undefined && durationMs > 0 && durationMs < 2 ** 31
      ? { durationMs: Math.round(durationMs) }
      : {}),
    ...(language === null ? {} : { language }),
  };
}

const lastEnd = (turns: readonly Turn[]): number | null =>
  turns.reduce<number | null>((latest, { endMs }) => (endMs === null ? latest : Math.max(latest ?? 0, endMs)), null);

const toParticipant = (person: Person, index: number, found: FoundRole | undefined): Participant => ({
  index,
  speakerLabel: person.label,
  name: person.name,
  email: person.email,
  affiliation: person.affiliation,
  role: found?.role ?? 'UNKNOWN',
  roleSource: found?.source ?? 'NONE',
  confidence: found?.confidence ?? 0,
});

/** Renumbers the people in the order of their first turn; those without a turn are left out. */
function byAppearance(people: readonly Person[], turns: readonly Turn[]): { people: Person[]; turns: Turn[] } {
  const order = [...new Set(turns.map(({ participant }) => participant))];
  const place = new Map(order.map((person, index) => [person, index]));
  return {
    people: order.flatMap((person) => people[person] ?? []),
    turns: turns.map((turn) => ({ ...turn, participant: place.get(turn.participant) ?? 0 })),
  };
}

function warnOfPeople(people: readonly Person[]): ParseWarning[] {
  if (people.length !== 1) return [];
  return [{ code: 'ONE_SPEAKER', message: 'Only one speaker was found.' }];
}

interface NormalizeOptions extends RoleOptions {
  readonly hints?: ParseHints;
}

/** What captions put before a speaker, with no word behind it. */
const ONLY_MARKS = /^[>–—*•\s-]*$/;

/**
 * Removes characters that cannot be stored. Cues without words are left out, and a piece that continues such a cue begins the utterance.
 */
function cleanCues(cues: readonly Cue[]): Cue[] {
  const cleaned: Cue[] = [];
  let lost: Cue | null = null;
  for (const cue of cues) {
    const text = cleanLine(cue.text);
    const begins: Cue = lost !== null && cue.continues === true ? { ...cue, continues: lost.continues ?? false } : cue;
    const silent = ONLY_MARKS.test(text);
    lost = silent ? begins : null;
    if (!silent) cleaned.push({ ...begins, text });
  }
  return cleaned;
}

/** Turns a parsed file into a normalized transcript. Pure; what the file does not state stays null or UNKNOWN. */
export function normalize(parsed: ParsedFile, options: NormalizeOptions): Normalized {
  const metadata = cleanMetadata(parsed.metadata);
  const cleaned = cleanCues(parsed.cues);
  const folded = resolveSpeakers(cleaned, parsed.participants);
  const spoken = cleaned
    .map((cue, at): SpokenCue => ({ ...cue, person: folded.personOfCue[at] ?? -1 }))
    .filter(({ person }) => person >= 0);
  const dropped =
    spoken.length === cleaned.length ? [] : cleaned.filter((_cue, at) => (folded.personOfCue[at] ?? -1) < 0);
  const unitIsGiven = options.hints?.timeUnit !== undefined;
  const repaired = repairTimes(spoken, { durationMs: metadata.durationMs, unitIsGiven });
  const { people, turns } = byAppearance(folded.people, mergeTurns(repaired.cues));
  const { roles, warnings } = inferRoles(people, turns, options);
  const transcript: NormalizedTranscript = {
    title: metadata.title ?? null,
    startedAt: metadata.startedAt ?? null,
    durationMs: repaired.durationMs ?? lastEnd(turns),
    language: metadata.language ?? detectLanguage(languageSample(turns)),
    participants: people.map((person, index) => toParticipant(person, index, roles[index])),
    turns,
  };
  const all = [
    ...parsed.warnings,
    ...folded.warnings,
    ...repaired.warnings,
    ...warnOfPeople(people),
    ...warnings,
    ...warnOfDoubt(turns),
  ];
  const quality = assessQuality({ transcript, cues: repaired.cues, warnings: all });
  return { transcript, metadata, warnings: all, quality, dropped };
}

/** The beginnings of turns from the whole call, so that one long turn does not decide the language. */
const languageSample = (turns: readonly Turn[]): string =>
  turns
    .slice(0, 200)
    .map(({ text }) => text.slice(0, 200))
    .join('\n');
