import type { EvidenceFloor, Rubric, RubricDimension } from 'debrief/plugin-api';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const renderFloor = (floor: EvidenceFloor): string => {
  const parts = [
    floor.rep_question === undefined ? null : plural(floor.rep_question, 'rep_question'),
    floor.customer_response === undefined ? null : plural(floor.customer_response, 'customer_response'),
    floor.customer_response_with_number === undefined
      ? null
      : `${plural(floor.customer_response_with_number, 'customer_response')} that contains a number`,
  ].filter((part) => part !== null);
  return `- a score of ${floor.min} or more: at least ${parts.join(', ')}`;
};

const list = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);

const renderDimension = (dimension: RubricDimension): string =>
  [
    `### ${dimension.name} (key: ${dimension.key}; speaker scored: ${dimension.speaker})`,
    dimension.definition,
    ...list(
      'Anchors:',
      dimension.anchors.map(({ score, text }) => `- ${score}: ${text}`),
    ),
    ...list('Evidence that a score needs:', dimension.evidenceFloor.map(renderFloor)),
    ...list(
      'Examples:',
      dimension.positiveExamples.map((text) => `- "${text}"`),
    ),
    ...list(
      'Not this:',
      dimension.negativeExamples.map(({ text, belongsTo }) => `- "${text}" (belongs to: ${belongsTo})`),
    ),
  ].join('\n');

/** The rubric as text for a prompt, in the rubric's own order: the order shifts scores, so it is part of the version. */
export const renderRubric = (rubric: Rubric): string => {
  const { min, max, step } = rubric.scale;
  return [
    `## Rubric: ${rubric.name} (version ${rubric.version})`,
    rubric.description,
    `Scale: ${min} to ${max} in steps of ${step}. Unit: one ${rubric.unit}.`,
    ...rubric.dimensions.map(renderDimension),
  ].join('\n\n');
};
