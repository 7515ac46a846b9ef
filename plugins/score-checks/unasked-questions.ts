import type { ValidatorInput } from 'debrief/plugin-api';
import { findQuestions, locateQuote } from 'debrief/plugin-api/text';
import { citedEvidence, type CitedEvidence } from './cited-evidence.js';

/** The question detector knows English only. */
const isReadable = (language: string): boolean => /^(?:en|und)(?:-|$)/i.test(language);

const asks = (text: string, quote: string): boolean => {
  const span = locateQuote(text, quote);
  return span === null || findQuestions(text).some(({ start, end }) => start < span.end && span.start < end);
};

/** Evidence of kind rep_question in which the detector finds no question. */
export const unaskedQuestions = ({ transcript, output }: ValidatorInput): readonly CitedEvidence[] =>
  isReadable(transcript.language)
    ? citedEvidence(output).filter(({ piece }) => {
        const text = transcript.turns[piece.turn_index]?.text;
        return piece.kind === 'rep_question' && text !== undefined && !asks(text, piece.quote);
      })
    : [];
