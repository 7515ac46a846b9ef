import type { NormalizedTranscript } from '../../plugin-api/index.js';

/** Who a run scores. */
export interface RunSubject {
  /** Label under which the representative speaks; null where nobody is known as one. */
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

/** So many runs at most come of one call; whoever speaks most goes first. */
const MAX_SUBJECTS = 8;

const wordsIn = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/** The representatives who say something, whoever says most first. */
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
 * The representatives of a call who each get a run, the lead first: whoever has 5 turns or a tenth of the representatives' words, and the
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
