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

/** Whether a clause opens with a question word: enough for a question where a mark ends it. */
export const opensWithQuestionWord = (clause: string): boolean =>
  STARTS_WITH_WORD.test(clause) && !EMBEDDED.test(clause);

/** Whether folded text opens the way questions do, whatever ends it. */
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
