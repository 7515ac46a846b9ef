import type { Issue, JudgeDimension, Validator, ValidatorInput } from 'debrief/plugin-api';
import { foldText } from 'debrief/plugin-api/text';
import { jsonPointer, withoutQuotes, writtenTexts } from './output-pointers.js';
import { isPlausiblyIn } from './text-language.js';
import {
  ORGANIZATION_OPTIONS_SCHEMA,
  type ForbiddenWords,
  type MaxScoreWithout,
  type MinEvidence,
  type OrganizationOptions,
  type RequiredFlag,
  type TextLanguage,
} from './organization-options.js';
type Scored = readonly [key: string, given: JudgeDimension, score: number];

/** Scored dimensions that a rule is about. */
const scoredOf = ({ output }: ValidatorInput, dimension: string | undefined): readonly Scored[] =>
  Object.entries(output.dimensions).flatMap(([key, given]): Scored[] =>
    given.score === null || (dimension !== undefined && dimension !== key) ? [] : [[key, given, given.score]],
  );

const countCited = ({ evidence }: JudgeDimension, kind: string | undefined): number =>
  evidence.filter((piece) => kind === undefined || piece.kind === kind).length;

const minEvidence = (input: ValidatorInput, rule: MinEvidence): Issue[] =>
  scoredOf(input, rule.dimension).flatMap(([key, given, score]) => {
    const cited = countCited(given, rule.evidence);
    if (score < rule.fromScore || cited >= rule.count) return [];
    const needed = `${rule.count} × ${rule.evidence ?? 'evidence'}`;
    return {
      severity: rule.severity ?? 'error',
      code: 'ORGANIZATION_MIN_EVIDENCE',
      path: jsonPointer('dimensions', key, 'score'),
      message: `Score ${score} for "${key}" needs ${needed} here; ${cited} are cited.`,
      hint: `Cite ${needed} for "${key}", or give a score below ${rule.fromScore}.`,
    };
  });

const maxScoreWithout = (input: ValidatorInput, rule: MaxScoreWithout): Issue[] =>
  scoredOf(input, rule.dimension).flatMap(([key, given, score]) => {
    if (score <= rule.max || countCited(given, rule.evidence) > 0) return [];
    return {
      severity: rule.severity ?? 'error',
      code: 'ORGANIZATION_MAX_SCORE',
      path: jsonPointer('dimensions', key, 'score'),
      message: `"${key}" is scored ${score} without ${rule.evidence}; the most is then ${rule.max}.`,
      hint: `Cite ${rule.evidence} for "${key}", or give at most ${rule.max}.`,
    };
  });

const applies = ({ transcript, output }: ValidatorInput, rule: RequiredFlag): boolean => {
  const given = Object.values(output.dimensions);
  const unscored = given.filter(({ score }) => score === null).length;
  const unsure = given.filter(({ confidence }) => confidence === 'low').length;
  return (
    transcript.turns.length < (rule.turnsBelow ?? Infinity) &&
    unscored >= (rule.unscoredAtLeast ?? 0) &&
    unsure >= (rule.lowConfidenceAtLeast ?? 0)
  );
};

const requiredFlags = (input: ValidatorInput, rules: readonly RequiredFlag[]): Issue[] => {
  const { flags } = input.output;
  const missing = rules.filter((rule) => !flags.includes(rule.flag) && applies(input, rule)).map(({ flag }) => flag);
  if (missing.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'ORGANIZATION_FLAG',
      path: '/flags',
      message: `Missing here: ${missing.join(', ')}.`,
      hint: `Set ${missing.join(', ')} for a call like this.`,
      repairs: [{ op: 'replace', path: '/flags', value: [...new Set([...flags, ...missing])] }],
    },
  ];
};

const WORD = /^[\p{L}\p{N}]$/u;

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && WORD.test(character);

/** Whether folded text holds the folded word as a word, or the phrase as a phrase. */
const holds = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + word.length])) return true;
  }
  return false;
};

const forbiddenWords = ({ output }: ValidatorInput, { words, severity = 'error' }: ForbiddenWords): Issue[] => {
  const folded = words.map((word) => [word, foldText(word).text] as const).filter(([, text]) => text !== '');
  return writtenTexts(output).flatMap(({ path, text }) => {
    const said = foldText(text).text;
    const found = folded.filter(([, word]) => holds(said, word)).map(([word]) => JSON.stringify(word));
    if (found.length === 0) return [];
    const message = `The text holds ${found.join(', ')}, which this organization does not want.`;
    return { severity, code: 'ORGANIZATION_WORD', path, message, hint: `Say it without ${found.join(', ')}.` };
  });
};

const textLanguage = ({ output }: ValidatorInput, { language, severity = 'error' }: TextLanguage): Issue[] =>
  writtenTexts(output)
    .filter(({ text }) => !isPlausiblyIn(withoutQuotes(text), language))
    .map(({ path }) => ({
      severity,
      code: 'ORGANIZATION_LANGUAGE',
      path,
      message: `The text does not look like "${language}".`,
      hint: `Write rationale and coaching in "${language}".`,
    }));

/** The organization's own rules, from its scoring policy: more evidence, caps, flags, words, language. */
export const organizationRules: Validator = {
  name: 'organization-rules',
  description: 'What the organization demands beyond the rules for all.',
  order: 160,
  optionsSchema: ORGANIZATION_OPTIONS_SCHEMA,
  validate: (input, options) => {
    const given: OrganizationOptions = options;
    return [
      ...(given.minEvidence ?? []).flatMap((rule) => minEvidence(input, rule)),
      ...(given.maxScoreWithout ?? []).flatMap((rule) => maxScoreWithout(input, rule)),
      ...requiredFlags(input, given.requiredFlags ?? []),
      ...(given.forbiddenWords ?? []).flatMap((rule) => forbiddenWords(input, rule)),
      ...(given.textLanguage ?? []).flatMap((rule) => textLanguage(input, rule)),
    ];
  },
};
