import { countOf } from 'debrief/plugin-api/text';
import type {
  Confidence,
  JudgeDimension,
  JudgeFlag,
  JudgeOutput,
  NormalizedTranscript,
  Rubric,
  RubricDimension,
} from 'debrief/plugin-api';

import { chooseEvidence, findMissed, lowerToFloor } from './choose-evidence.js';
import type { SpinClass } from './classify-question.js';
import { coach } from './coach.js';
import { collectQuestions, readTurns, type AskedQuestion, type ReadTurn } from './collect-questions.js';
import { scoreByCounts, type SpinScores } from './score-by-counts.js';
import { screenCall } from './screen-call.js';

const ORDER: readonly SpinClass[] = ['situation', 'problem', 'implication', 'need_payoff'];

type SpinDimension = RubricDimension & { readonly key: SpinClass };

const isSpinDimension = (dimension: RubricDimension): dimension is SpinDimension =>
  ORDER.some((key) => key === dimension.key);

/** Whether the baseline can score by this rubric: the four SPIN dimensions on a scale of 0 to 5. */
export const knowsRubric = ({ key, scale, dimensions }: Rubric): boolean =>
  key === 'spin' &&
  scale.min === 0 &&
  scale.max === 5 &&
  scale.step === 1 &&
  dimensions.length === ORDER.length &&
  dimensions.every(isSpinDimension);

const LEVELS: readonly Confidence[] = ['low', 'medium', 'high'];

/** The median of the questions' confidences; without a question it is medium. */
const confidenceOf = (asked: readonly AskedQuestion[], lowered: boolean): Confidence => {
  if (lowered) return 'low';
  const levels = asked.map(({ confidence }) => LEVELS.indexOf(confidence)).sort((a, b) => a - b);
  return LEVELS[levels[Math.floor((levels.length - 1) / 2)] ?? 1] ?? 'medium';
};

const explain = (dimension: SpinDimension, asked: readonly AskedQuestion[], wanted: number, score: number): string => {
  const name = dimension.name.toLowerCase();
  if (asked.length === 0) return `No ${name} question that got an answer was found by its wording.`;
  const leading = asked.filter((question) => question.leading).length;
  return [
    `${countOf(asked.length, `${name} question`)}.`,
    `Answers: ${asked.filter(({ answer }) => answer.elaborates).length} of 15 words or more, ${asked.filter(({ answer }) => answer.quantified).length} with a number, ${asked.filter(({ answer }) => answer.admitsProblem).length} that name a problem.`,
    ...(leading > 0 ? [`${leading} leading.`] : []),
    ...(score < wanted
      ? [`Lowered from ${wanted} to ${score}: the call offers no more evidence that can be quoted.`]
      : []),
  ].join(' ');
};

interface Scoring {
  readonly dimensions: Record<string, JudgeDimension>;
  readonly scores: SpinScores;
}

const scoreDimensions = (rubric: Rubric, questions: readonly AskedQuestion[], turns: readonly ReadTurn[]): Scoring => {
  const textOf = new Map(turns.map(({ turn }) => [turn.index, turn.text]));
  const wanted = scoreByCounts(questions, turns);
  const scores = { ...wanted };
  const dimensions: Record<string, JudgeDimension> = {};
  for (const dimension of rubric.dimensions.filter(isSpinDimension)) {
    const { key } = dimension;
    const asked = questions.filter(({ spinClass, tainted }) => spinClass === key && !tainted);
    const evidence = chooseEvidence(key, questions, (index) => textOf.get(index) ?? '');
    scores[key] = lowerToFloor(dimension, wanted[key], evidence);
    dimensions[key] = {
      evidence,
      rationale: explain(dimension, asked, wanted[key], scores[key]),
      score: scores[key],
      confidence: confidenceOf(asked, scores[key] < wanted[key]),
    };
  }
  for (const key of ORDER.slice(1)) {
    const dimension = dimensions[key];
    const used = Object.values(dimensions).flatMap(({ evidence }) => evidence);
    if (dimension?.score === 0) dimension.evidence.push(...findMissed(turns, used));
  }
  return { dimensions, scores };
};

const weightedMean = (rubric: Rubric, scores: SpinScores): number => {
  const dimensions = rubric.dimensions.filter(isSpinDimension);
  const weight = dimensions.reduce((sum, dimension) => sum + dimension.weight, 0);
  const total = dimensions.reduce((sum, dimension) => sum + dimension.weight * scores[dimension.key], 0);
  return weight > 0 ? total / weight : 0;
};

const callCheck = (transcript: NormalizedTranscript, isSalesCall: boolean): JudgeOutput['call_check'] => ({
  is_sales_call: isSalesCall,
  language: transcript.language,
  rep_speaker_ids: transcript.participants.filter(({ role }) => role === 'REP').map(({ speakerLabel }) => speakerLabel),
});

const unscored = (rubric: Rubric, rationale: string): JudgeOutput['dimensions'] =>
  Object.fromEntries(
    rubric.dimensions.map(({ key }) => [key, { evidence: [], rationale, score: null, confidence: 'high' as const }]),
  );

/** Scores a call by the SPIN rubric from its wording alone: the same answer for the same transcript, always. */
export const scoreTranscript = (transcript: NormalizedTranscript, rubric: Rubric): JudgeOutput => {
  const turns = readTurns(transcript);
  const questions = collectQuestions(turns);
  const screening = screenCall(transcript, turns, questions);
  const suspected: JudgeFlag[] = turns.some(({ injections }) => injections.length > 0) ? ['injection_suspected'] : [];
  if (screening.verdict !== 'SALES_CALL') {
    const isSalesCall = screening.verdict !== 'NOT_A_SALES_CALL';
    return {
      call_check: callCheck(transcript, isSalesCall),
      dimensions: unscored(rubric, screening.rationale),
      coaching: { strengths: [], improvements: [], summary: screening.rationale },
      overall_score: 0,
      flags: ['insufficient_evidence', isSalesCall ? 'unsupported_language' : 'not_a_sales_call', ...suspected],
    };
  }
  const { dimensions, scores } = scoreDimensions(rubric, questions, turns);
  return {
    call_check: callCheck(transcript, true),
    dimensions,
    coaching: coach({ questions, turns, scores }, ORDER),
    overall_score: weightedMean(rubric, scores),
    flags: suspected,
  };
};
