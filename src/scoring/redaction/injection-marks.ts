import {
  type AdjacentText,
  findInjection,
  findSpanningInjection,
  readAdjacentText,
} from '../../injection/find-injection.js';
import { type NormalizedTranscript, type Participant, WITHHELD_MARKER } from '../../plugin-api/index.js';

/** A place in a call that addresses the judge. */
export interface InjectionMark {
  readonly where: 'TURN' | 'PARTICIPANT' | 'TITLE' | 'METADATA';
  /** Number of the turn or of the participant; 0 elsewhere. */
  readonly index: number;
  /** Name of the detector's pattern. */
  readonly pattern: string;
}

type Where = InjectionMark['where'];

/** Characters at the end of one turn and at the beginning of another that are read together. */
const EDGE_LENGTH = 300;

const marksOf = (where: Where, index: number, text: string): InjectionMark[] =>
  [...new Set(findInjection(text).map(({ pattern }) => pattern))].map((pattern) => ({ where, index, pattern }));

/** The next turn, and the speaker's own next turn if another one is between. */
const followers = ({ turns }: NormalizedTranscript, index: number): number[] => {
  const own = turns.findIndex(
    (turn, at) => at > index + 1 && at <= index + 4 && turn.participant === turns[index]?.participant,
  );
  return index + 1 < turns.length ? [index + 1, ...(own < 0 ? [] : [own])] : [];
};

/** Parts of a turn that are read together with the turns before and after it. Of a short turn they are the same text, read once. */
interface Edges {
  readonly head: AdjacentText;
  readonly tail: AdjacentText;
}

const edgesOf = (text: string): Edges => {
  const head = readAdjacentText(text.slice(0, EDGE_LENGTH));
  return { head, tail: text.length <= EDGE_LENGTH ? head : readAdjacentText(text.slice(-EDGE_LENGTH)) };
};

/** Marks for what two turns say only together. */
const splitMarks = (first: number, second: number, edges: readonly (Edges | null)[]): InjectionMark[] => {
  const [before, behind] = [edges[first], edges[second]];
  if (!before || !behind) return [];
  return findSpanningInjection(before.tail, behind.head).flatMap(({ pattern }) =>
    [first, second].map((index) => ({ where: 'TURN' as const, index, pattern })),
  );
};

const turnMarks = (transcript: NormalizedTranscript): InjectionMark[] => {
  const whole = transcript.turns.flatMap(({ text }, index) => marksOf('TURN', index, text));
  const marked = new Set(whole.map(({ index }) => index));
  const edges = transcript.turns.map(({ text }, index) => (marked.has(index) ? null : edgesOf(text)));
  const split = transcript.turns.flatMap((_turn, first) =>
    followers(transcript, first).flatMap((second) => splitMarks(first, second, edges)),
  );
  return [...whole, ...split];
};

/**
 * All places in a call that address the judge: turns (also two turns together), names of people, the title, and metadata of
 * the file.
 */
export const findMarks = (transcript: NormalizedTranscript, metadata: readonly string[] = []): InjectionMark[] => [
  ...turnMarks(transcript),
  ...transcript.participants.flatMap(({ index, speakerLabel, name, affiliation, email }) =>
    marksOf('PARTICIPANT', index, [speakerLabel, name, affiliation, email].filter(Boolean).join(' | ')),
  ),
  ...marksOf('TITLE', 0, transcript.title ?? ''),
  ...metadata.flatMap((text) => marksOf('METADATA', 0, text)),
];

const withoutIdentity = (participant: Participant): Participant => ({
  ...participant,
  speakerLabel: `Participant ${participant.index + 1}`,
  ...{ name: null, email: null, affiliation: null },
});

/** The call without the text that addresses the judge: marked turns keep number and speaker, but not their words. */
export const redactMarks = (
  transcript: NormalizedTranscript,
  marks: readonly InjectionMark[],
): NormalizedTranscript => {
  const at = (where: InjectionMark['where']): ReadonlySet<number> =>
    new Set(marks.flatMap((mark) => (mark.where === where ? [mark.index] : [])));
  const [turns, people] = [at('TURN'), at('PARTICIPANT')];
  return {
    ...transcript,
    title: at('TITLE').size > 0 ? null : transcript.title,
    participants: transcript.participants.map((one) => (people.has(one.index) ? withoutIdentity(one) : one)),
    turns: transcript.turns.map(({ cues, ...turn }) =>
      turns.has(turn.index) ? { ...turn, text: WITHHELD_MARKER } : { ...turn, ...(cues ? { cues } : {}) },
    ),
  };
};
