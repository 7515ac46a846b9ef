import { WITHHELD_MARKER, type NormalizedTranscript, type Participant } from '../../plugin-api/index.js';
import type { InjectionMark } from './find-marks.js';

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
