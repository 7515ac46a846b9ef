import {
  type AdjacentText,
  findInjection,
  findSpanningInjection,
  readAdjacentText,
} from '../../injection/find-injection.js';
import { type NormalizedTranscript, type Participant, WITHHELD_MARKER } from '../../plugin-api/index.js';

/** Something in a call that addresses the judge. */
export interface InjectionMark {
  readonly where: 'TURN' | 'PARTICIPANT' | 'TITLE' | 'METADATA';
  /** Number of the turn or of the participant; 0 elsewhere. */
  readonly index: number;
  /** What it looks like, as the detector names it. */
  readonly pattern: string;
}

type Where = InjectionMark['where'];

/** How much of two turns is read together, from the end of the one and the beginning of the other. */
const JOINED = 300;

const marksOf = (where: Where, index: number, text: string): InjectionMark[] =>
  [...new Set(findInjection(text).map(({ pattern }) => pattern))].map((pattern) => ({ where, index, pattern }));

/** The next turn, and the speaker's own next turn, where another one comes between. */
const followers = ({ turns }: NormalizedTranscript, index: number): number[] => {
  const own = turns.findIndex(
    (turn, at) => at > index + 1 && at <= index + 4 && turn.participant === turns[index]?.participant,
  );
  return index + 1 < turns.length ? [index + 1, ...(own < 0 ? [] : [own])] : [];
};

/** What of a turn is read with those before it and behind it: mostly the same, and then read once. */
interface Edges {
  readonly head: AdjacentText;
  readonly tail: AdjacentText;
}

const edgesOf = (text: string): Edges => {
  const head = readAdjacentText(text.slice(0, JOINED));
  return { head, tail: text.length <= JOINED ? head : readAdjacentText(text.slice(-JOINED)) };
};

/** What two turns say only together. */
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
 * All places in a call that address the judge: turns, also where two of them say it together, people's names, the title,
 * and what else came with the file.
 */
export const findMarks = (transcript: NormalizedTranscript, metadata: readonly string[] = []): InjectionMark[] => [
  ...turnMarks(transcript),
  ...transcript.participants.flatMap(({ index, speakerLabel, name, affiliation, email }) =>
    marksOf('PARTICIPANT', index, [speakerLabel, name, affiliation, email].filter(Boolean).join(' | ')),
  ),
  ...marksOf('TITLE', 0, transcript.title ?? ''),
  ...metadata.flatMap((text) => marksOf('METADATA', 0, text)),
];

const nameless = (participant: Participant): Participant => ({
  ...participant,
  speakerLabel: `Participant ${participant.index + 1}`,
  ...{ name: null, email: null, affiliation: null },
});

/** The call without what addresses the judge: marked turns keep their place and speaker, and lose their words. */
export const withholdMarked = (
  transcript: NormalizedTranscript,
  marks: readonly InjectionMark[],
): NormalizedTranscript => {
  const at = (where: InjectionMark['where']): ReadonlySet<number> =>
    new Set(marks.flatMap((mark) => (mark.where === where ? [mark.index] : [])));
  const [turns, people] = [at('TURN'), at('PARTICIPANT')];
  return {
    ...transcript,
    title: at('TITLE').size > 0 ? null : transcript.title,
    participants: transcript.participants.map((one) => (people.has(one.index) ? nameless(one) : one)),
    turns: transcript.turns.map(({ cues, ...turn }) =>
      turns.has(turn.index) ? { ...turn, text: WITHHELD_MARKER } : { ...turn, ...(cues ? { cues } : {}) },
    ),
  };
};
