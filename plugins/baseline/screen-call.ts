import type { NormalizedTranscript } from 'debrief/plugin-api';
import { type AskedQuestion, joinFolded, type ReadTurn } from './collect-questions.js';
export type Screening =
  | { readonly verdict: 'SALES_CALL' }
  | { readonly verdict: 'NOT_A_SALES_CALL' | 'UNSUPPORTED_LANGUAGE'; readonly rationale: string };

const SALES = [
  /\b(?:pric(?:e|es|ing|ed)|quotes?|proposals?|contracts?|budgets?|discounts?|per seat|subscriptions?|licen[cs]es?)\b/,
  /\b(?:demo|trial|pilot|proof of concept|rollout|roll out|go live|implementation)\b/,
  /\b(?:vendors?|competitors?|procurement|evaluat(?:e|ing|ion)|decision maker|sign(?:s|ed)? off|roi|purchas(?:e|ing)|buying)\b/,
  /\bour (?:\S{1,20} )?(?:platform|product|solution|software|tool|service|customers|clients)\b|\bwe (?:help|work with|sell|offer|specialize)\b/,
  /\b(?:teams|companies|customers|clients|businesses) like (?:you|yours)\b|\byour (?:business|company|organization|operation)\b/,
];

interface Genre {
  readonly name: string;
  readonly cues: readonly RegExp[];
}

const GENRES: readonly Genre[] = [
  {
    name: 'a support case',
    cues: [
      /\bhow (?:can|may) i help(?: you)?\b|\banything else i can help\b/,
      /\bthank(?:s| you) for (?:calling|contacting|reaching out to)\b/,
      /\b(?:case|ticket|order|confirmation|serial|tracking|account) (?:number|id)\b/,
      /\bhave you tried\b|\btry (?:restarting|turning|clearing|logging|reinstalling)\b|\b(?:restart|reboot|reinstall|log out|sign out|clear (?:the|your) cache)\b/,
      /\berror (?:code|message)\b|\b(?:reset|forgot|change) (?:my|your|the) password\b/,
      /\bverify your\b|\bdate of birth\b|\blast four\b/,
      /\b(?:escalate|escalated|opened a (?:case|ticket)|refund(?:ed)?|replacement unit|warranty)\b/,
    ],
  },
  {
    name: 'an internal meeting',
    cues: [
      /\bstand-?up\b|\bdaily sync\b/,
      /\byesterday,? (?:i|we)\b/,
      /\btoday,? (?:i'll|i will|i'm|i am|i plan)\b/,
      /\bblock(?:ers?|ed)\b/,
      /\b(?:sprint|retro|retrospective|backlog grooming|story points)\b/,
      /\b(?:pull request|code review|merged?|deploy(?:ed|ing)?|staging|unit tests?|refactor\w*|branch)\b/,
      /\bon my plate\b|\b(?:pick|picking|picked) up the (?:ticket|task|story)\b/,
    ],
  },
  {
    name: 'a personal conversation',
    cues: [
      /\b(?:mom|mum|dad|grandma|grandpa|auntie|honey|darling|sweetheart)\b/,
      /\b(?:birthday|wedding|anniversary|christmas|thanksgiving)\b/,
      /\b(?:dinner|breakfast|barbecue|recipe|groceries|restaurant|pizza)\b/,
      /\b(?:movie|film|football|concert|vacation|holiday|beach|hike|hiking)\b/,
      /\blove you\b|\bmiss you\b|\bsee you at home\b/,
      /\b(?:the kids|babysitter|homework|puppy|dentist)\b/,
    ],
  },
  {
    name: 'a job interview',
    cues: [
      /\b(?:your|my) (?:resume|cv|cover letter)\b/,
      /\btell me about a time\b|\bstrengths and weaknesses\b/,
      /\bsalary expectations?\b|\bnotice period\b/,
      /\b(?:this|the) (?:role|position) (?:is|involves|reports|requires)\b|\bhiring manager\b|\bcandidates?\b/,
      /\bwhy do you want to (?:work|join)\b|\bwhere do you see yourself\b/,
    ],
  },
];
const MIN_GENRE_CUES = 2;

const hits = (cues: readonly RegExp[], text: string): number => cues.filter((cue) => cue.test(text)).length;

/** Another genre must be clear, and clearer than any sign of selling. Questions of value decide for sales. */
const findGenre = (text: string, questions: readonly AskedQuestion[]): string | null => {
  const developed = questions.filter(({ spinClass }) => spinClass === 'need_payoff' || spinClass === 'implication');
  const sales = hits(SALES, text) + developed.length;
  const genre = GENRES.find(({ cues }) => {
    const found = hits(cues, text);
    return found >= MIN_GENRE_CUES && found > 2 * sales;
  });
  return genre?.name ?? null;
};

const isSupported = (language: string): boolean => /^(?:en|und)(?:-|$)/i.test(language) || language === '';

const STOP_WORDS =
  /^(?:the|a|and|to|of|you|we|i|it|that|is|in|for|do|have|so|what|on|are|with|be|not|yeah|but|this|our|your)$/;
const MIN_WORDS = 40;
const MIN_STOP_WORD_SHARE = 0.08;

/** English speech is a quarter to a half stop words; other languages share hardly any of them. */
const looksEnglish = (text: string): boolean => {
  const words = text
    .slice(0, 20_000)
    .split(/[^\p{L}\p{M}']+/u)
    .filter((word) => word !== '');
  const known = words.filter((word) => STOP_WORDS.test(word)).length;
  return words.length < MIN_WORDS || known / words.length >= MIN_STOP_WORD_SHARE;
};

const notSales = (rationale: string): Screening => ({ verdict: 'NOT_A_SALES_CALL', rationale });

/** Decides, conservatively, whether there is a sales call to score, in a language that the cues know. */
export const screenCall = (
  transcript: NormalizedTranscript,
  turns: readonly ReadTurn[],
  questions: readonly AskedQuestion[],
): Screening => {
  const text = joinFolded(turns);
  const { language } = transcript;
  if (!isSupported(language) || (!language.toLowerCase().startsWith('en') && !looksEnglish(text))) {
    const named = isSupported(language) ? 'seems to be in another language than English' : `is in "${language}"`;
    return {
      verdict: 'UNSUPPORTED_LANGUAGE',
      rationale: `The transcript ${named}; the lexical baseline reads English only.`,
    };
  }
  const roles = new Set(turns.map(({ role }) => role));
  if (!roles.has('REP')) return notSales('Nobody on the call is marked as the representative.');
  if (!roles.has('CUSTOMER') && !roles.has('UNKNOWN')) return notSales('No turn is spoken by a customer.');
  const genre = findGenre(text, questions);
  return genre === null
    ? { verdict: 'SALES_CALL' }
    : notSales(`The wording is that of ${genre}, and nothing in it speaks of selling or buying.`);
};
