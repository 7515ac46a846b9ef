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

/** Points back at what was just said. */
export const ANAPHOR = /\b(?:that|this|it|those|these|them|then|so)\b/;
