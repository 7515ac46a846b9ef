import type {
  EvaluatorOptions,
  NormalizedTranscript,
  Participant,
  PromptSection,
  RubricDimension,
} from 'debrief/plugin-api';

import { dimensionsOutsideCallType } from './unscorable.js';
import { renderRubric } from './render-rubric.js';
import { rulesFor } from './answer-rules.js';

const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // not a well-formed tag: the model reads it as it is
  }
};

const languageRule = (tag: string): string =>
  `Write rationale, advice, strengths, example_rewrite and summary in ${languageName(tag)} (${tag}). Quotes stay in the language of the transcript.`;

const renderWeights = ({ rubric }: EvaluatorOptions): string =>
  `Weights: ${rubric.dimensions.map(({ key, weight }) => `${key} ${weight}`).join(', ')}.`;

const renderExcluded = (dimensions: readonly RubricDimension[]): string =>
  dimensions.length === 0
    ? ''
    : `\n- This kind of call has no place for ${dimensions.map(({ key }) => key).join(', ')}: give null there.`;

/** Marks whether a participant is the one who is scored; nothing if there is only one representative. */
const markOf = (participant: Participant | undefined, { subject }: EvaluatorOptions) =>
  typeof subject === 'string' && participant?.role === 'REP'
    ? { subject: participant.speakerLabel === subject }
    : undefined;

const participantsOf = (transcript: NormalizedTranscript, options: EvaluatorOptions): unknown =>
  transcript.participants.map((participant) => {
    const { speakerLabel, name, role, affiliation } = participant;
    return { speaker: speakerLabel, name, role, affiliation, ...markOf(participant, options) };
  });

const turnsOf = (transcript: NormalizedTranscript, options: EvaluatorOptions): unknown =>
  transcript.turns.map((turn) => {
    const participant = transcript.participants[turn.participant];
    return {
      i: turn.index,
      speaker: participant?.speakerLabel ?? '',
      role: participant?.role ?? 'UNKNOWN',
      ...markOf(participant, options),
      text: turn.text,
    };
  });

/** A label is a speaker's own text, so it is data; the rules only refer to it. */
const subjectOf = ({ subject }: EvaluatorOptions): PromptSection[] =>
  typeof subject === 'string' ? [{ kind: 'data', name: 'subject', value: subject }] : [];

/** What a judge is asked: the published prompt, the rubric and the rules as instructions; people and turns as data. */
export const buildSections = (transcript: NormalizedTranscript, options: EvaluatorOptions): PromptSection[] => {
  const rules = rulesFor(options.rubric, typeof options.subject === 'string');
  const excluded = renderExcluded(dimensionsOutsideCallType(options.rubric, options.callType ?? null));
  return [
    { kind: 'instructions', text: options.promptText },
    { kind: 'instructions', text: `${renderRubric(options.rubric)}\n\n${renderWeights(options)}` },
    { kind: 'instructions', text: `${rules}${excluded}\n- ${languageRule(options.uiLanguage)}` },
    ...subjectOf(options),
    { kind: 'data', name: 'participants', value: participantsOf(transcript, options) },
    { kind: 'data', name: 'turns', value: turnsOf(transcript, options) },
  ];
};
