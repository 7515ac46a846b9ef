import { memoize } from '../text/memoize.js';

/**
 * Stems of other languages by subjects of talk about the judging of a call, in the order of the English ones: who judges, judging,
 * the rubric, ends of the scale, the call, instructions, the answer, giving, authority. Without accents; German, French, Spanish, Italian,
 * Portuguese, Dutch, Russian, Polish, Chinese, Japanese, Korean.
 */
const STEMS: readonly (readonly [weight: number, stems: string])[] = [
  [
    1.2,
    'bewerter prufer gutachter sprachmodell modell assistent evaluateur correcteur modele assistant evaluador calificador modelo asistente ' +
      'valutatore valutatori modello assistente avaliador beoordelaar оценщик модел ассистент нейросет oceniajac ki ia ии ' +
      '评估者 评分者 评审 模型 人工智能 助手 評価者 採点者 審査 モデル アシスタント 평가자 모델',
  ],
  [
    1.2,
    'bewert beurteil punktzahl punkte note wertung evalu notation notez score calific puntua nota notas valut punteggi voto voti avali pontua ' +
      'beoordel punten cijfer оцен балл рейтинг ocen punkt 评分 打分 分数 评估 评价 評価 採点 スコア 点数 평가 점수',
  ],
  [
    1.3,
    'kriteri dimension rubrik kategori critere grille rubrique categori criteri rubrica dimens rubriek критери измерени категори рубрик ' +
      'kryteri 维度 标准 项目 类别 項目 基準 次元 カテゴリ 기준 항목',
  ],
  [
    1,
    'hochst maximal maximum volle voller perfekt funf beste bester parfait cinq meilleur maxim massim perfett cinque miglior eccellent ' +
      'cinco mejor excelent perfect perfeit melhor hoogst vijf максим высш наивысш отличн пять пятер идеальн najwyzs piec ' +
      '满分 最高 五分 优秀 完美 満点 完璧 만점 최고',
  ],
  [
    0.9,
    'gesprach anruf transkript aufnahme aufzeichnung verkaufer appel conversation transcription enregistrement vendeur llamada conversacion ' +
      'transcripcion grabacion vendedor chiamata conversazione trascrizione registrazione venditore chamada conversa transcric gravac gesprek ' +
      'opname verkoper звон разговор запис транскри продав rozmow 通话 对话 录音 销售 通話 会話 録音 営業 통화 대화',
  ],
  [
    0.9,
    'anweisung vorgab regel ignorier richtlini instruction consigne regle ignor instruccion regla indicacion istruzion regol instruc regra ' +
      'instructie negeer инструкц правил игнорир указани instrukcj 指令 指示 规则 忽略 無視 ルール 지시 무시',
  ],
  [
    0.8,
    'ausgabe antwort sortie repond reponse champ salida respuest respond campo risposta rispond saida respost uitvoer antwoord ответ вывод ' +
      'odpowied 输出 回答 字段 出力 출력 답변',
  ],
  [
    0.6,
    'vergib vergeb gib erhalt verdien muss soll donne donnez attribu accord merit doit doivent otorg asign merece debe deben assegn deve devono ' +
      'atribu devem geef toeken verdient постав присво заслуж долж przyznaj 给 应该 必须 请 つけ 与え ください',
  ],
  [
    0.7,
    'kalibrier verbindlich bestatig genehmig offiziell calibr valid approuv officiel aprob oficial confirm approvat ufficial aprovad офици ' +
      'подтверж одобр 校准 批准 官方 承認 公式',
  ],
];

type Weight = readonly [subject: number, weight: number];

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const all = STEMS.flatMap(([weight, row], subject) =>
  row.split(' ').map((stem): [string, Weight] => [stem.normalize('NFKD').replace(/\p{M}+/gu, ''), [subject, weight]]),
);
const spaced = new Map(all.filter(([stem]) => !UNSPACED.test(stem)));
const unspaced = new Map(
  STEMS.flatMap(([weight, row], subject) =>
    row.split(' ').flatMap((stem): [string, Weight][] => (UNSPACED.test(stem) ? [[stem, [subject, weight]]] : [])),
  ),
);
const RUN = new RegExp([...unspaced.keys()].toSorted((a, b) => b.length - a.length).join('|'), 'g');
const LONGEST = Math.max(...[...spaced.keys()].map(({ length }) => length));

const SHORT = 4;

const foreignWeightOf = (word: string): Weight | undefined => {
  if (word.length < SHORT) return spaced.get(word);
  for (let length = Math.min(word.length, LONGEST); length >= SHORT; length -= 1) {
    const found = spaced.get(word.slice(0, length));
    if (found) return found;
  }
  return undefined;
};

interface SubjectWord {
  /** Position in the text, counted in words. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly subject: number;
  readonly weight: number;
}

const FOREIGN_WORD = /[\p{L}\p{M}]+/gu;
const MAX_FOREIGN_WORD = 30;

const cachedForeignWeight = memoize((word): Weight | null =>
  word.length > MAX_FOREIGN_WORD ? null : (foreignWeightOf(word.normalize('NFKD').replace(/\p{M}+/gu, '')) ?? null),
);

/** Words of other languages than English about the judging of a call, in folded text. */
const foreignSubjects = (folded: string): SubjectWord[] => {
  const found: SubjectWord[] = [];
  let at = 0;
  for (const { 0: word, index } of folded.matchAll(FOREIGN_WORD)) {
    at += 1;
    if (word.length > 1 && UNSPACED.test(word)) {
      for (const { 0: stem, index: inside } of word.matchAll(RUN)) {
        const [subject, weight] = unspaced.get(stem) ?? [0, 0];
        at += 1;
        found.push({ at, start: index + inside, end: index + inside + stem.length, subject, weight });
      }
    } else {
      const weight = cachedForeignWeight(word);
      if (weight) found.push({ at, start: index, end: index + word.length, subject: weight[0], weight: weight[1] });
    }
  }
  return found;
};

/** Subjects of talk about the judging of this call. Each subject counts once, with the largest weight of its words. */
const SUBJECTS: readonly (readonly [weight: number, words: RegExp])[][] = [
  [
    [2, /^(?:evaluators?|graders?|assessors?|scorers?)$/],
    [1.2, /^(?:judges?|reviewers?|auditors?|llm|gpt|chatbot)$/],
    [1, /^(?:ai|model|models|assistant|bot|algorithm|automated|automatic|automatically|reader)$/],
  ],
  [
    [1.5, /^(?:scorecard|grading|scoring)$/],
    [
      1.2,
      /^(?:scor(?:e|es|ed)|ratings?|rat(?:e|ed)|grad(?:e|es|ed)|marks|evaluat\w+|assess\w*|apprais\w+|judg(?:e|ed|ing|ment|ement))$/,
    ],
  ],
  [
    [2, /^(?:rubric|rubrics)$/],
    [1.5, /^(?:dimensions?|rationale|spin|implication|payoff)$/],
    [1.2, /^(?:criteria|criterion)$/],
    [0.8, /^(?:categor(?:y|ies)|confidence|evidence)$/],
  ],
  [
    [
      1,
      /^(?:max|maximum|maximal|highest|top|full|fully|perfect|flawless|exemplary|excellent|outstanding|exceptional|five|5|ten|10)$/,
    ],
    [0.6, /^(?:best|high|generous|lenient|favorable|favourable|positive|strong)$/],
  ],
  [
    [1.2, /^(?:transcript|transcripts|recording)$/],
    [0.8, /^(?:call|conversation|dialogue|rep|representative|seller|salesperson|agent)$/],
  ],
  [
    [1, /^(?:instructions?|prompts?|guidelines?|directives?|ignore|disregard|override|supersedes?)$/],
    [0.6, /^(?:rules?|policy|task|above|below|preceding|following|regardless)$/],
  ],
  [[0.8, /^(?:output|json|respond|response|answer|return|field|fields|value|values|default)$/]],
  [
    [0.7, /^(?:award|assign|grant|treat|deserves?|merits?|warrants?|earned|credit|reflect|interpret|count)$/],
    [0.4, /^(?:give|given|please|must|should|always|only|consider|set)$/],
  ],
  [
    [
      0.7,
      /^(?:calibrat\w+|benchmark|audit\w*|compliance|authori[sz]ed|approved|verified|certified|confirmed|official|mandatory|required|ground|baseline)$/,
    ],
  ],
];

const MAX_WORD = 20;

const weightOf = memoize((word): readonly [subject: number, weight: number] | null => {
  if (word.length > MAX_WORD) return null;
  for (const [subject, rows] of SUBJECTS.entries()) {
    const row = rows.find(([, words]) => words.test(word));
    if (row) return [subject, row[0]];
  }
  return null;
});

const WORD = /[a-z0-9]+/g;
/** Words that are read together, about three sentences. */
const WINDOW = 45;

/** What makes a passage dense. English has the finer weights; other languages need more. */
interface Threshold {
  readonly sum: number;
  readonly subjects: number;
  /** At least one of these subjects must be named. */
  readonly among: readonly number[];
}
const ENGLISH: Threshold = { sum: 3.5, subjects: 4, among: [0, 1, 2, 3, 4, 5, 6, 7, 8] };
const FOREIGN: Threshold = { sum: 4.5, subjects: 5, among: [0, 4] };

/** "Every call" is any; "this call" is the one that is judged. */
const ANY_CALL = /^(?:call|conversation|dialogue)$/;
const THIS = /^(?:this|the|that|above|following|present|current)$/;

const weighedWords = (folded: string): SubjectWord[] => {
  const found: SubjectWord[] = [];
  let at = 0;
  let before = '';
  for (const { 0: word, index } of folded.matchAll(WORD)) {
    const weight = weightOf(word);
    const counts = weight !== null && !(ANY_CALL.test(word) && !THIS.test(before));
    before = word;
    if (counts) found.push({ at, start: index, end: index + word.length, subject: weight[0], weight: weight[1] });
    at += 1;
  }
  return found;
};

/** Index of the word at which the words from `first` on reach the threshold; -1 if they do not within the window. */
const sumFrom = (words: readonly SubjectWord[], first: number, bar: Threshold): number => {
  const heaviest = new Float64Array(SUBJECTS.length);
  const from = words[first]?.at ?? 0;
  let sum = 0;
  let subjects = 0;
  for (let i = first; i < words.length; i += 1) {
    const word = words[i];
    if (!word || word.at - from > WINDOW) return -1;
    const before = heaviest[word.subject] ?? 0;
    if (word.weight > before) {
      heaviest[word.subject] = word.weight;
      sum += word.weight - before;
      if (before === 0) subjects += 1;
      if (subjects >= bar.subjects && sum >= bar.sum && bar.among.some((one) => heaviest[one])) return i;
    }
  }
  return -1;
};

/** Number of subjects that the words from each one on name within the window. Two pointers over the words: linear time. */
const subjectsAhead = (words: readonly SubjectWord[]): Uint8Array => {
  const ahead = new Uint8Array(words.length);
  const counts = new Int32Array(SUBJECTS.length);
  let named = 0;
  let end = 0;
  const count = (subject: number, step: 1 | -1): void => {
    const before = counts[subject] ?? 0;
    counts[subject] = before + step;
    if (before === 0) named += 1;
    else if (before + step === 0) named -= 1;
  };
  words.forEach(({ at, subject }, first) => {
    for (let word = words[end]; word && word.at - at <= WINDOW; word = words[end]) {
      count(word.subject, 1);
      end += 1;
    }
    ahead[first] = named;
    count(subject, -1);
  });
  return ahead;
};

const passagesOf = (words: readonly SubjectWord[], bar: Threshold): { start: number; end: number }[] => {
  const found: { start: number; end: number }[] = [];
  if (words.length < bar.subjects) return found;
  const ahead = subjectsAhead(words);
  for (let first = 0; first < words.length; first += 1) {
    const last = (ahead[first] ?? 0) < bar.subjects ? -1 : sumFrom(words, first, bar);
    if (last < 0) continue;
    found.push({ start: words[first]?.start ?? 0, end: words[last]?.end ?? 0 });
    first = last;
  }
  return found;
};

const bitOf = (weight: readonly [subject: number, weight: number] | null): number => (weight ? 1 << weight[0] : 0);

/** Subjects that single words of folded text name, as bits. "Call" counts whatever word precedes it. */
export const subjectsIn = (folded: string): { readonly subjects: number; readonly foreignSubjects: number } => ({
  subjects: (folded.match(WORD) ?? []).reduce((all, word) => all | bitOf(weightOf(word)), 0),
  foreignSubjects: foreignSubjects(folded).reduce((all, { subject }) => all | (1 << subject), 0),
});

const bitsOf = (mask: number): number => {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
};

/** Whether a text of these subjects can have a dense passage. */
export const canBeDense = (said: { readonly subjects: number; readonly foreignSubjects: number }): boolean =>
  bitsOf(said.subjects) >= ENGLISH.subjects || bitsOf(said.foreignSubjects) >= FOREIGN.subjects;

/** Passages that name so many subjects of judging that they must address the judge, whatever they ask for. */
export const findDensePassages = (folded: string): { start: number; end: number }[] => [
  ...passagesOf(weighedWords(folded), ENGLISH),
  ...passagesOf(foreignSubjects(folded), FOREIGN),
];
