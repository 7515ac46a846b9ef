import type { EvaluatorOptions, NormalizedTranscript, UnscoredReason } from 'debrief/plugin-api';

export interface Unscorable {
  readonly reason: UnscoredReason;
  readonly rationale: string;
}

const NAME_THE_REP =
  'Name the representative and score again: `--rep NAME` on the command line, or the field `rep` of an upload.';

/** Words of buying and selling. Where none of them falls between people whose roles nobody knows, nobody sells. */
const DEALING =
  /\b(?:pric(?:es?|ing)|budget|contract|proposal|quot(?:e|ation)|purchas(?:e|es|ing)|vendors?|suppliers?|demo|trial|pilot|invoices?|subscription|licen[cs]es?|your (?:team|company|business)|our (?:product|platform|solution|service|customers?|clients?))\b/i;

const isEnglish = ({ language }: NormalizedTranscript): boolean => language === 'en' || language === 'und';

const speaksOfDealing = ({ turns }: NormalizedTranscript): boolean => turns.some(({ text }) => DEALING.test(text));

const isForeign = ({ language }: NormalizedTranscript, known: readonly string[] | null): boolean =>
  known !== null && language !== 'und' && !known.includes(language);

/** Why a transcript cannot be scored whatever a model says of it, or null where it can. */
export const findUnscorable = (
  transcript: NormalizedTranscript,
  { judgeLanguages }: Pick<EvaluatorOptions, 'judgeLanguages'>,
): Unscorable | null => {
  if (isForeign(transcript, judgeLanguages)) {
    return {
      reason: 'UNSUPPORTED_LANGUAGE',
      rationale: `The call is in "${transcript.language}"; this judge knows ${judgeLanguages?.join(', ') ?? 'none'}. Score it again with another model.`,
    };
  }
  const speaking = new Set(transcript.turns.map((turn) => turn.participant));
  const speakers = transcript.participants.filter((participant) => speaking.has(participant.index));
  if (speakers.some((participant) => participant.role === 'REP')) return null;
  if (speakers.length < 2) {
    return {
      reason: 'NOT_A_SALES_CALL',
      rationale: `Nobody is in conversation here: the text has ${speakers.length === 0 ? 'no speaker' : 'one speaker'} and no representative. If it is a sales call, export it with speaker names. ${NAME_THE_REP}`,
    };
  }
  if (isEnglish(transcript) && !speaksOfDealing(transcript)) {
    return {
      reason: 'NOT_A_SALES_CALL',
      rationale: `Nobody here sells or buys, and nobody is known as the representative. If it is a sales call: ${NAME_THE_REP}`,
    };
  }
  const labels = speakers.slice(0, 6).map((participant) => participant.speakerLabel);
  return {
    reason: 'NO_REPRESENTATIVE',
    rationale: `It is not known who of ${labels.join(', ')} is the representative. ${NAME_THE_REP}`,
  };
};
