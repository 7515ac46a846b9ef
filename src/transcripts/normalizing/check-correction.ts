import type { NormalizedTranscript } from '../../plugin-api/transcript.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

export interface CorrectionFault {
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

/** Why a correction does not fit a transcript: it names somebody who does not speak there, or one twice; null where it fits. */
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
