const TOP = String.raw`(?:5|five|10|ten|100|max(?:imum)?|highest|perfect|full|top)`;
const JUDGED = String.raw`(?:call|rep|representative|conversation|transcript|dimensions?|seller|salesperson|criteri(?:on|a)|categor(?:y|ies)|situation|problem|implication|need[- ]payoff|performance)`;
const JUDGE = String.raw`(?:ai|a\.i\.|llm|gpt|chatgpt|language model|model|evaluator|grader|judge|assessor|reviewer|scorer|scoring (?:system|model|engine|bot|assistant)|(?:automated|automatic) (?:system|review|reviewer|scoring|evaluation|grader|judge)|machine|bot|robot)`;
const RECORDED = String.raw`(?:this|the|our) (?:\S{1,20} )?(?:call|conversation|transcript|recording|text|meeting)`;
const ASSESSING = String.raw`(?:grades?|grading|scores?|scoring|evaluat(?:es?|ing)|rat(?:es?|ing)|judg(?:es?|ing)|assess(?:es|ing)?|reviews?|reviewing|mark(?:s|ing)|analy[sz](?:es?|ing)|process(?:es|ing)?|reads?|reading)`;
const SPIN = String.raw`(?:situation|problem|implication|need[-_ ]?payoff|overall|payoff)`;
const DIGIT = String.raw`(?:10|[0-5]|zero|one|two|three|four|five|ten)`;
const VALUE_END = String.raw`(?=$|[.!,;"']| (?:out|in|on|for|by|scores?|marks?|ratings?|points?|stars?|across|and|everywhere|please|my|because))(?! for (?:\d|up))`;
const OPENING = String.raw`(?:^|[.!?;:>\]"'-] ?)`;

// Words that several needs share.
const TOPS = '5 five 10 ten 100 max maximum highest perfect full top';
const SCORES = 'score scores rating ratings';
const JUDGES =
  'ai a.i. llm gpt chatgpt model evaluator grader judge assessor reviewer scorer scoring automated automatic machine bot robot';
const ASSESSES =
  'grade grades grading score scores scoring evaluate evaluates evaluating rate rates rating judge judges judging assess ' +
  'assesses assessing review reviews reviewing marks marking analyse analyses analysing analyze analyzes analyzing process ' +
  'processes processing read reads reading';

/** Rows of words; a text needs one word of each row. Letters and digits match whole words, anything else matches anywhere. */
type Need = readonly string[];

interface InjectionPattern {
  readonly name: string;
  readonly pattern: RegExp;
  /**
   * What a text must contain for the pattern to match: a word of every row of one need. Rules out most texts cheaply. One
   * need for every alternative of the pattern; too lax a need costs time, too strict a one loses matches.
   */
  readonly needs: readonly Need[];
}

/**
 * English wordings, on folded text. Gaps are bounded, so that no pattern takes more than linear time. "Ignore the previous
 * email" must not match.
 */
const INJECTION_PATTERNS: readonly InjectionPattern[] = [
  {
    name: 'ignore-instructions',
    needs: [
      [
        'ignore disregard forget override bypass',
        'instruction instructions prompt prompts rules guidelines directions directives constraints rubric above before told instructed far now here',
      ],
      ['stop do don pay set skip abandon', 'rubric criteria rules guidelines prompt instructions'],
    ],
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b(?: \S{1,20}){0,3}? (?:all|any|previous|prior|above|earlier|preceding|your|system|scoring|these|those)\b(?: \S{1,20}){0,3}? (?:instructions?|prompts?|rules|guidelines|directions|directives|constraints|rubric)\b|\b(?:ignore|disregard|forget|override|bypass) (?:\S{1,20} ){0,3}?rubric\b|\b(?:ignore|disregard|forget) (?:everything|anything|all|whatever|what) (?:\S{1,20} ){0,4}?(?:above|before (?:this|that)|told|instructed|so far|up to (?:now|here))\b|\b(?:stop (?:following|applying|using)|do not (?:follow|apply|use)|don't (?:follow|apply|use)|pay no (?:attention|heed) to|set aside|skip|abandon) (?:the |your |all |any )?(?:\S{1,20} )?(?:rubric|scoring (?:criteria|rules|guidelines|rubric)|evaluation (?:criteria|rules|guidelines)|system prompt|(?:above|previous|prior|earlier) (?:instructions|guidelines|rules|prompt))\b/g,
  },
  {
    name: 'role-change',
    needs: [
      ['are pretend act', 'assistant model ai mode judge grader evaluator bot dan'],
      ['from', 'now'],
      ['developer jailbreak god unrestricted'],
    ],
    pattern:
      /\byou are now (?:an? |the |in |my )?(?:\S{1,20} ){0,3}?(?:assistant|model|ai|mode|judge|grader|evaluator|bot|dan)\b|\bfrom now on,? you (?:are|must|act)\b|\b(?:pretend (?:to be|you are)|act as|you are) an? (?:\S{1,20} ){0,3}?(?:language model|ai (?:assistant|model|judge)|judge|grader|evaluator)\b|\b(?:developer|jailbreak|god|unrestricted) mode (?:on|enabled|activated|engaged)\b|\bjailbreak\b/g,
  },
  {
    name: 'new-task',
    needs: [
      [
        'new updated revised real actual additional system',
        'task instruction instructions objective directive prompt role',
      ],
      ['end begin beginning start', 'transcript data input prompt recording'],
      [
        'mention reveal disclose flag repeat report',
        'note instruction instructions sentence message request prompt text',
      ],
      ['respond answer reply', 'json'],
      ['nothing', 'sentence note message instruction'],
    ],
    pattern: new RegExp(
      [
        String.raw`${OPENING}(?:new|updated|revised|real|actual|additional|system) (?:task|instructions?|objective|directive|prompt|role)(?: (?:for|to) (?:the |you)|:)`,
        String.raw`${OPENING}(?:end|begin(?:ning)?|start) of (?:the )?(?:transcript|data|input|prompt|recording)\b`,
        String.raw`\b(?:do not|don't|never) (?:mention|reveal|disclose|flag|repeat|report) (?:this|these|the) (?:\S{1,20} ){0,2}?(?:note|instructions?|sentence|message|request|prompt|text)\b`,
        String.raw`\b(?:respond|answer|reply)(?: only)? (?:with|in) (?:the following |this |valid )?json\b`,
        String.raw`\b(?:say|write|mention) nothing (?:of|about) this (?:sentence|note|message|instruction)\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    name: 'system-prompt',
    needs: [
      ['system', 'prompt prompts message messages instruction instructions override overrides'],
      ['ignore reveal print repeat show output leak recite override', 'prompt instructions'],
    ],
    pattern:
      /\bsystem (?:prompt|message|instruction|override)s?:|\b(?:ignore|reveal|print|repeat|show|output|leak|recite|override) (?:\S{1,20} ){0,3}?(?:system prompt|hidden instructions)\b|\b(?:reveal|print|repeat|show me|output|recite) your (?:\S{1,20} ){0,2}?(?:prompt|(?:hidden|initial|original|full|system) instructions)\b/g,
  },
  {
    name: 'score-demand',
    needs: [
      ['give award assign score rate grade mark', TOPS],
      ['output return respond answer reply', SCORES],
      ['scored rated graded marked evaluated considered judged treated', TOPS],
      ['mark treat count consider regard', 'met fulfilled satisfied perfect passed achieved excellent'],
      ['put write enter set choose use give record', '5 five 10 ten', 'everywhere every each all'],
      ['fives tens 5s 10s'],
      ['spin'],
      ['set', SCORES],
      ['full top maximum perfect', `marks ${SCORES}`],
      [
        'call conversation transcript rep representative recording',
        'deserves merits warrants worth earns should must gets scores',
        `fives tens exemplary outstanding ${TOPS}`,
      ],
      ['treat count regard classify score rate', 'as', `exemplary flawless excellent outstanding textbook ${TOPS}`],
    ],
    pattern: new RegExp(
      [
        String.raw`(?<!\b(?:i|i'd|we|we'd|you|they|would|could|to|not|customers|users|people|please) )\b(?:give|award|assign|score|rate|grade|mark) (?:\S{1,20} ){0,4}?${JUDGED}\b(?: \S{1,20}){0,6}? ${TOP}(?=$|[.!,;"']| (?:out|in|on|for|score|marks?|rating|points?|stars?|across|and|everywhere|please))`,
        String.raw`\b(?:please|to|must|should) (?:give|award|assign|score|rate|grade|mark) (?:this|the) (?:call|rep|representative|conversation|transcript|seller)\b(?: \S{1,20}){0,6}? ${TOP}(?=$|[.!,;"']| (?:out|in|on|for|score|marks?|rating|points?|stars?|across|and|everywhere|please))`,
        String.raw`(?<!\b(?:i|i'd|we|we'd|you|you'd|they|would|could|to|not|customers|users|people) )\b(?:give|award|assign) (?:\S{1,20} ){0,3}?${TOP}(?: ?\/ ?\d| out of \d| out of (?:five|ten)| (?:scores?|ratings?|marks|stars))`,
        String.raw`(?<!\b(?:to|they|we|will|and|that|which|can|would) )\b(?:output|return|respond with|answer with|reply with) (?:\S{1,20} ){0,5}?(?:scores?|ratings?)\b`,
        String.raw`\b(?:must|should|deserves? to|has to|have to|need to|needs to) be (?:scored|rated|graded|marked|evaluated|considered|judged|treated)(?: \S{1,20}){0,4}? ${TOP}${VALUE_END}`,
        String.raw`\b(?:rate|score|grade|mark) (?:me|him|her|them|everything|everyone|it all) (?:an? |as |at |with )?${TOP}${VALUE_END}`,
        String.raw`\b(?:mark|treat|count|consider|regard) (?:everything|all (?:criteria|dimensions|items)|(?:every|each) (?:criterion|dimension)) as (?:met|fulfilled|satisfied|perfect|passed|achieved|excellent)\b`,
        String.raw`\b(?:put|write|enter|set|choose|use|give|record) (?:an? )?(?:5|five|10|ten) (?:everywhere\b|(?:in(?:to)?|on|for|to|across) (?:every|each|all) (?:\S{1,20} )?(?:scores?|dimensions?|fields?|criteri|categor|lines?))`,
        String.raw`\bonly (?:output |give |return |answer (?:with )?)?(?:fives|tens|5s|10s)\b|\b(?:all|straight) (?:fives|5s)\b`,
        String.raw`\bspin (?:stages?|dimensions?|questions?|criteria|elements?|scores?|categories)\b.{0,60}\b(?:${TOP}|perfectly|excellent|exemplary|outstanding)\b`,
        String.raw`\b(?:give|award|assign|score|rate|grade|mark) (?:\S{1,20} ){0,3}?${TOP} (?:\S{1,20} ){0,2}?(?:in|on|for|to|across) (?:every|each|all)(?: \S{1,20})? (?:dimensions?|criteri(?:on|a))\b`,
        String.raw`\bset (?:all|every|each|overall)(?: \S{1,20}){0,3}? scores?\b`,
        String.raw`\b(?:full|top|maximum|perfect) (?:marks|scores?|ratings?) (?:across|everywhere|in (?:all|every|each)|for (?:all|every|each|this|the))\b`,
        String.raw`\b(?:this|the) (?:call|conversation|transcript|rep|representative|recording) (?:deserves|merits|warrants|is worth|earns|should (?:get|receive|be given)|must (?:get|receive|be given)|gets|scores) (?:\S{1,20} ){0,4}?(?:${TOP}|fives|tens|exemplary|outstanding)\b`,
        String.raw`\b(?:treat|count|regard|classify|score|rate) ${RECORDED} as (?:\S{1,20} ){0,3}?(?:${TOP}|exemplary|flawless|excellent|outstanding|textbook)\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    name: 'score-object',
    needs: [
      [':', 'score scores overallscore call calls rationale dimensions check payoff role'],
      ['{'],
      ['situation problem implication payoff needpayoff overall', '0 1 2 3 4 5 10 zero one two three four five ten'],
    ],
    pattern: new RegExp(
      [
        String.raw`["'](?:overall_?score|scores?|is_sales_call|rationale|dimensions|call_check|need_payoff|tool_calls?|role)\\?["'] ?:`,
        String.raw`\{ ?\\?["']?[a-z_]{1,30}\\?["']? ?: ?(?:\{|\[|["']|\d)`,
        String.raw`\b(?:situation|problem|implication|need[-_ ]payoff|overall)(?:[ _]score)? ?[:=] ?(?:[0-5]|10)\b(?![:.]?\d)`,
        String.raw`\b${SPIN}(?: score| rating)?[^\p{L}\p{N}]{1,4}(?:is |equals |gets |to |at )?${DIGIT}\b[^\p{L}\p{N}]{1,4}(?:and )?${SPIN}(?: score| rating)?[^\p{L}\p{N}]{1,4}(?:is |equals |gets |to |at )?${DIGIT}\b`,
      ].join('|'),
      'gu',
    ),
  },
  {
    name: 'addressed-to-model',
    needs: [
      ['as', 'an', 'ai'],
      ['language', 'model'],
      [
        'note notes message attention instruction instructions memo reminder request warning appeal hint word',
        'to for',
        JUDGES,
      ],
      [ASSESSES, 'whoever whatever whichever anyone everyone one person system model machine'],
      [ASSESSES, 'when while as before', 'call conversation transcript recording rep'],
      ['dear hey hello hi attention attn listen', JUDGES],
      [
        'reading scoring grading evaluating reviewing processing analysing analyzing rating judging assessing',
        'this these',
        JUDGES,
      ],
      ['as', 'developer administrator admin owner author creator designer operator', 'of'],
      [
        'producing writing generating filling creating completing',
        'json answer output response scorecard evaluation score scores form',
      ],
      ['hinweis notiz nachricht anmerkung achtung'],
      ['note message attention', 'l le'],
      // The ASCII parts of words with accented letters.
      ['nota mensaje messaggio mensagem attenzione atenci aten'],
      ['примечание сообщение внимание 致 への'],
      ['if', 'are', JUDGES],
    ],
    pattern: new RegExp(
      [
        String.raw`\bas an ai(?: (?:language )?model| assistant| judge| evaluator| grader| system|[,.:])`,
        String.raw`\bas a (?:large )?language model\b`,
        String.raw`\b(?:notes?|message|attention|instructions?|memo|reminder|request|warning|appeal|hint|word) (?:to|for) (?:the |any |an |our |all |your )?(?:\S{1,20} ){0,1}?${JUDGE}\b`,
        String.raw`\b(?:notes?|message|attention|memo|reminder|to) (?:to |for )?(?:whoever|whatever|whichever|anyone|everyone|the (?:one|person|system|model|machine)) (?:who |that |which )?(?:is |are |will |must |later )?${ASSESSING}\b`,
        String.raw`\bto (?:whoever|whatever|anyone) (?:\S{1,20} ){0,2}?${ASSESSING} ${RECORDED}`,
        String.raw`${OPENING}(?:dear|hey|hello|hi|attention|attn|listen,?) (?:the |our |mister |mr )?${JUDGE}\b`,
        String.raw`\b${JUDGE} (?:that |who |which )?(?:is |are |will be )?(?:currently |now )?(?:reading|scoring|grading|evaluating|reviewing|processing|analy[sz]ing|rating|judging|assessing) (?:this|these)\b`,
        String.raw`\b(?:when|while|as|before) you (?:evaluate|score|grade|assess|rate|judge|are (?:evaluating|scoring|grading|assessing|rating|judging)) (?:this|the) (?:call|conversation|transcript|recording|rep)\b`,
        String.raw`\bas the (?:developer|administrator|admin|owner|author|creator|designer|operator) of (?:this|the|your) (?:\S{1,20} )?(?:scoring|grading|evaluation|prompt|rubric|model|judge)`,
        String.raw`\b(?:when|while|before) (?:producing|writing|generating|filling(?: in| out)?|creating|completing) (?:the|your) (?:json|answer|output|response|scorecard|evaluation|scores?|form)\b`,
        String.raw`\b(?:hinweis|notiz|nachricht|anmerkung|achtung) (?:an|für) (?:die|den|das) (?:ki|sprachmodell|modell|bewerter|prüfer)\b`,
        String.raw`\b(?:note|message|attention) (?:pour|à) (?:l'ia|le modèle|l'évaluateur)\b`,
        String.raw`\b(?:nota|mensaje|messaggio|mensagem|atención|attenzione|atenção),? (?:para|per|a|al) ?(?:la |il |o |a |l')?(?:ia|modelo|modello|evaluador|valutatore|avaliador)\b`,
        String.raw`(?:примечание|сообщение|внимание),? (?:для )?(?:ии|модели|модель|оценщика?)(?=[\s:,.!]|$)`,
        String.raw`致(?:ai|评估|模型)|(?:ai|評価者|モデル)への(?:指示|注意)`,
        String.raw`\bif you are (?:an? |the )?(?:ai|llm|language model|evaluator|grader|${JUDGE})\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    name: 'role-tag',
    needs: [
      // Three quotes: folding turns the backticks of a code fence into them.
      [`< --- = # '''`],
      ['[ (', 'system admin developer hidden meta override note inst'],
      [':', 'system assistant tool developer grader evaluator'],
    ],
    pattern:
      /<\/? ?(?:transcript|system|user|assistant|instructions?|prompt|data|tool|turns?|evaluation|scores?)\b[^>]{0,50}>|<\|[a-z_]{1,30}\|>|[[(](?:system|admin|developer|hidden|meta|override|note to)(?: [^\])]{0,60})?[\])]|<!--|(?<=^| )'{3,}[a-z]{0,12}(?=$|[ {[<])|(?:-{3}|={3}) ?(?:end|begin|start|system|new)\b|\[\/?inst\]|<<\/?sys>>|#{2,} ?(?:system|instructions?|assistant|response|new task)\b|(?<=^|[.!?>\]"'-] )(?:system|assistant|tool|developer|grader|evaluator) ?:(?! ?\d)|\b(?:human|user|assistant) ?: .{0,80}\b(?:assistant) ?:/g,
  },
];

/** Rows of which a text has a word, as bits, PER_NUMBER in each number. */
export type Cues = readonly number[];

const PER_NUMBER = 31;

const rows = [...new Set(INJECTION_PATTERNS.flatMap(({ needs }) => needs.flat()))];

export const NO_CUES: Cues = Array.from({ length: Math.ceil(rows.length / PER_NUMBER) }, () => 0);

/** Adds cues to others. */
export const addCues = (all: number[], more: Cues): void => {
  for (let i = 0; i < all.length; i += 1) all[i] = (all[i] ?? 0) | (more[i] ?? 0);
};

const holds = (cues: Cues, need: Cues): boolean => {
  for (let i = 0; i < need.length; i += 1) if (((cues[i] ?? 0) & (need[i] ?? 0)) !== (need[i] ?? 0)) return false;
  return true;
};

const cueOf = (row: string): Cues => {
  const at = rows.indexOf(row);
  return NO_CUES.map((none, i) => (i === Math.floor(at / PER_NUMBER) ? 1 << (at % PER_NUMBER) : none));
};

const together = (parts: readonly Cues[]): Cues => {
  const all = [...NO_CUES];
  for (const part of parts) addCues(all, part);
  return all;
};

const cuesByWord = new Map<string, Cues>();
for (const row of rows) {
  for (const word of row.split(' ')) cuesByWord.set(word, together([cuesByWord.get(word) ?? NO_CUES, cueOf(row)]));
}

const WHOLE_WORD = /^[a-z0-9]+$/;
const SIGNS = [...cuesByWord].filter(([word]) => !WHOLE_WORD.test(word));
const ASCII_WORD = /[a-z0-9]+/g;

/** Cues of the words of folded text. */
export const cuesOfWords = (folded: string): Cues =>
  together((folded.match(ASCII_WORD) ?? []).map((word) => cuesByWord.get(word) ?? NO_CUES));

/** Adds the cues of signs that are not words. */
export const addSigns = (all: number[], folded: string): void => {
  for (const [sign, cues] of SIGNS) if (folded.includes(sign)) addCues(all, cues);
};

const needsOf = ({ needs }: InjectionPattern): Cues[] => needs.map((need) => together(need.map(cueOf)));

const patterns = INJECTION_PATTERNS.map((pattern) => ({ ...pattern, needs: needsOf(pattern) }));

/** The patterns that can match in a text with these cues. */
export const patternsFor = (cues: Cues): readonly { readonly name: string; readonly pattern: RegExp }[] =>
  patterns.filter(({ needs }) => needs.some((need) => holds(cues, need)));
