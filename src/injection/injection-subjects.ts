import { memoize } from '../text/memoize.js';

/**
 * Stems of other languages by the subjects of talk about the judging of a call, in the order of the English ones: who judges, judging, its
 * form, ends of the scale, the call, instructions, the answer, giving, authority. Without accents; German, French, Spanish, Italian,
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

const weightOf = (word: string): Weight | undefined => {
  if (word.length < SHORT) return spaced.get(word);
  for (let length = Math.min(word.length, LONGEST); length >= SHORT; length -= 1) {
    const found = spaced.get(word.slice(0, length));
    if (found) return found;
  }
  return undefined;
};

export interface SubjectWord {
  /** Place in the text, counted in words. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly subject: number;
  readonly weight: number;
}

const WORD = /[\p{L}\p{M}]+/gu;
const MAX_WORD = 30;

const remembered = memoize((word): Weight | null =>
  word.length > MAX_WORD ? null : (weightOf(word.normalize('NFKD').replace(/\p{M}+/gu, '')) ?? null),
);

/** Words of other languages than English about the judging of a call, in folded text. */
export const foreignSubjects = (folded: string): SubjectWord[] => {
  const found: SubjectWord[] = [];
  let at = 0;
  for (const { 0: word, index } of folded.matchAll(WORD)) {
    at += 1;
    if (word.length > 1 && UNSPACED.test(word)) {
      for (const { 0: stem, index: inside } of word.matchAll(RUN)) {
        const [subject, weight] = unspaced.get(stem) ?? [0, 0];
        at += 1;
        found.push({ at, start: index + inside, end: index + inside + stem.length, subject, weight });
      }
    } else {
      const weight = remembered(word);
      if (weight) found.push({ at, start: index, end: index + word.length, subject: weight[0], weight: weight[1] });
    }
  }
  return found;
};
