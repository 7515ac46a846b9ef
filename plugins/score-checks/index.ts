import { definePlugin } from 'debrief/plugin-api';
import { constantVector, suspectScores } from './suspect-scores.js';
import { evidenceBounded, evidenceFloor, evidenceSpread } from './evidence-amount.js';
import { evidenceIsQuestion, speakerMatchesKind } from './evidence-kind.js';
import { evidenceNotRepeated } from './evidence-not-repeated.js';
import { improvementsCoverWeak } from './improvements-cover-weak.js';
import { insufficientEvidenceFlag, overallConsistent, salesCallConsistent } from './answer-consistency.js';
import { noPromptLeak } from './no-prompt-leak.js';
import { organizationRules } from './organization-rules.js';
import { originalQuote, quoteInTurn, turnExists } from './quote-rules.js';
import { textsPresentAndShort } from './texts-present-and-short.js';
import { uiLanguage } from './text-language.js';

export default definePlugin({
  name: 'score-checks',
  version: '1.0.0',
  apiVersion: 1,
  description: 'The business rules that a judge’s answer must obey beyond its schema.',
  setup: () => ({
    validators: [
      evidenceBounded,
      turnExists,
      quoteInTurn,
      speakerMatchesKind,
      evidenceNotRepeated,
      evidenceFloor,
      evidenceSpread,
      overallConsistent,
      insufficientEvidenceFlag,
      salesCallConsistent,
      evidenceIsQuestion,
      improvementsCoverWeak,
      originalQuote,
      uiLanguage,
      textsPresentAndShort,
      noPromptLeak,
      constantVector,
      suspectScores,
      organizationRules,
    ],
  }),
});
