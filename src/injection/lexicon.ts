/** What a word can contribute to an order for a judge. Bits, because a word may mean several things. */
export const CONCEPT = {
  IGNORE: 1,
  EARLIER: 2,
  RULES: 4,
  GIVE: 8,
  RATE: 16,
  SCORE: 32,
  /** What scores are given for: dimensions, criteria. */
  JUDGED: 64,
  EVERY: 128,
  /** A value at an end of a scale. */
  EXTREME: 256,
  /** A value at an end of a scale that is not a number. */
  SUPERLATIVE: 512,
  MODEL: 1024,
  CALL: 2048,
  MUST: 4096,
  /** Terms of scorecards only. */
  DIMENSION: 8192,
  /** Praise that is not a value on a scale. */
  PRAISE: 32768,
  /** The act of scoring. */
  ASSESSMENT: 65536,
  /** A word of another language. */
  NATIVE: 16384,
} as const;

const {
  IGNORE,
  EARLIER,
  RULES,
  GIVE,
  RATE,
  SCORE,
  JUDGED,
  EVERY,
  EXTREME,
  SUPERLATIVE,
  MODEL,
  CALL,
  MUST,
  DIMENSION,
  NATIVE,
  PRAISE,
  ASSESSMENT,
} = CONCEPT;

/** English words in all their relevant inflections. Only these are also matched with scrambled letters. */
const ENGLISH: readonly (readonly [mask: number, words: string])[] = [
  [IGNORE, 'ignore ignoring disregard disregarding forget override overrule overwrite bypass neglect discard'],
  [EARLIER, 'all any previous previously prior above earlier preceding your system scoring these those former'],
  [RULES, 'instruction instructions prompt prompts rule rules guideline guidelines directive directives directions'],
  [RULES, 'constraints rubric rubrics'],
  [
    GIVE,
    'give award assign grant set output return respond report put record enter fill write produce emit choose mark',
  ],
  [RATE, 'rate rates rated score scored scores grade graded grades evaluate evaluates assess assesses judge'],
  [SCORE, 'score scores rating ratings grade grades marks points stars'],
  [JUDGED | DIMENSION, 'dimension dimensions criterion rubric scorecard'],
  [JUDGED, 'criteria category categories spin implication payoff'],
  [JUDGED, 'situation problem'],
  [EVERY, 'every each all everything everywhere across board throughout both'],
  [EXTREME, 'five ten 5 10 100 zero 0 fives tens zeros'],
  [EXTREME | SUPERLATIVE, 'max maximum maximal highest perfect full top flawless lowest minimum'],
  [PRAISE, 'excellent outstanding exemplary exceptional brilliant superb'],
  [ASSESSMENT, 'evaluation assessment grading scoring scorecard'],
  [MODEL, 'llm evaluator grader scorer assessor'],
  [CALL, 'call conversation transcript recording rep'],
  [MUST, 'must should shall deserves deserve'],
];

/** Stems of other languages, without accents: prefixes of words, or parts of the text in scripts without spaces. */
const STEMS: readonly (readonly [mask: number, stems: string])[] = [
  [IGNORE, 'ignorier missacht vergiss vergesst ubergeh ignorez ignores oubliez ignora ignore ignorat olvid dimentic'],
  [IGNORE, 'desconsider esquec игнорир проигнорир забуд negeer zignoruj 忽略 忽视 无视 無視 忘记 忘れ 무시'],
  [RULES, 'anweisung instruktion vorgab richtlini bewertungskriter consigne instruc instruzion indicacion indicazion'],
  [RULES, 'directiv directriz reglas normas regole regras regles regeln инструкц указани правил prompt rubri'],
  [RULES, 'instrukcj 指示 指令 规则 規則 ルール 提示 命令 지시'],
  [
    GIVE,
    'gib gebt vergib vergebt bewert setze setzt donne donnez attribuez attribue accordez mettez mets otorg asign calific',
  ],
  [
    GIVE,
    'puntua evalu assegn attribuis valut metti dai atribu avali coloqu conced постав дай присво выстав оцени geef',
  ],
  [GIVE, 'przyznaj ponga pon 给 打 评 つけ 付け 与え 出力 输出'],
  [
    SCORE,
    'punkt note score puntuac puntaje calificacion nota punti punteggi voto voti valutazion pontuac pontos avaliac',
  ],
  [SCORE, 'оценк оценок балл рейтинг 分数 评分 打分 スコア 評価 評点 得点 ocen 점수'],
  [
    JUDGED,
    'dimens kriteri criter kategor categor измерени критери категори параметр 维度 項目 指标 次元 カテゴリ wymiar',
  ],
  [
    EVERY,
    'jede alle uberall partout chaque tous toutes cada todos todas ogni tutte tutti кажд всех все всем 每 所有 全部 すべて 全て 各 elke',
  ],
  [EXTREME, 'funf zehn cinq cinco cinque пять пятер'],
  [EXTREME | SCORE, '五分 十分'],
  [0, '五分钟 十分钟 五分間 十分間'],
  [RATE, 'bewert valut evalu califi avali оцени notez'],
  [
    EXTREME | SUPERLATIVE,
    'hochst volle maximal maxim parfait meilleur maximo massim perfect perfeit максим наивысш высш',
  ],
  [EXTREME | SUPERLATIVE, 'отличн 最高 最大 hoogste najwyzsz alto alta elevee haute'],
  [EXTREME | SUPERLATIVE | SCORE, 'hochstpunktzahl hochstnote bestnote 满分 滿分 满分数 最高分 満点 最高点 만점'],
];

const plainOf = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

const listed = (table: typeof ENGLISH): Map<string, number> => {
  const words = new Map<string, number>();
  for (const [mask, row] of table) {
    for (const word of row.split(' ').map(plainOf)) words.set(word, (words.get(word) ?? 0) | mask);
  }
  return words;
};

const english = listed(ENGLISH);
const stems = listed(STEMS);
const lengths = [...new Set([...stems.keys()].map(({ length }) => length))].toSorted((a, b) => b - a);
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const scrambled = (word: string): string => {
  const inner = word.slice(1, -1).split('').sort().join('');
  return `${word[0] ?? ''}${inner}${word.at(-1) ?? ''}`;
};

const byLetters = new Map([...english].filter(([{ length }]) => length > 3).map(([word]) => [scrambled(word), word]));
/** First letter, last letter and length of words that can be scrambled: rules out most words before their letters are sorted. */
const outlines = new Set([...byLetters.values()].map((word) => `${word[0]}${word.at(-1)}${word.length}`));

const rotate = (word: string): string =>
  word.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
const reverse = (word: string): string => Array.from(word).reverse().join('');

/** The alphabet reversed (Atbash): a for z. */
const mirror = (word: string): string =>
  word.replace(/[a-z]/g, (letter) => String.fromCharCode(219 - letter.charCodeAt(0)));

const rotated = new Map([...english].map(([word, mask]) => [rotate(word), mask]));
const reversed = new Map([...english].map(([word, mask]) => [reverse(word), mask]));

/** Meaning of a plain English word; 0 for none. */
export const englishConcepts = (word: string): number => english.get(word) ?? 0;

/** Meaning of an English word of three letters or more, each letter rotated by 13 (ROT13); 0 for none. */
export const rotatedConcepts = (word: string): number => (word.length > 2 ? (rotated.get(word) ?? 0) : 0);

/** Meaning of an English word of three letters or more, written backward; 0 for none. */
export const reversedConcepts = (word: string): number => (word.length > 2 ? (reversed.get(word) ?? 0) : 0);

/** Words of other languages that are also English or look like it: they do not indicate another language. */
const SHARED =
  /^(?:ignor(?:e|es|ed|ing)|instruct\w*|prompt\w*|rubrics?|scor\w+|criteri(?:a|on)|categor(?:y|ies|i[sz]\w+)|dimension(?:s|al)?|perfect(?:ly|ion)?|maxim\w*|note[sd]?|evaluat\w+|die|den|dos)$/;
/** "We rate": a statement, not an order. */
const WE_DO =
  /^(?:evalu|avali|valut|calific|puntu|asign|assegn|attribu|atribu|conced)\p{L}{0,4}(?:amos|emos|iamo|ons)$/u;
const ARTICLES = new Set('les las los gli des dans para della delle het dem'.split(' '));

const mirrored = new Map([...english].map(([word, mask]) => [mirror(word), mask]));

/** Meaning of an English word of three letters or more in the reversed alphabet; 0 for none. */
export const mirroredConcepts = (word: string): number => (word.length > 2 ? (mirrored.get(word) ?? 0) : 0);

const heads = new Set([...stems.keys()].map((stem) => stem.slice(0, 3)));

/** Meaning of a word of another language by its prefix; 0 for none. */
export const stemConcepts = (word: string): number => {
  if (ARTICLES.has(word)) return NATIVE;
  const mask = heads.has(word.slice(0, 3)) && !WE_DO.test(word) ? stemOf(word) : 0;
  return mask === 0 || SHARED.test(word) ? mask : mask | NATIVE;
};

const stemOf = (word: string): number => {
  for (const length of lengths) {
    if (length > word.length || (length < 3 && word.length !== length)) continue;
    const mask = stems.get(word.slice(0, length));
    if (mask !== undefined) return mask;
  }
  return 0;
};

/** The English word with the same letters, the first and the last in place; null for none. */
export const unscramble = (word: string): string | null =>
  word.length > 3 && outlines.has(`${word[0]}${word.at(-1)}${word.length}`)
    ? (byLetters.get(scrambled(word)) ?? null)
    : null;

interface Found {
  readonly mask: number;
  readonly start: number;
  readonly end: number;
}

const anyOf = (words: Iterable<string>): RegExp =>
  new RegExp([...words].toSorted((a, b) => b.length - a.length).join('|'), 'g');

const RUNS = {
  english: anyOf([...english.keys()].filter((word) => word.length > 3 && word !== 'call')),
  stems: anyOf([...stems.keys()].filter(isUnspaced)),
};

/** Words with a meaning inside a sequence of letters without spaces, longest first, not overlapping. */
export const conceptsWithin = (run: string, language: 'english' | 'stems'): Found[] =>
  Array.from(run.matchAll(RUNS[language]), ({ 0: word, index }) => ({
    mask: (language === 'english' ? english : stems).get(word) ?? 0,
    start: index,
    end: index + word.length,
  }));

/** Whether the script of this text writes words without spaces. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}
