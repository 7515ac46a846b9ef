import { definePlugin } from 'debrief/plugin-api';
import { constantVector } from './constant-vector.js';
import { evidenceBounded } from './evidence-bounded.js';
import { evidenceFloor } from './evidence-floor.js';
import { evidenceIsQuestion } from './evidence-is-question.js';
import { evidenceSpread } from './evidence-spread.js';
import { evidenceNotRepeated } from './evidence-not-repeated.js';
import { improvementsCoverWeak } from './improvements-cover-weak.js';
import { insufficientEvidenceFlag } from './insufficient-evidence-flag.js';
import { noPromptLeak } from './no-prompt-leak.js';
import { organizationRules } from './organization-rules.js';
import { originalQuote } from './original-quote.js';
import { overallConsistent } from './overall-consistent.js';
import { quoteInTurn } from './quote-in-turn.js';
import { salesCallConsistent } from './sales-call-consistent.js';
import { speakerMatchesKind } from './speaker-matches-kind.js';
import { suspectScores } from './suspect-scores.js';
import { textsPresentAndShort } from './texts-present-and-short.js';
import { turnExists } from './turn-exists.js';
import { uiLanguage } from './ui-language.js';

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
