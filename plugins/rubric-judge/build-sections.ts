import type { EvaluatorOptions, NormalizedTranscript, PromptSection } from 'debrief/plugin-api';

import { renderRubric } from './render-rubric.js';

const RULES = `## Rules for your answer
- Answer with one JSON object that fits the response schema, and nothing else.
- turn_index is the number "i" of the turn. Quote only from that turn, word for word, as one unbroken piece of at least 3 words and at most 300 characters. Never join pieces, never use an ellipsis, never correct the speaker's words.
- rep_question: a question that a speaker with role REP asked. customer_response: words of a speaker with role CUSTOMER. missed_opportunity: the words, by either of them, after which the question was missing.
- Cite at least the evidence that the rubric asks for at the score you give. If you cannot, give the lower score.
- With a score of null cite nothing but missed_opportunity.
- Use a passage once in a dimension, and the same question in one dimension only.
- Give at least one improvement for every dimension scored 2 or lower, and at most two for any dimension. example_rewrite differs from original_quote, and it is a question where the dimension is about questions. original_quote and turn_index are both given or both null.
- rationale: at most 600 characters. advice: at most 400. summary: at most 800. None of them empty.
- If is_sales_call is false, every score is null and the flags contain not_a_sales_call. If dimensions with more than half of the weight are null, the flags contain insufficient_evidence.
- rep_speaker_ids: the "speaker" of every participant who sells.
- overall_score: the mean of the scores, weighted by the rubric. It is computed again, so do not tune it.`;

const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};

const languageRule = (tag: string): string =>
  `Write rationale, advice, strengths, example_rewrite and summary in ${languageName(tag)} (${tag}). Quotes stay in the language of the transcript.`;

const renderWeights = ({ rubric }: EvaluatorOptions): string =>
  `Weights: ${rubric.dimensions.map(({ key, weight }) => `${key} ${weight}`).join(', ')}.`;

const participantsOf = (transcript: NormalizedTranscript): unknown =>
  transcript.participants.map(({ speakerLabel, name, role, affiliation }) => ({
    speaker: speakerLabel,
    name,
    role,
    affiliation,
  }));

const turnsOf = (transcript: NormalizedTranscript): unknown =>
  transcript.turns.map((turn) => {
    const participant = transcript.participants[turn.participant];
    return {
      i: turn.index,
      speaker: participant?.speakerLabel ?? '',
      role: participant?.role ?? 'UNKNOWN',
      text: turn.text,
    };
  });

/** What a judge is asked: the published prompt, the rubric and the rules as instructions; people and turns as data. */
export const buildSections = (transcript: NormalizedTranscript, options: EvaluatorOptions): PromptSection[] => [
  { kind: 'instructions', text: options.promptText },
  { kind: 'instructions', text: `${renderRubric(options.rubric)}\n\n${renderWeights(options)}` },
  { kind: 'instructions', text: `${RULES}\n- ${languageRule(options.uiLanguage)}` },
  { kind: 'data', name: 'participants', value: participantsOf(transcript) },
  { kind: 'data', name: 'turns', value: turnsOf(transcript) },
];
