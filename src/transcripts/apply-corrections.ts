import type { NormalizedTranscript, Participant, Turn } from '../plugin-api/transcript.js';
import type { SpeakerCorrection } from './speaker-correction.js';

type People = readonly Participant[];

const indexOf = (people: People, label: string): number =>
  people.findIndex(({ speakerLabel }) => speakerLabel === label);

const change = (people: People, label: string, fields: Partial<Participant>): People =>
  people.map((person) => (person.speakerLabel === label ? { ...person, ...fields } : person));

/** Who they are changes places; what stands under each label stays. */
const swap = (people: People, label: string, other: string): People => {
  const [one, two] = [people[indexOf(people, label)], people[indexOf(people, other)]];
  if (!one || !two) return people;
  const identity = ({ name, email, affiliation, role, confidence }: Participant): Partial<Participant> => ({
    ...{ name, email, affiliation, role, confidence },
    roleSource: 'OPTION',
  });
  return change(change(people, label, identity(two)), other, identity(one));
};

const joinTurns = (before: Turn, turn: Turn): Turn => {
  const at = before.text.length + 1;
  const cuesOf = ({ cues, startMs, endMs, rawOffset }: Turn) => cues ?? [{ at: 0, startMs, endMs, rawOffset }];
  return {
    ...before,
    text: `${before.text} ${turn.text}`,
    endMs: turn.endMs === null || (before.endMs ?? 0) < turn.endMs ? turn.endMs : before.endMs,
    rawOffset: [Math.min(before.rawOffset[0], turn.rawOffset[0]), Math.max(before.rawOffset[1], turn.rawOffset[1])],
    cues: [...cuesOf(before), ...cuesOf(turn).map((cue) => ({ ...cue, at: cue.at + at }))],
  };
};

/** Gives one speaker's turns to another, joins neighbors that are now one stretch, and numbers people and turns anew. */
const merge = (
  { participants, turns, ...rest }: NormalizedTranscript,
  from: number,
  into: number,
): NormalizedTranscript => {
  const place = (index: number): number => {
    const target = index === from ? into : index;
    return target > from ? target - 1 : target;
  };
  const joined: Turn[] = [];
  for (const turn of turns) {
    const moved = { ...turn, participant: place(turn.participant) };
    const before = joined.at(-1);
    const wasOther = turn.participant === from || turns[turn.index - 1]?.participant === from;
    if (before?.participant === moved.participant && wasOther) joined[joined.length - 1] = joinTurns(before, moved);
    else joined.push(moved);
  }
  return {
    ...rest,
    participants: participants.filter(({ index }) => index !== from).map((person, index) => ({ ...person, index })),
    turns: joined.map((turn, index) => ({ ...turn, index })),
  };
};

const apply = (transcript: NormalizedTranscript, correction: SpeakerCorrection): NormalizedTranscript => {
  const { participants } = transcript;
  const { kind, label } = correction;
  if (kind === 'SWAP') return { ...transcript, participants: swap(participants, label, correction.other) };
  if (kind === 'RENAME') return { ...transcript, participants: change(participants, label, { name: correction.name }) };
  if (kind === 'SET_ROLE') {
    const role = { role: correction.role, roleSource: 'OPTION', confidence: 1 } as const;
    return { ...transcript, participants: change(participants, label, role) };
  }
  const [from, into] = [indexOf(participants, label), indexOf(participants, correction.into)];
  return from < 0 || into < 0 || from === into ? transcript : merge(transcript, from, into);
};

/** Applies what people corrected, in order. A correction whose label the transcript no longer has changes nothing. Pure. */
export const applyCorrections = (
  transcript: NormalizedTranscript,
  corrections: readonly SpeakerCorrection[],
): NormalizedTranscript => corrections.reduce(apply, transcript);
