import type { NormalizedTranscript, Participant, Turn, TurnCue } from '../../plugin-api/transcript.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

type People = readonly Participant[];

const indexOf = (people: People, label: string): number =>
  people.findIndex(({ speakerLabel }) => speakerLabel === label);

const change = (people: People, label: string, fields: Partial<Participant>): People =>
  people.map((person) => (person.speakerLabel === label ? { ...person, ...fields } : person));

/** A role set by a person; UNKNOWN is not a finding. */
const givenRole = (role: Participant['role']): Pick<Participant, 'role' | 'roleSource' | 'confidence'> =>
  role === 'UNKNOWN' ? { role, roleSource: 'NONE', confidence: 0 } : { role, roleSource: 'OPTION', confidence: 1 };

/** Exchanges the identities of two labels; the turns stay with their label. */
const swap = (people: People, label: string, other: string): People => {
  const [one, two] = [people[indexOf(people, label)], people[indexOf(people, other)]];
  if (!one || !two) return people;
  const identity = ({ name, email, affiliation, role }: Participant): Partial<Participant> => ({
    ...{ name, email, affiliation },
    ...givenRole(role),
  });
  return change(change(people, label, identity(two)), other, identity(one));
};

const cuesOf = ({ cues, startMs, endMs, rawOffset, doubt }: Turn): readonly TurnCue[] =>
  cues ?? [{ at: 0, startMs, endMs, rawOffset, ...(doubt ? { doubt } : {}) }];

/** The latest end; unknown where the last has none. */
const latestEnd = (turns: readonly Turn[]): number | null => {
  const last = turns.at(-1)?.endMs ?? null;
  return last === null ? null : turns.reduce((latest, { endMs }) => Math.max(latest, endMs ?? 0), last);
};

/** Several turns as one stretch of speech. */
const joinTurns = (turns: readonly Turn[], first: Turn): Turn => {
  if (turns.length === 1) return first;
  const cues: TurnCue[] = [];
  let at = 0;
  for (const turn of turns) {
    for (const cue of cuesOf(turn)) cues.push({ ...cue, at: cue.at + at });
    at += turn.text.length + 1;
  }
  const begin = turns.reduce((least, { rawOffset }) => Math.min(least, rawOffset[0]), first.rawOffset[0]);
  const end = turns.reduce((most, { rawOffset }) => Math.max(most, rawOffset[1]), first.rawOffset[1]);
  const text = turns.map((turn) => turn.text).join(' ');
  const inDoubt = cues.some(({ doubt }) => doubt) ? { doubt: true as const } : {};
  return { ...first, text, endMs: latestEnd(turns), rawOffset: [begin, end], ...inDoubt, cues };
};

/** Moves one speaker's turns to another, joins neighbors that now have the same speaker, and renumbers people and turns. */
const merge = (
  { participants, turns, ...rest }: NormalizedTranscript,
  from: number,
  into: number,
): NormalizedTranscript => {
  const place = (index: number): number => {
    const target = index === from ? into : index;
    return target > from ? target - 1 : target;
  };
  const stretches: Turn[][] = [];
  turns.forEach((turn, at) => {
    const before = turns[at - 1];
    const same = before !== undefined && place(before.participant) === place(turn.participant);
    // Separate turns of one speaker stay separate.
    if (same && before.participant !== turn.participant) stretches.at(-1)?.push(turn);
    else stretches.push([turn]);
  });
  const joined = stretches.flatMap((stretch) => (stretch[0] ? [joinTurns(stretch, stretch[0])] : []));
  return {
    ...rest,
    participants: participants.filter(({ index }) => index !== from).map((person, index) => ({ ...person, index })),
    turns: joined.map((turn, index) => ({ ...turn, index, participant: place(turn.participant) })),
  };
};

const apply = (transcript: NormalizedTranscript, correction: SpeakerCorrection): NormalizedTranscript => {
  const { participants } = transcript;
  const { kind, label } = correction;
  if (kind === 'SWAP') return { ...transcript, participants: swap(participants, label, correction.other) };
  if (kind === 'RENAME') return { ...transcript, participants: change(participants, label, { name: correction.name }) };
  if (kind === 'SET_ROLE') {
    return { ...transcript, participants: change(participants, label, givenRole(correction.role)) };
  }
  const [from, into] = [indexOf(participants, label), indexOf(participants, correction.into)];
  return from < 0 || into < 0 || from === into ? transcript : merge(transcript, from, into);
};

/** Applies what people corrected, in order. A correction whose label the transcript no longer has changes nothing. Pure. */
export const applyCorrections = (
  transcript: NormalizedTranscript,
  corrections: readonly SpeakerCorrection[],
): NormalizedTranscript => corrections.reduce(apply, transcript);

interface CorrectionFault {
  readonly message: string;
  /** Field of the correction that is wrong. */
  readonly field: string;
}

/** The labels that a correction names, with the fields that name them. */
const labelsOf = (correction: SpeakerCorrection): Readonly<Record<string, string>> => {
  const { kind, label } = correction;
  if (kind === 'SWAP') return { label, other: correction.other };
  return kind === 'MERGE' ? { label, into: correction.into } : { label };
};

/** Why a correction does not fit a transcript: it names a speaker who is not in it, or the same one twice; null if it fits. */
export const checkCorrection = (
  { participants }: NormalizedTranscript,
  correction: SpeakerCorrection,
): CorrectionFault | null => {
  const labels = Object.entries(labelsOf(correction));
  for (const [field, label] of labels) {
    if (participants.some(({ speakerLabel }) => speakerLabel === label)) continue;
    const known = participants.slice(0, 20).map(({ speakerLabel }) => `"${speakerLabel}"`);
    return { field, message: `Nobody speaks as "${label.slice(0, 80)}". Speakers: ${known.join(', ')}.` };
  }
  const [one, other] = labels;
  if (!other || one?.[1] !== other[1]) return null;
  return { field: other[0], message: 'Name two speakers, not one twice.' };
};
