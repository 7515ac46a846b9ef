import type {
  JsonSchema,
  JudgeOutput,
  ModelAnswer,
  Repair,
  Validator,
  ValidatorInput,
} from '../../plugin-api/index.js';
import type { ValidatorOptions } from '../../profiles/scoring-policy.js';
import { applyRepairs } from './apply-repairs.js';
import type { CheckedIssue } from '../model/judge-verdict.js';
import { evidenceKey } from './verify-evaluation.js';
import { readAnswer } from './read-answer.js';

export interface CheckedAnswer<Output = JudgeOutput> {
  /** The output with repairs applied, or null if an error remains. */
  readonly output: Output | null;
  readonly issues: readonly CheckedIssue[];
  /** Pieces of evidence that a repair changed, as `evidenceKey` gives them. */
  readonly repairedEvidence: ReadonlySet<string>;
}

export interface AnswerChecks {
  readonly schema: JsonSchema;
  readonly validators: readonly Validator[];
  readonly context: Omit<ValidatorInput, 'output'>;
  /** Options of validators by their name; a validator without any gets none. */
  readonly options?: ValidatorOptions;
}

const repairedKeys = (output: JudgeOutput, repairs: readonly Repair[]): string[] =>
  repairs.flatMap(({ path }) => {
    const [, dimension, index] = /^\/dimensions\/([^/]+)\/evidence\/(\d+)\//.exec(path) ?? [];
    const evidence = output.dimensions[dimension ?? '']?.evidence[Number(index)];
    return evidence ? [evidenceKey(evidence)] : [];
  });

/** Runs the validators in order, each on the output as repaired by those before it. */
const runValidators = (output: JudgeOutput, { validators, context, options = {} }: AnswerChecks): CheckedAnswer => {
  const issues: CheckedIssue[] = [];
  const repairedEvidence = new Set<string>();
  let current = output;
  for (const validator of validators) {
    const found = validator.validate({ ...context, output: current }, options[validator.name] ?? {});
    issues.push(...found.map(({ repairs = [], ...issue }) => ({ ...issue, repaired: repairs.length > 0 })));
    const repairs = found.flatMap((issue) => issue.repairs ?? []);
    const replacements = repairs.filter(({ op }) => op === 'replace');
    current = applyRepairs(current, replacements);
    repairedKeys(current, replacements).forEach((key) => repairedEvidence.add(key));
    current = applyRepairs(
      current,
      repairs.filter(({ op }) => op === 'remove'),
    );
  }
  const fails = issues.some(({ severity, repaired }) => severity === 'error' && !repaired);
  return { output: fails ? null : current, issues, repairedEvidence };
};

/** Checks an untrusted answer: its shape first, then the business rules. */
export const checkAnswer = (answer: ModelAnswer, checks: AnswerChecks): CheckedAnswer => {
  const read = readAnswer(answer, checks.schema);
  if ('faults' in read) return { output: null, issues: read.faults, repairedEvidence: new Set() };
  return runValidators(read.output, checks);
};
