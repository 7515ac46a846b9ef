import { AppError } from '../../errors/app-error.js';
import type { NormalizedTranscript } from '../../plugin-api/index.js';
import type { Uses } from '../../scope/scope.js';
import { foldText } from '../../text/fold-text.js';
import { Normalization } from '../../transcripts/normalization.entity.js';
import { TranscriptRepresentative } from '../../transcripts/transcript-representative.entity.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';

type Ports = Uses<'em'>;

const identifiedReps = async (
  { em, organizationId }: Ports,
  transcriptId: string,
): Promise<Map<string, string | null>> => {
  const rows = await em.find(
    TranscriptRepresentative,
    { organizationId, transcriptId },
    { fields: ['speakerLabel', 'representativeId'], disableIdentityMap: true },
  );
  return new Map(rows.map(({ speakerLabel, representativeId }) => [speakerLabel, representativeId ?? null]));
};

const documentOf = async (
  { em, organizationId }: Ports,
  { normalizationId }: Transcript,
): Promise<NormalizedTranscript> => {
  const where = { organizationId, id: normalizationId ?? '' };
  // Not kept: a batch would hold the turns of all its calls.
  const found = await em.findOneOrFail(Normalization, where, { fields: ['document'], disableIdentityMap: true });
  return found.document;
};

/** With one representative or none, the turns need not be read. */
const onlySubject = (known: ReadonlyMap<string, string | null>, { representativeId }: Transcript): RunSubject => {
  const [label = null] = known.keys();
  return { label, representativeId: representativeId ?? null };
};

/** Who gets a run of a transcript, the lead first: each representative who speaks enough, and one run without a subject where none is known. */
export const runSubjects = async (
  scope: Ports,
  transcript: Transcript,
): Promise<readonly [RunSubject, ...RunSubject[]]> => {
  const known = await identifiedReps(scope, transcript.id);
  const only = onlySubject(known, transcript);
  if (known.size < 2) return [only];
  const people = { representativeOf: known, leadId: transcript.representativeId ?? null };
  const [lead = only, ...others] = chooseSubjects(await documentOf(scope, transcript), people);
  return [lead, ...others];
};

/** Who was scored before, where that label is still a representative's; else the lead. */
export const sameSubject = async (scope: Ports, transcript: Transcript, label: string | null): Promise<RunSubject> => {
  const known = await identifiedReps(scope, transcript.id);
  const representativeId = label === null ? undefined : known.get(label);
  if (representativeId !== undefined) return { label, representativeId };
  const [lead] = await runSubjects(scope, transcript);
  return lead;
};

const folded = (text: string | null): string => foldText(text ?? '').text;

/**
 * The representative of a call with this label or name, however little they say.
 * @throws AppError BAD_USER_INPUT where there is no such representative, with the ones that there are
 */
export const namedSubject = async (scope: Ports, transcript: Transcript, name: string): Promise<RunSubject> => {
  const reps = speakingReps(await documentOf(scope, transcript));
  const wanted = folded(name);
  const rep =
    reps.find(({ label }) => label === name) ??
    reps.find((one) => wanted !== '' && [folded(one.label), folded(one.name)].includes(wanted));
  if (rep) {
    const known = await identifiedReps(scope, transcript.id);
    return { label: rep.label, representativeId: known.get(rep.label) ?? null };
  }
  const labels = reps.map(({ label }) => label).join(', ');
  const there = labels === '' ? 'Nobody on this call is known as a representative.' : `There are: ${labels}.`;
  throw new AppError('BAD_USER_INPUT', `No representative on this call is called so. ${there}`, {
    path: ['input', 'subject'],
  });
};

/** Who a run scores. */
export interface RunSubject {
  /** Label under which the representative speaks; null where no speaker is known as one. */
  readonly label: string | null;
  readonly representativeId: string | null;
}

interface SpeakingRep {
  readonly label: string;
  readonly name: string | null;
  readonly turns: number;
  readonly words: number;
}

/** From here on a second representative is no bystander: either is enough. */
const ENOUGH_TURNS = 5;
const ENOUGH_SHARE = 0.1;

/** Maximum of runs of one call; those who speak most come first. */
const MAX_SUBJECTS = 8;

const wordsIn = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/** The representatives who speak, in order of how much they say. */
export const speakingReps = ({ participants, turns }: NormalizedTranscript): readonly SpeakingRep[] =>
  participants
    .filter(({ role }) => role === 'REP')
    .map(({ index, speakerLabel, name }) => {
      const own = turns.filter(({ participant }) => participant === index);
      const words = own.reduce((sum, { text }) => sum + wordsIn(text), 0);
      return { label: speakerLabel, name, turns: own.length, words };
    })
    .filter(({ turns: spoken }) => spoken > 0)
    .sort((a, b) => b.words - a.words);

interface KnownPeople {
  readonly representativeOf: ReadonlyMap<string, string | null>;
  readonly leadId: string | null;
}

const leadFirst = (reps: readonly SpeakingRep[], { representativeOf, leadId }: KnownPeople): SpeakingRep[] => {
  const lead = reps.find(({ label }) => leadId !== null && representativeOf.get(label) === leadId) ?? reps[0];
  return lead ? [lead, ...reps.filter((rep) => rep !== lead)] : [];
};

/**
 * The representatives of a call who each get a run, the lead first: each who has 5 turns or a tenth of the representatives' words, and the
 * lead in any case. One person under two labels is scored once. Empty where no representative speaks.
 */
export const chooseSubjects = (transcript: NormalizedTranscript, people: KnownPeople): readonly RunSubject[] => {
  const reps = speakingReps(transcript);
  const words = reps.reduce((sum, rep) => sum + rep.words, 0);
  const subjects: RunSubject[] = [];
  for (const [at, rep] of leadFirst(reps, people).entries()) {
    const representativeId = people.representativeOf.get(rep.label) ?? null;
    const isKnown = representativeId !== null && subjects.some((one) => one.representativeId === representativeId);
    const speaksEnough = rep.turns >= ENOUGH_TURNS || rep.words >= ENOUGH_SHARE * words;
    if (at === 0 || (speaksEnough && !isKnown)) subjects.push({ label: rep.label, representativeId });
  }
  return subjects.slice(0, MAX_SUBJECTS);
};
