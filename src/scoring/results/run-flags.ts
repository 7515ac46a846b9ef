import type { Evaluation, NormalizedTranscript } from '../../plugin-api/index.js';
import type { JudgeVerdict } from '../model/judge-verdict.js';

/** A call with fewer turns is scored, but says less. */
const SHORT_CALL_TURNS = 14;

/**
 * What we see in the transcript ourselves, before any judge is asked: it stands however the run ends.
 * @param marked whether something in the call addresses the judge
 */
export const transcriptFlags = (
  { participants, turns }: NormalizedTranscript,
  marked: boolean,
  offlineJudge: boolean,
): readonly string[] => {
  const flags: string[] = [];
  if (turns.length < SHORT_CALL_TURNS) flags.push('SHORT_CALL');
  if (marked) flags.push('INJECTION_SUSPECTED');
  if (participants.some(({ roleSource }) => roleSource === 'INFERRED')) flags.push('ROLES_INFERRED');
  if (!participants.some(({ role }) => role === 'REP')) flags.push('NO_REPRESENTATIVE');
  if (offlineJudge) flags.push('OFFLINE_BASELINE');
  return flags;
};

const verdictFlags = ({ fallback, offline, effects, remarks = [] }: JudgeVerdict): string[] => [
  ...remarks,
  ...(fallback ? ['FALLBACK_MODEL'] : []),
  ...(offline ? ['OFFLINE_BASELINE'] : []),
  ...(effects.has('DOUBT') ? ['REVIEW_ADVISED'] : []),
];

/** What a reader of the scores should know: what we see ourselves, who answered, and the judge's flags. */
export const runFlags = (
  seen: readonly string[],
  { flags }: Evaluation,
  verdicts: readonly JudgeVerdict[],
): string[] => {
  const all = [...seen, ...verdicts.flatMap(verdictFlags), ...flags.map((flag) => flag.toUpperCase())];
  return [...new Set(all)].toSorted();
};
