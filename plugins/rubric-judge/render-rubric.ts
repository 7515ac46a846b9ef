import { evidenceKindsOf, type EvidenceFloor, type Rubric, type RubricDimension } from 'debrief/plugin-api';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const NEEDS = [
  ['rep_question', (count: number) => plural(count, 'rep_question')],
  ['rep_statement', (count: number) => plural(count, 'rep_statement')],
  ['customer_response', (count: number) => plural(count, 'customer_response')],
  ['customer_response_with_number', (count: number) => `${plural(count, 'customer_response')} that contains a number`],
  ['any_kind', (count: number) => `${plural(count, 'piece')} of evidence other than missed_opportunity`],
] as const;

const renderFloor = (floor: EvidenceFloor): string => {
  const parts = NEEDS.flatMap(([need, say]) => {
    const count = floor[need];
    return count === undefined ? [] : [say(count)];
  });
  return `- a score of ${floor.min} or more: at least ${parts.join(', ')}`;
};

/** Evidence that may be cited, if it differs from the default. */
const renderKinds = (dimension: RubricDimension): string[] =>
  dimension.evidenceKinds === undefined ? [] : [`Evidence may be: ${evidenceKindsOf(dimension).join(', ')}.`];

const renderException = ({ notApplicableWhen }: RubricDimension): string[] =>
  notApplicableWhen === undefined ? [] : [`Does not apply when ${notApplicableWhen}`];

const list = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);

const renderDimension = (dimension: RubricDimension): string =>
  [
    `### ${dimension.name} (key: ${dimension.key}; speaker scored: ${dimension.speaker})`,
    dimension.definition,
    ...list(
      'Anchors:',
      dimension.anchors.map(({ score, text }) => `- ${score}: ${text}`),
    ),
    ...renderKinds(dimension),
    ...list('Evidence that a score needs:', dimension.evidenceFloor.map(renderFloor)),
    ...list(
      'Examples:',
      dimension.positiveExamples.map((text) => `- "${text}"`),
    ),
    ...list(
      'Not this:',
      dimension.negativeExamples.map(({ text, belongsTo }) => `- "${text}" (belongs to: ${belongsTo})`),
    ),
    ...renderException(dimension),
  ].join('\n');

/**
 * The rubric as text for a prompt, in the rubric's own order: the order shifts scores, so it is part of the version. Gates are left out: they
 * are arithmetic and must not influence how a dimension is judged.
 */
export const renderRubric = (rubric: Rubric): string => {
  const { min, max, step } = rubric.scale;
  return [
    `## Rubric: ${rubric.name} (version ${rubric.version})`,
    rubric.description,
    `Scale: ${min} to ${max} in steps of ${step}. Unit: one ${rubric.unit}.`,
    ...rubric.dimensions.map(renderDimension),
  ].join('\n\n');
};
