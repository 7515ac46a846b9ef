import { AppError } from '../errors/app-error.js';
import type { NormalizedTranscript } from '../plugin-api/transcript.js';
import type { SpeakerCorrection } from './speaker-correction.js';

/** The labels that a correction names, with the fields that name them. */
const labelsOf = (correction: SpeakerCorrection): readonly (readonly [field: string, label: string])[] => {
  const { kind, label } = correction;
  if (kind === 'SWAP')
    return [
      ['label', label],
      ['other', correction.other],
    ] as const;
  return kind === 'MERGE'
    ? [
        ['label', label],
        ['into', correction.into],
      ]
    : [['label', label]];
};

/**
 * Refuses a correction that a transcript has no speakers for.
 * @throws AppError BAD_USER_INPUT with the path to the label
 */
export const checkCorrection = (
  { participants }: NormalizedTranscript,
  correction: SpeakerCorrection,
  path: readonly string[],
): void => {
  const labels = labelsOf(correction);
  for (const [field, label] of labels) {
    if (participants.some(({ speakerLabel }) => speakerLabel === label)) continue;
    const known = participants.slice(0, 20).map(({ speakerLabel }) => `"${speakerLabel}"`);
    const message = `Nobody speaks as "${label.slice(0, 80)}". Speakers: ${known.join(', ')}.`;
    throw new AppError('BAD_USER_INPUT', message, { path: [...path, field] });
  }
  const [one, other] = labels;
  if (other && one?.[1] === other[1]) {
    throw new AppError('BAD_USER_INPUT', 'Name two speakers, not one twice.', { path: [...path, other[0]] });
  }
};
