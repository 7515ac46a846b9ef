import type {
  CallFindings,
  EvaluatorOptions,
  FoundPassage,
  LongCallRequest,
  NormalizedTranscript,
  PromptSection,
  TranscriptChunk,
  Turn,
} from 'debrief/plugin-api';

import { buildSections } from './build-sections.js';
import { extractionRulesFor } from './answer-rules.js';
import { renderRubric } from './render-rubric.js';

/** Instructions for judging a call by the passages found in it instead of its turns. */
const FINDINGS_RULES = [
  '## This call is long',
  '- It was read in parts. In place of all turns the data holds "passages": what was found in any part, word for word, in the order of the call. "i" is the turn, "dimension" and "kind" are what the reader of that part took it for, "answers" the turn of the question that it answers. Judge for yourself whether that is right.',
  '- Quote from the text of these passages only, and cite the turn "i" of the passage.',
  '- What is not among the passages was not found, though the whole call was read. "figures" are measured on the whole call, "parts" says how many parts there are and in how many somebody sells.',
].join('\n');

const isData = (section: PromptSection, ...names: readonly string[]): boolean =>
  section.kind === 'data' && names.includes(section.name);

/** Texts of turns in the format of a prompt: with number, speaker and role. */
const shown = (
  transcript: NormalizedTranscript,
  options: EvaluatorOptions,
  pieces: readonly { readonly turn: number; readonly text: string }[],
): readonly object[] => {
  const turns = pieces.flatMap(({ turn, text }): Turn[] => {
    const whole = transcript.turns[turn];
    return whole ? [{ ...whole, text }] : [];
  });
  const section = buildSections({ ...transcript, turns }, options).find((one) => isData(one, 'turns'));
  return section?.kind === 'data' ? (section.value as readonly object[]) : [];
};

const peopleIn = (transcript: NormalizedTranscript, options: EvaluatorOptions): PromptSection[] =>
  buildSections({ ...transcript, turns: [] }, options).filter((one) => isData(one, 'subject', 'participants'));

const extractionSections = (
  transcript: NormalizedTranscript,
  options: EvaluatorOptions,
  { number, count, turns }: TranscriptChunk,
): PromptSection[] => {
  const pieces = turns.map(({ index, text }) => ({ turn: index, text }));
  return [
    { kind: 'instructions', text: extractionRulesFor(options.rubric, typeof options.subject === 'string') },
    { kind: 'instructions', text: renderRubric(options.rubric) },
    ...peopleIn(transcript, options),
    { kind: 'data', name: 'part', value: { number, of: count } },
    { kind: 'data', name: 'turns', value: shown(transcript, options, pieces) },
  ];
};

const passagesOf = (
  transcript: NormalizedTranscript,
  options: EvaluatorOptions,
  passages: readonly FoundPassage[],
): unknown => {
  const pieces = passages.map(({ turn_index, quote }) => ({ turn: turn_index, text: quote }));
  return shown(transcript, options, pieces).map((piece, at) => {
    const { kind, dimension, answers } = passages[at] ?? {};
    return { ...piece, kind, dimension, answers };
  });
};

const figuresOf = ({ metrics }: CallFindings): unknown =>
  Object.fromEntries(
    Object.entries(metrics).flatMap(([name, figure]) =>
      figure.outcome === 'MEASURED' ? [[name, { value: figure.value, unit: figure.unit }]] : [],
    ),
  );

const findingsSections = (
  transcript: NormalizedTranscript,
  options: EvaluatorOptions,
  findings: CallFindings,
): PromptSection[] => {
  const asked = buildSections({ ...transcript, turns: [] }, options);
  return [
    ...asked.filter(({ kind }) => kind === 'instructions'),
    { kind: 'instructions', text: FINDINGS_RULES },
    ...asked.filter((one) => isData(one, 'subject', 'participants')),
    { kind: 'data', name: 'parts', value: { count: findings.chunks, withSelling: findings.salesChunks } },
    { kind: 'data', name: 'remarks', value: findings.flags },
    { kind: 'data', name: 'figures', value: figuresOf(findings) },
    { kind: 'data', name: 'passages', value: passagesOf(transcript, options, findings.passages) },
  ];
};

/** How a call that is too long for one request is judged: evidence is collected part by part, then judged once. */
export const longCallFor = (transcript: NormalizedTranscript, options: EvaluatorOptions): LongCallRequest => ({
  extract: (chunk) => extractionSections(transcript, options, chunk),
  judge: (findings) => findingsSections(transcript, options, findings),
});
