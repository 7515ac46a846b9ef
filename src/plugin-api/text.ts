export { foldText, type FoldedText } from '../text/fold-text.js';
export { locateQuote, type QuoteLocation } from '../text/locate-quote.js';
export { findQuestions, type Question } from '../text/find-questions.js';
export { cleanUnicode } from '../text/clean-unicode.js';
export { findInjection, type InjectionMatch } from '../injection/find-injection.js';
export { countOf } from '../text/count-of.js';
