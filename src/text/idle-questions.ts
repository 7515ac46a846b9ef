// Questions that ask nothing about the customer's business. All are tested against folded text without opening
// markers and closing punctuation.
const CHECKS = [
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

/** Whether a question only checks, greets, echoes or arranges: such questions count for nothing. */
export const isIdleQuestion = (core: string): boolean => {
  const head = core.slice(0, 200);
  return (
    head.length === 0 ||
    BARE.test(head) ||
    isEcho(head) ||
    CHECKS.some((pattern) => pattern.test(head)) ||
    LOGISTICS.some((pattern) => pattern.test(head))
  );
};
