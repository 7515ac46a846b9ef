const AUXILIARY = String.raw`(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|shall|may|might|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|hadn't|can't|couldn't|won't|wouldn't|shouldn't)`;
const PRONOUN = String.raw`(?:i|we|you|they|he|she|it|that|this|these|those)`;
const SUBJECT = String.raw`(?:${PRONOUN}|there|your|their|our|my|its|the|a|an|any|anyone|anybody|anything|someone|somebody|everyone|everybody|people|folks|customers|most|all|both|either|one|some)`;
const QUESTION_WORD = String.raw`(?:what|how|why|when|where|who|whom|which|whose)`;

const IMPERATIVE = String.raw`(?:have (?:a|an|the|all|some|one)|do (?:a|an|it|this|that|some|one|not))\b`;
const STARTS_WITH_AUXILIARY = new RegExp(
  String.raw`^(?!${IMPERATIVE})${AUXILIARY} (?:${SUBJECT})\b|^(?:does|did|is|are|has) (?!not\b)\S`,
);
const STARTS_WITH_WORD = new RegExp(String.raw`^${QUESTION_WORD}\b`);
const CONTRACTED = /^(?:what|how|who|where|why|when)'(?:s|re|d|ll|ve)\b/;
const AUXILIARY_AT_ONCE = new RegExp(String.raw`^(?:when|where|why) (?:${AUXILIARY}\b|not\b|else\b)`);
const AUXILIARY_SOON = new RegExp(
  String.raw`^(?:what|how|which|whose|who|whom)(?: (?!${AUXILIARY}\b)[^\s,]{1,30}){0,7} ${AUXILIARY}\b`,
);
// "How many people touch it", "what happens when": the subject is asked for, so no auxiliary is inverted.
const ASKS_FOR_SUBJECT =
  /^(?:how (?:many|much|big|often|long|frequently)|what happens|what kind|what sort|what about|how about)\b/;
const ELICITS =
  /^(?:please )?(?:(?:can|could|would|will) you (?:please )?|would you mind )?(?:tell(?:ing)? (?:me|us)|(?:walk|talk|take|run)(?:ing)? (?:me|us) through|help (?:me|us) understand|describe|explain|give (?:me|us) (?:a|an|some) (?:sense|idea|feel|example|picture|flavor|overview)|share (?:with|a bit|a little|how|what|why|some|your)|paint (?:me )?a picture|say (?:a bit |a little )?more)\b/;
const INDIRECT =
  /^(?:i'm |i am |i was |just |also )*(?:curious|wondering|i wonder|interested (?:to|in) (?:hear|know|learn|understand)\w*|i'd (?:love|like) to (?:understand|hear|know|learn)|i would (?:love|like) to (?:understand|hear|know|learn)|i want to understand)\b/;
const IF_THEN_ASKS = new RegExp(
  String.raw`^if .{1,200}?(?:,| then) ?(?:${QUESTION_WORD} (?:\S{1,30} ){0,3}?${AUXILIARY}\b|(?:would|could|will|can|do|is|are) (?:${SUBJECT})\b|how (?:much|many|would|valuable|useful|important))`,
);
const TAG =
  /(?:^|[, ])(?:right|correct|is that right|isn't it|isn't that right|don't you|aren't you|haven't you|wouldn't you(?: say| agree)?|don't you think|doesn't it|wouldn't it|no|yeah)$/;
const EMBEDDED = new RegExp(
  [
    String.raw`^(?:what|how|why|when|where|who|which) (?:${PRONOUN}|the|our|your|my|their|most|customers|people|folks)\b`,
    String.raw`^how (?:much|many|often|long|well|far|quickly) (?:${PRONOUN}|the|our|your|my|their)\b`,
    String.raw`^which (?:means|is|gives|lets|helps|makes|was|has|can|will|would)\b`,
    String.raw`^(?:and )?that's (?:why|how|what|where|when|who)\b`,
    String.raw`^what's \S{1,30}(?: about \S{1,30})? is\b`,
    String.raw`^what \S{1,30} (?:tell|say|love|like|want|see)\b`,
    String.raw`^what happens (?:then |next |here |there )?is\b`,
    String.raw`^what (?:matters|counts|works|helps)\b.{0,80} is\b`,
    String.raw`^what (?:\S{1,30} ){1,4}(?:does|do|did|has done) is\b`,
    String.raw`^what an? \S`,
    String.raw`^how (?:nice|great|cool|funny|awesome|lovely)\b`,
  ].join('|'),
);

const STRIPPED =
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: [^\s,]{1,20}){0,2}(?=,)|so(?! (?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should) (?:i|we|you|they|he|she|it)(?:[,.;]|$))|and|but|okay|ok|well|now|yeah|yes|yep|yup|right|got it|gotcha|um+|uh+|hm+|mm+|er|ah|oh|actually|basically|i mean|you know|like|sure|great|perfect|alright|all right|cool|interesting|i see|makes sense|fair enough|then|also|just|or|plus|because|maybe|anyway|thanks|thank you|hey|quick question|one more question|one more thing|another question|last question|first of all|first|secondly|finally|out of curiosity|just out of curiosity|if you don't mind|let me ask you this|let me ask you|let me ask|my question is|the question is|can i ask|may i ask|in that case|to be clear|no)(?=[ ,:;.-])[ ,:;.-]+/;

/** The sentence without the discourse markers that it opens with ("so", "okay", "quick question"). */
export const stripMarkers = (sentence: string): string => {
  let rest = sentence.slice(0, 600);
  for (let next = rest.replace(STRIPPED, ''); next !== rest; next = rest.replace(STRIPPED, '')) rest = next;
  return rest;
};

const startsWithWord = (clause: string): boolean =>
  CONTRACTED.test(clause) ||
  ASKS_FOR_SUBJECT.test(clause) ||
  AUXILIARY_AT_ONCE.test(clause) ||
  AUXILIARY_SOON.test(clause);

/** Whether a clause opens with a question word: enough for a question if it ends with a question mark. */
export const opensWithQuestionWord = (clause: string): boolean =>
  STARTS_WITH_WORD.test(clause) && !EMBEDDED.test(clause);

/** Whether folded text opens like a question, however it ends. */
export const startsQuestion = (clause: string): boolean =>
  (startsWithWord(clause) && !EMBEDDED.test(clause)) ||
  STARTS_WITH_AUXILIARY.test(clause) ||
  ELICITS.test(clause) ||
  INDIRECT.test(clause);

const COMMA = /, (?=\S)/g;

/** "In a normal week, how many…": a question that opens after a lead-in. */
const asksAfterLeadIn = (core: string): boolean =>
  Array.from(core.matchAll(COMMA)).some(({ index }) => {
    const clause = core.slice(index + 2, index + 82);
    return (startsWithWord(clause) && !EMBEDDED.test(clause)) || STARTS_WITH_AUXILIARY.test(clause);
  });

const points = (...cues: readonly (readonly [holds: boolean, points: number])[]): number =>
  cues.reduce((sum, [holds, value]) => sum + (holds ? value : 0), 0);

/**
 * How much a sentence looks like a question; 2 and more is one. `core` is folded, without opening markers and without
 * punctuation at its end.
 */
export const questionScore = (core: string, endsWithMark: boolean): number => {
  const head = core.slice(0, 400);
  return points(
    [endsWithMark, 3],
    [endsWithMark ? STARTS_WITH_WORD.test(head) : startsWithWord(head), 2],
    [STARTS_WITH_AUXILIARY.test(head), 2],
    [ELICITS.test(head), 2],
    [INDIRECT.test(head), 2],
    [IF_THEN_ASKS.test(head), 2],
    [!endsWithMark && !STARTS_WITH_WORD.test(head) && !head.startsWith('if ') && asksAfterLeadIn(head), 2],
    [TAG.test(core.slice(-40)), 1],
    [!endsWithMark && EMBEDDED.test(head), -3],
  );
};

// Questions that ask nothing about the customer's business. All patterns are tested against folded text without opening
// markers and closing punctuation.
const COMPREHENSION_CHECKS = [
  /^(?:does|did) (?:that|this|it|all of that) (?:all )?(?:make (?:any )?sense|sound (?:good|right|okay|ok|fair|reasonable|familiar)|answer (?:that|your question)|help|track|resonate)\b/,
  /^(?:make|makes|making) sense(?: so far)?$/,
  /^(?:sound|sounds) (?:good|right|okay|ok|fair|reasonable|like a plan)$/,
  /^how (?:does|did) that sound\b/,
  /^is (?:that|this) (?:okay|ok|alright|all right|fair|correct|right|clear|fine)(?: with you| so far| by you)?$/,
  /^(?:are you )?(?:still )?(?:with me|following)(?: so far)?$/,
  /^(?:do you have |have you got |are there )?any (?:other )?questions\b/,
  /^(?:do |did )?you (?:know|see|get) what i mean$/,
  /^(?:did|do) i (?:get|have|understand) (?:that|it|this|you) (?:right|correctly|correct)\b/,
  /^(?:are you )?still there$/,
  /^(?:shall|should|can) we (?:begin|start|dive in|jump in|get started|get going|move on|continue)\b/,
  /^(?:what|where) (?:was|were) (?:i|we)\b/,
];

const TIME = String.raw`(?:monday|tuesday|wednesday|thursday|friday|tomorrow|next week|this week|later this week|next month|that time|that day|the morning|the afternoon|noon|\d{1,2}(?::\d\d)?(?: ?[ap]m)?|one|two|three|four)`;
const MEET = String.raw`(?:book\w*|schedul\w*|reschedul\w*|calendars?|invites?|follow-?up (?:call|meeting)|another (?:call|meeting|session)|hop on|next (?:call|meeting)|find (?:a|some) time|put (?:some )?time|set (?:up|aside)|get (?:a|some) time)`;

const LOGISTICS = [
  /^(?:can|could|do|are) (?:you|everyone|everybody|we) (?:all )?(?:able to )?(?:hear|see) (?:me|us|my|this|that|the|it|you)\b/,
  /^(?:am i|is my|are my) (?:audible|on mute|muted|audio|screen|camera|mic|slides)\b/,
  /^how (?:are|have) (?:you|things|y'all|you guys|you all)(?: (?:doing|been|all|today|going|feeling|this (?:morning|afternoon|week)))*$/,
  /^how(?:'s| is) (?:it going|everything|life|your (?:day|week|morning|afternoon|monday|friday))(?: (?:going|today|so far|treating you))*$/,
  /^how was (?:your|the) (?:day|week|weekend|morning|trip|vacation|holiday|holidays|flight|drive)\b/,
  /^where are you (?:calling|dialing|joining|based|located)\b/,
  /^(?:do you )?mind if (?:i|we) \S/,
  /^(?:is it|are you|would you be) (?:okay|ok|alright|fine|comfortable) (?:if|with) (?:i|we|me|us)\b/,
  /^(?:are we|is this|is it) (?:being )?record/,
  /^is (?:now|this|it) (?:still )?an? (?:good|bad|okay) time\b/,
  /^(?:who else|is (?:anyone|anybody) else|are we (?:still )?waiting)\b.{0,40}\b(?:join|wait|expect|call)/,
  /\bnext steps?\b/,
  new RegExp(
    String.raw`^(?:can|could|shall|should|would|will|want|do you want|may|might|how about|what about|is it|are you|do you|when (?:can|could|should|would|are)|what's)\b.{0,60}\b${MEET}\b`,
  ),
  new RegExp(String.raw`^(?:does|would|will|is|how about|what about|how does|how is|how's) (?:${TIME})\b.{0,40}$`),
  /^would it (?:be (?:useful|helpful|ok|okay|possible)|help|make sense) (?:if|to|for)\b.{0,100}\b(?:session|call|meeting|invite|calendar|monday|tuesday|wednesday|thursday|friday|tomorrow|next week)\b/,
  /^(?:what|which) (?:time|day|days|times|date)s? (?:works?|would|is|are|suits?|do you)\b/,
  /^(?:are|would) you (?:be )?(?:free|available|around)\b/,
  /^when (?:are|would) you (?:be )?(?:free|available)\b/,
  /^(?:do|would) you (?:have|got) (?:a (?:few|couple|minute|moment|second|pen)|\S{1,10} (?:more )?minutes|time (?:for|on|to))\b/,
  /^(?:would you like|do you want|can i|could i|may i|shall i|should i|can we|shall we|let me) (?:to see|a demo|a trial|me to|us to|ask|share|send|show|start|email|give you|tell you|jump|walk you|just|a quote|to (?:see|schedule|book|sign|move|go|get started))\b/,
  /^(?:can|could|would|will) you (?:please )?(?:send|forward|email|mail|share the|share your screen|resend|repeat|say that|speak up|connect me|introduce me|check the link|unmute|mute|hold)\b/,
  /^what(?:'s| is) (?:your|the best) (?:name|email|e-mail|phone|number|address|extension|title)\b/,
  /^(?:did|have) you (?:get|got|receive|received|see|seen|have a chance to (?:see|read|look)) (?:my|the|our) (?:\S{1,20} )?(?:email|e-mail|invite|message|deck|link|document|agenda|proposal|quote)\b/,
];

const BARE =
  /^(?:really|sorry|pardon|what|huh|excuse me|come again|yeah|okay|ok|no|yes|is it|are you|do you|does it|oh|right|correct|you know|and you|how about you|what about you)$/;
const PROBE =
  /^(?:why|how so|how come|such as|like what|for example|meaning|what else|anything else|who else|where|when|how often|since when|says who)\b/;

const isEcho = (core: string): boolean =>
  core.split(' ').length <= 3 &&
  !PROBE.test(core) &&
  !/^(?:what|how|why|when|where|who|which|whose|do|does|did|is|are|was|were|have|has|can|could|would|will)\b/.test(
    core,
  );

/** Whether a question only checks understanding, greets, echoes or schedules. Such questions are not counted. */
export const isIncidentalQuestion = (core: string): boolean => {
  const head = core.slice(0, 200);
  return (
    head.length === 0 ||
    BARE.test(head) ||
    isEcho(head) ||
    COMPREHENSION_CHECKS.some((pattern) => pattern.test(head)) ||
    LOGISTICS.some((pattern) => pattern.test(head))
  );
};
