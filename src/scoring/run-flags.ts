import type { Evaluation, NormalizedTranscript } from '../plugin-api/index.js';
import { findInjection } from '../text/find-injection.js';

/** A call with fewer turns is scored, but says less. */
const SHORT_CALL_TURNS = 14;

const INJECTION_SUSPECTED = 'INJECTION_SUSPECTED';

const speaksToTheEvaluator = ({ turns, title }: NormalizedTranscript): boolean =>
  [title ?? '', ...turns.map(({ text }) => text)].some((text) => findInjection(text).length > 0);

/** What a reader of the scores should know: the judge's flags and what we see ourselves, whatever the judge says. */
export const runFlags = (transcript: NormalizedTranscript, evaluation: Evaluation, offlineJudge: boolean): string[] => {
  const { participants, turns } = transcript;
  const flags = new Set(evaluation.flags.map((flag) => flag.toUpperCase()));
  if (turns.length < SHORT_CALL_TURNS) flags.add('SHORT_CALL');
  if (speaksToTheEvaluator(transcript)) flags.add(INJECTION_SUSPECTED);
  if (participants.some(({ roleSource }) => roleSource === 'INFERRED')) flags.add('ROLES_INFERRED');
  if (!participants.some(({ role }) => role === 'REP')) flags.add('NO_REPRESENTATIVE');
  if (offlineJudge) flags.add('OFFLINE_BASELINE');
  return [...flags].toSorted();
};
