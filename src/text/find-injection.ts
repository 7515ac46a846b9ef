import { foldText } from './fold-text.js';

/** A stretch of text that reads like an instruction to a model: offsets in UTF-16 code units, end exclusive. */
export interface InjectionMatch {
  readonly pattern: string;
  readonly start: number;
  readonly end: number;
}

const TOP = String.raw`(?:5|five|10|ten|100|max(?:imum)?|highest|perfect|full|top)`;
const JUDGED = String.raw`(?:call|rep|representative|conversation|transcript|dimensions?|seller|salesperson|criteri(?:on|a)|categor(?:y|ies)|situation|problem|implication|need[- ]payoff|performance)`;

// Gaps are bounded, so that no pattern takes more than linear time. "Ignore the previous email" must stay silent.
const PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'ignore-instructions',
    /\b(?:ignore|disregard|forget|override|bypass)\b(?: \S{1,20}){0,3}? (?:all|any|previous|prior|above|earlier|preceding|your|system|scoring|these|those)\b(?: \S{1,20}){0,3}? (?:instructions?|prompts?|rules|guidelines|directions|directives|constraints|rubric)\b|\b(?:ignore|disregard|forget|override|bypass) (?:\S{1,20} ){0,3}?rubric\b/g,
  ],
  [
    'role-change',
    /\byou are now (?:an? |the |in |my )?(?:\S{1,20} ){0,3}?(?:assistant|model|ai|mode|judge|grader|evaluator|bot|dan)\b|\bfrom now on,? you (?:are|must|act)\b|\b(?:pretend (?:to be|you are)|act as|you are) an? (?:\S{1,20} ){0,3}?(?:language model|ai (?:assistant|model|judge)|judge|grader|evaluator)\b/g,
  ],
  [
    'system-prompt',
    /\bsystem prompt\b|\b(?:reveal|print|repeat|show me|output) (?:your|the) (?:\S{1,20} ){0,2}?(?:prompt|instructions)\b/g,
  ],
  [
    'score-demand',
    new RegExp(
      [
        String.raw`\b(?:give|award|assign|score|rate|grade|mark) (?:\S{1,20} ){0,4}?${JUDGED}\b(?: \S{1,20}){0,6}? ${TOP}\b`,
        String.raw`(?<!\b(?:i|i'd|we|we'd|you|you'd|they|would|could|to|not|customers|users|people) )\b(?:give|award|assign) (?:\S{1,20} ){0,3}?${TOP}(?: ?\/ ?\d| out of \d| out of (?:five|ten)| (?:scores?|ratings?|marks|stars))`,
        String.raw`\b(?:output|return|respond with|answer with|reply with) (?:\S{1,20} ){0,5}?(?:scores?|ratings?)\b`,
        String.raw`\b(?:must|should|deserves to) be (?:scored|rated|graded)(?: \S{1,20}){0,4}? ${TOP}\b`,
        String.raw`\b(?:give|award|assign|score|rate|grade|mark) (?:\S{1,20} ){0,3}?${TOP} (?:\S{1,20} ){0,2}?(?:in|on|for|to|across) (?:every|each|all)(?: \S{1,20})? (?:dimensions?|criteri(?:on|a))\b`,
        String.raw`\bset (?:all|every|each|overall)(?: \S{1,20}){0,3}? scores?\b`,
      ].join('|'),
      'g',
    ),
  ],
  [
    'score-object',
    /["'](?:overall_?score|score|is_sales_call|rationale|dimensions|call_check)["'] ?:|\{ ?["']?[a-z_]{1,30}["']? ?: ?(?:\{|\[|["']|\d)|\b(?:situation|problem|implication|need[-_ ]payoff|overall)(?:[ _]score)? ?[:=] ?(?:[0-5]|10)\b(?![:.]?\d)/g,
  ],
  [
    'addressed-to-model',
    /\bas an ai(?: (?:language )?model| assistant| judge| evaluator| grader| system|[,.:])|\bas a (?:large )?language model\b|\b(?:notes?|message|attention|instructions?) (?:to|for) (?:the |any |an )?(?:ai|llm|language model|grader|evaluator|automated|scoring (?:system|model))\b|\bif you are an? (?:ai|llm|language model)\b/g,
  ],
  [
    'role-tag',
    /<\/? ?(?:transcript|system|user|assistant|instructions?|prompt|data)\b[^>]{0,50}>|<\|[a-z_]{1,30}\|>|\[\/?inst\]|<<\/?sys>>|#{2,} ?(?:system|instructions?)\b|(?<=^|[.!?>\]"'] )(?:system|assistant) ?:/g,
  ],
];

/**
 * Scans for text that addresses the judge instead of the person on the call. Advisory: it raises a flag and never
 * blocks, since people on sales calls do talk about scores, prompts and instructions.
 */
export const findInjection = (text: string): InjectionMatch[] => {
  const folded = foldText(text);
  return PATTERNS.flatMap(([pattern, regex]) =>
    Array.from(folded.text.matchAll(regex), (match) => ({
      pattern,
      start: folded.sourceStart(match.index),
      end: folded.sourceEnd(match.index + match[0].length),
    })),
  ).sort((a, b) => a.start - b.start);
};
