// Words that the classifier and the answer features share. All are tested against folded text.

/** Difficulty, dissatisfaction, doubt. */
export const PROBLEM =
  /\b(?:challeng\w*|issues?|difficult\w*|struggl\w*|frustrat\w*|bottlenecks?|concern\w*|worr(?:y|ies|ied|ying)|break(?:s|ing|downs?)?|broken?|fail(?:s|ed|ing|ures?)?|slow(?:s|ly|er|ed|ing)?|errors?|mistakes?|manual(?:ly)?|delay(?:s|ed|ing)?|late|work-?arounds?|complain\w*|pains?|painful|problems?|problematic|trouble\w*|annoy\w*|hassles?|headaches?|messy|mess|nightmare|clunky|outages?|downtime|crash(?:es|ed|ing)?|bugs?|gaps?|drawbacks?|shortcomings?|dissatisf\w*|unhappy|unreliable|inaccura\w*|inconsisten\w*|duplicat\w*|overwhelm\w*|stuck|wrong|missed|missing|weak(?:ness(?:es)?)?|limitations?|obstacles?|hurdles?|hate|hates|suffer\w*|waste[sd]?|wasting|losing|lose|lost|backlogs?|churn\w*|hard(?:er|est)?|tedious|confus\w*|out of (?:date|sync|stock)|fall(?:s|ing)? (?:through|apart|over|behind|down)|drop(?:s|ped|ping)? the ball|fed up|pile[sd]? up|by hand|not (?:great|good|ideal|happy|enough|reliable|easy|working)|mis(?:rout|plac|match|label|direct|count|communicat)\w*|worse|declin(?:e|ed|ing)|can't (?:see|get|find|keep|trust|tell)|doesn't work|don't trust|too (?:long|many|much|often|slow))\b/;

/** The customer asks for a solution: an explicit need. */
export const WANT =
  /\b(?:we|i|they|the team|my team) (?:really |would really |definitely |just |absolutely )*(?:need|want|would like|would love|are looking for|are planning to|plan to|have to have|must have)\b|\b(?:we'd|i'd) (?:really |definitely )?(?:like|love|want|need)\b|\b(?:we're|i'm) (?:looking for|planning to|hoping to)\b|\blooking for\b/;

export const RANKING =
  /\b(?:biggest|main|number one|worst|most important|top (?:priority|of the list|concern)|above all|the one that|first thing|hurts (?:the )?most|matters? (?:the )?most|primary|more than anything)\b/;

export const NEXT_STEP =
  /\b(?:next steps?|follow(?:ing)?[- ]up|send (?:you|me|over|us)|schedule|calendar|invite|pilot|trial|proposal|book|set up a|meet(?:ing)? (?:with|on|next)|monday|tuesday|wednesday|thursday|friday|next week|contract)\b/;

/** Money, per cent, dates: numbers that digits or number words alone would miss. */
export const QUANTITY =
  /[$€£%]|\b(?:january|february|april|june|july|august|september|october|november|december|q[1-4])\b/;

/** Refers to what was just said. */
const ANAPHOR = /\b(?:that|this|it|those|these|them|then|so)\b/;

/** Input of the cues: the folded question, and whether a problem was named just before it. */
export interface CueInput {
  readonly text: string;
  readonly problemInContext: boolean;
}

export interface Cue {
  readonly weight: number;
  holds(input: CueInput): boolean;
}

const says = (weight: number, pattern: RegExp): Cue => ({ weight, holds: ({ text }) => pattern.test(text) });

// Bounded gaps keep every pattern linear.
const words = (most: number): string => String.raw`(?:\S{1,30} ){0,${most}}?`;
const pattern = (...alternatives: readonly string[]): RegExp => new RegExp(alternatives.join('|'));

const SOLVED = String.raw`(?:solved?|fixed|fix|gone|automat\w+|cut|halv\w+|halve|half|eliminat\w+|remov\w+|reduc\w+|sav(?:e|ed|ing)|sped up|faster|quicker|instant\w*|real[- ]time|twice|double|free(?:d)? up|get back|got back|disappear\w*|went away|improv\w+|take[ns]? care of|took care of|sort(?:ed)? (?:it|that|this|itself) ?(?:out)?|handled|shorten\w*|drop(?:ped)? to|accurate|reliabl\w+|in one place|a single|on time|every time)`;
const POSITIVE = pattern(
  String.raw`\bif ${words(4)}(?:could|were able to|was able to|had the|had a way|didn't have to|did not have to|no longer|never had to|knew|had an?)\b`,
  String.raw`\b(?:if|suppose|say|assuming|once|with) ${words(8)}${SOLVED}(?![\w'])`,
  String.raw`\bif ${words(3)}took (?:only |just )?(?:an?|one|two|half|\d+|minutes|seconds) ?`,
  String.raw`\bimagin|\bmagic wand\b|\bideally\b|\bideal (?:world|outcome|state|solution|process)\b|\bperfect world\b|\bsuccess look|\bgood look like\b|\bsuppose (?:you|we|they) could\b|\bpicture (?:a|your|this)\b`,
);
const NEGATIVE = pattern(
  String.raw`\bif ${words(2)}(?:continues?|keeps?|goes on|go on|stays?|stayed|happens again|gets worse|got worse|isn't (?:fixed|solved|addressed)|remains?)\b`,
  String.raw`\b(?:do|did|does|doing) nothing\b|\bnothing (?:changes|changed|is done|gets done|happens)\b|\b(?:leave|left) (?:it|things|that|this) (?:as|the way|alone)\b`,
  String.raw`\b(?:if|when|once|each time|every time|whenever) ${words(6)}(?:left|leave|leaves|quits?|fails?|failed|breaks?|broke|goes down|go down|went down|can't|cannot|couldn't|don't|doesn't|isn't|aren't|miss|misses|missed|loses?|lost|late|wrong|crash(?:es)?|stops?|stuck|slips?|slow|down|out of|delayed|error|errors)\b`,
);

const isPositive: Cue['holds'] = ({ text }) => POSITIVE.test(text) && !/\bnothing\b/.test(text);
const isNegative: Cue['holds'] = ({ text }) => NEGATIVE.test(text) && !isPositive({ text, problemInContext: false });
const isAdmitted: Cue['holds'] = ({ text, problemInContext }) =>
  PROBLEM.test(text) || NEGATIVE.test(text) || (problemInContext && ANAPHOR.test(text));
const hasProblemAround: Cue['holds'] = ({ text, problemInContext }) =>
  PROBLEM.test(text) || ANAPHOR.test(text) || problemInContext;

const WHAT_HAPPENS = /\bwhat (?:happens|happened|would happen|will happen|tends to happen|usually happens)\b/;
const TIME_LOST =
  /\bhow (?:long|much time) (?:does|do|did|has|have|would) (?:it|that|this|they|you|the \S{1,20}) (?:take|spend|lose|last)\b/;
const SPREADS =
  /\bsh(?:own|ows?|owing) up\b|\b(?:anywhere|anyone|anything|who|what|where) else\b.{0,60}\b(?:hit|hurt|feel|see|notice|suffer|pay|touch)/;
const RECURS =
  /\bhow (?:often|frequently|many times|regularly|common|widespread)\b|\bwhen (?:did|does|was) (?:that|this|it) (?:start|happen|last|begin)/;

const needPayoff: readonly Cue[] = [
  { weight: 3, holds: isPositive },
  says(
    3,
    /\bhow (?:would|could|might|will|does) (?:\S{1,30} ){0,6}?(?:help|benefit|make (?:a difference|life|your|things))\b/,
  ),
  says(
    3,
    /\b(?:would|could|might) (?:\S{1,30} ){0,6}?(?:help|be (?:useful|helpful|valuable|worth\w*|of value|of interest)|make (?:sense|a difference|life))\b/,
  ),
  says(
    2.5,
    /\bhow (?:valuable|useful|important|helpful|critical|attractive|worthwhile|much (?:easier|faster|better|more|of a difference))\b/,
  ),
  says(2, /\b(?:benefits?|pay-?offs?|upside|gains?|advantages?|roi|rewards?|value (?:of|in|do|would|to))\b/),
  says(
    2.5,
    /\b(?:what|how much|where else|who else|how else) (?:\S{1,30} ){0,3}?(?:would|could|might) (?!you (?:change|improve|fix))(?:\S{1,30} ){0,8}?(?:mean|worth|enable|free|save|let|allow|change|do with|help|benefit|gain|look like|make possible|open up|unlock)\b/,
  ),
  says(
    3,
    /\bwhy (?:is|would|does|do|might|are) (?:\S{1,30} ){0,8}?(?:important|useful|matters?|valuable|interested|worth|help|appeal\w*|want|keen|attractive|a priority)\b/,
  ),
  says(
    2.5,
    /\bwhat would (?:you|your \S{1,30}|they|the \S{1,30}) (?:do|be able|be doing|achieve|get) (?:\S{1,30} ){0,4}?(?:with|if|to)\b/,
  ),
  says(
    2,
    /\b(?:what|which) (?:\S{1,30} ){0,3}?(?:outcome|result|improvement)s? (?:\S{1,30} ){0,3}?(?:want|need|hop\w+|like|look\w*|expect|see|aim)/,
  ),
  says(
    2,
    /\byou(?:'d| would) (?:really |definitely |just )?(?:love|like|want|enjoy|appreciate)\b(?! to (?:mention|add|say|share|discuss|cover|know|see|hear|ask|start|talk))/,
  ),
  says(1.5, /\bwhat (?:are you hoping|do you hope|would you like|would you love|would you want|do you want) /),
];

const implication: readonly Cue[] = [
  says(
    3,
    /\b(?:impact\w*|affect\w*|effects?|consequences?|knock-?on|downstream|ripple\w*|repercussions?|fallout|implications?|domino)\b/,
  ),
  { weight: 2.5, holds: (input) => WHAT_HAPPENS.test(input.text) && isAdmitted(input) },
  { weight: 2.5, holds: isNegative },
  says(
    2,
    /\b(?:leads? to|led to|results? in|resulted in|ends? up|caus(?:e|es|ed|ing) (?!of)|translates? (?:in)?to|what comes of|spill\w* over|trigger\w*)\b/,
  ),
  says(
    2.5,
    /\bhow (?:much|many) (?:\S{1,30} ){0,8}?(?:los(?:e|es|t|ing)|cost(?:s|ing)?|wast(?:e|es|ed|ing)|spend (?:\S{1,30} ){0,3}?(?:fix|clean|correct|chas|redo|re-)\w*|slip\w*|walk away|miss(?:ed|ing)?|leak\w*)\b/,
  ),
  says(2, /\bcosts? (?:of|you|them|your|the (?:team|company|business))\b|\bcosting\b|\bcost in\b/),
  says(
    1.5,
    /\b(?:risks?|risky|exposure|penalt(?:y|ies)|fines?|overtime|burn(?:ed|t)?[- ]?out|morale|turnover|reputation|jeopard\w*|at stake)\b/,
  ),
  says(
    2.5,
    /\bwhat (?:does|did|do|is|has) (?:that|this|it|those|they|all that|the \S{1,30}) (?:\S{1,30} ){0,3}?(?:mean|do|doing|done) ?(?:to|for|$)/,
  ),
  says(
    2.5,
    /\b(?:does|do|did|has|is|are) (?:that|this|it|those|they|you|the \S{1,30}) (?:ever |also |then |already |ever also )?(?:slow|push|hurt|delay|hold|stop|prevent|put off|make it harder|keep (?:you|them) from|lose|cost|eat into|get in the way|slowing|hurting|costing|delaying|holding)\b/,
  ),
  says(
    2,
    /\bwho else (?:\S{1,30} ){0,4}?(?:feels?|suffers?|hit|pays?|hurt)\b|\bwho (?:pays|suffers|gets hurt|feels)\b|\bhow do (?:customers|clients|your \S{1,30}|the \S{1,30}|they) (?:react|respond|feel)\b/,
  ),
  {
    weight: 2.5,
    holds: (input) =>
      input.problemInContext && (TIME_LOST.test(input.text) || /\bhow long (?:until|before)\b/.test(input.text)),
  },
  { weight: 2.5, holds: (input) => input.problemInContext && SPREADS.test(input.text) },
  { weight: -2.5, holds: (input) => TIME_LOST.test(input.text) && !input.problemInContext },
  { weight: -0.5, holds: (input) => !hasProblemAround(input) },
  { weight: -2, holds: isPositive },
];

const problem: readonly Cue[] = [
  says(2, PROBLEM),
  says(
    3,
    /\bhow (?:happy|satisfied|comfortable|confident|content|pleased|sure) |\b(?:are|is|were|do|does) (?:\S{1,30} ){1,3}?(?:happy|satisfied|comfortable|confident|content|feel good)\b/,
  ),
  says(
    2.5,
    /\bhow(?:'s| is| are| has| have| well (?:is|does|do|are|has)) (?:\S{1,30} ){1,6}?(?:working|going|holding up|performing|coping|work|hold up|perform|worked|keep up|keeping up)\b/,
  ),
  says(
    1.5,
    /\bwhat (?:would|else would|should|could) (?:\S{1,30} ){0,3}?(?:change|improve|fix|do differently)\b|\bcould be better\b|\bwish (?:\S{1,30} ){0,4}?(?:did|could|was|were|had)\b|\bdon't you like\b|\bdislike\b/,
  ),
  says(
    1.5,
    /\b(?:have|has) (?:you|they|anyone|the \S{1,30}|your \S{1,30}) (?:ever )?(?:had|run into|seen|noticed|experienced|come across)\b|\bdo you (?:ever|find) (?:\S{1,30} ){0,4}?/,
  ),
  says(
    1.5,
    /\bwhat makes (?:\S{1,30} ){0,4}?(?:hard|difficult|slow|tricky|painful)\b|\bwhat (?:gets in the way|stands in the way|holds|is stopping|stops|keeps|prevents|frustrates|bothers|worries|annoys|bugs|slows)\b/,
  ),
  says(
    2,
    /\bwhere (?:does|do|is|are|did) (?:\S{1,30} ){0,6}?(?:break|fall|go wrong|get stuck|slip|stall|leak|jam|bottleneck)/,
  ),
  says(1.5, /\bkeeps? (?:\S{1,30} ){0,2}?up at night\b|\bleast\b|\b(?:go|goes|going|gone|went) wrong\b/),
  { weight: 1.5, holds: ({ text }) => PROBLEM.test(text) && /\b(?:most|worst|biggest|main)\b/.test(text) },
  { weight: 2, holds: (input) => input.problemInContext && RECURS.test(input.text) },
  { weight: 1.5, holds: (input) => TIME_LOST.test(input.text) && PROBLEM.test(input.text) },
];

const situation: readonly Cue[] = [
  says(1, /\b(?:currently|today|right now|existing|at the moment|these days|nowadays|present(?:ly)?)\b/),
  says(
    1.2,
    /^(?:and |so |okay |ok |well |now |,|then )*(?:how (?:many|long|often|big|large|much|old|far)|who|which|when|where)\b/,
  ),
  says(
    1.5,
    /\b(?:what|which|whose) (?:\S{1,30} ){0,3}?(?:tools?|systems?|process(?:es)?|vendors?|budget|timeline|timeframe|team|software|platform|provider|crm|erp|setup|stack|role|industry|volume|size)\b/,
  ),
  says(
    1.5,
    /\b(?:tell me (?:a (?:bit|little) )?(?:more )?about|(?:walk|talk|take) me through|how do you|how does your|how are you|do you (?:use|have|work|run|keep|already)|are you (?:using|on|running)|what do you use|describe|give me (?:a|an) (?:sense|overview|idea|picture))\b/,
  ),
  says(
    1,
    /\b(?:budget\w*|sign(?:s|ed|ing)? off|decision\w*|decid\w+|involved|responsible|approv\w+ (?:it|this|that)|headcount|contract|renewal|in charge|report(?:s)? to)\b/,
  ),
  { weight: 2, holds: (input) => WHAT_HAPPENS.test(input.text) && !isAdmitted(input) },
  { weight: 0.4, holds: () => true },
];

// In a tie the first class in this order wins: it asks more of the customer.
export const CUES = [
  ['need_payoff', needPayoff],
  ['implication', implication],
  ['problem', problem],
  ['situation', situation],
] as const;
