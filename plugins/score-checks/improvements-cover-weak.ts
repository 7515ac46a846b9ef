import type { Issue, JudgeImprovement, Rubric, Validator, ValidatorInput } from 'debrief/plugin-api';
import { findQuestions, foldText } from 'debrief/plugin-api/text';
import { jsonPointer } from './output-pointers.js';

const MAX_PER_DIMENSION = 2;
/** Up to here on its scale a score is weak: 2 of 0 to 5. */
const WEAK_SHARE = 0.4;

const isWeak = (score: number | null | undefined, { min, max }: Rubric['scale']): boolean =>
  typeof score === 'number' && score <= min + WEAK_SHARE * (max - min) + 1e-9;

const uncovered = ({ rubric, output }: ValidatorInput): Issue[] =>
  rubric.dimensions
    .filter(({ key }) => isWeak(output.dimensions[key]?.score, rubric.scale))
    .filter(({ key }) => !output.coaching.improvements.some(({ dimension }) => dimension === key))
    .map(({ key }) => ({
      severity: 'warning',
      code: 'IMPROVEMENT_MISSING',
      path: '/coaching/improvements',
      message: `"${key}" is weak, and no improvement is given for it.`,
      hint: `Give at least one improvement for "${key}".`,
    }));

const isFirstTwo = (item: JudgeImprovement, at: number, all: readonly JudgeImprovement[]): boolean =>
  all.slice(0, at).filter(({ dimension }) => dimension === item.dimension).length < MAX_PER_DIMENSION;

const tooMany = ({ output }: ValidatorInput): Issue[] => {
  const { improvements } = output.coaching;
  const kept = improvements.filter(isFirstTwo);
  if (kept.length === improvements.length) return [];
  return [
    {
      severity: 'warning',
      code: 'TOO_MANY_IMPROVEMENTS',
      path: '/coaching/improvements',
      message: `${improvements.length - kept.length} improvements go beyond ${MAX_PER_DIMENSION} for a dimension.`,
      hint: `Give at most ${MAX_PER_DIMENSION} improvements for a dimension.`,
      repairs: [{ op: 'replace', path: '/coaching/improvements', value: kept }],
    },
  ];
};

/** The text may be in any language: question marks of other scripts count too. */
const asks = (text: string): boolean => /[?？؟;՞]/.test(text.slice(-200)) || findQuestions(text).length > 0;

const rewriteFault = ({ example_rewrite: rewrite, original_quote: original }: JudgeImprovement, wanted: boolean) => {
  if (rewrite.trim() === '') return 'is empty';
  if (original !== null && foldText(rewrite).text === foldText(original).text) return 'is the same as the original';
  return wanted && !asks(rewrite) ? 'is not a question' : null;
};

const poorRewrites = ({ rubric, output }: ValidatorInput): Issue[] => {
  const questions = rubric.dimensions.filter(({ evidenceFloor }) => evidenceFloor.some((floor) => floor.rep_question));
  const keys = new Set(questions.map(({ key }) => key));
  return output.coaching.improvements.flatMap((improvement, at) => {
    const fault = rewriteFault(improvement, keys.has(improvement.dimension));
    if (fault === null) return [];
    return {
      severity: 'warning',
      code: 'POOR_REWRITE',
      path: jsonPointer('coaching', 'improvements', at, 'example_rewrite'),
      message: `The example ${fault}.`,
      hint: 'Write what the rep could have said instead; for a dimension of questions, as a question.',
    };
  });
};

/** B10: weak dimensions get advice, none gets more than two pieces, and the examples are better questions. */
export const improvementsCoverWeak: Validator = {
  name: 'improvements-cover-weak',
  description: 'Each weak dimension gets one or two improvements with a better question.',
  order: 100,
  validate: (input) => [...uncovered(input), ...poorRewrites(input), ...tooMany(input)],
};
