import type { Turn } from '../../plugin-api/transcript.js';
import { findQuestions } from '../../text/find-questions.js';

/** How a person behaves on the call: who runs it and who is asked. */
export interface Behavior {
  /** Signs of a seller, weighted: questions about the other's business, introductions, agenda, offers. */
  readonly selling: number;
  /** Signs of a buyer, weighted: speech of the own business and its troubles, questions about price and product. */
  readonly buying: number;
  /** Turns that follow at once on a question of each other person, by that person's index. */
  readonly answersTo: ReadonlyMap<number, number>;
  readonly turns: number;
}

/** Enough of a call to tell the sides by; the opening tells most. */
const MAX_TURNS = 600;
const MAX_TURN_LENGTH = 3_000;

/** A cue counts so often per person at most, so that one habit of speech cannot decide. */
const MAX_PER_CUE = 4;

interface Cue {
  readonly weight: number;
  readonly pattern: RegExp;
}

const cue = (weight: number, pattern: RegExp): Cue => ({ weight, pattern });

const SELLING: readonly Cue[] = [
  cue(
    3,
    /\b(?:this is|my name is|it's|i'm) [a-z'’-]{2,20}(?: [a-z'’-]{2,20})? (?:calling )?(?:from|with|over at|here at) /i,
  ),
  cue(2, /\b(?:calling|reaching out) (?:from|about|because|today|to see)\b/i),
  cue(
    2,
    /\b(?:thanks|thank you)(?: so much| again| a lot)? for (?:taking|making|carving out|hopping|jumping|joining|your time|the time|agreeing)\b/i,
  ),
  cue(
    2,
    /\b(?:agenda|goal for (?:today|this call|our)|what i'd (?:like|love) to (?:do|cover)|i (?:wanted|want|was hoping|'d like|'d love) to (?:learn|understand|hear|walk you|show you|start by))\b/i,
  ),
  cue(
    2,
    /\b(?:we|our (?:platform|product|solution|tool|software|system|team|service)) (?:help|helps|works with|work with|offer|offers|provide|provides|specialize|partner)\b/i,
  ),
  cue(
    2,
    /\b(?:our (?:platform|product|solution|customers|clients|pricing|plans?|onboarding|implementation team|trial)|other (?:customers|clients)|customers like you)\b/i,
  ),
  cue(
    2,
    /\b(?:let me show|i'll show|i can show|walk you through|share my screen|i'll send (?:you|over)|i can send|put together a (?:proposal|quote)|(?:set|get) you up|free trial)\b/i,
  ),
  cue(1.5, /\b(?:schedule|book|set up) (?:a |an |another |some )?(?:call|demo|meeting|follow-?up|time|session)\b/i),
  cue(
    1,
    /\b(?:does that (?:make sense|sound)|how does that sound|sound (?:good|fair)|any questions (?:so far|for me)|great question|good question)\b/i,
  ),
  cue(
    1,
    /\b(?:tell me|walk me through|help me understand|if i (?:heard|understand|understood) you|so what i'm hearing|that's helpful|makes total sense)\b/i,
  ),
];

const BUYING: readonly Cue[] = [
  cue(
    2,
    /\b(?:we|we're|i'm|i) (?:currently|already|still|mostly|usually|basically) (?:use|using|do|have|run|running|rely|work|spend|losing|track)\b/i,
  ),
  cue(
    2,
    /\b(?:we're struggling|we struggle|it's a (?:mess|nightmare|pain)|drives me crazy|the (?:problem|trouble|issue|challenge) (?:is|we have)|we (?:lose|waste|miss)|frustrat\w+|by hand|spreadsheets?)\b/i,
  ),
  cue(
    2,
    /\b(?:how much (?:does|do|is|would) (?:it|this|that|you|your)|what(?:'s| is| are| does) (?:the|your) (?:price|pricing|cost|rates?)|do you (?:guys )?(?:offer|support|integrate|have|charge)|does (?:it|this|your \w{1,20}) (?:integrate|support|work|handle|come|cost)|can (?:it|your \w{1,20}) )/i,
  ),
  cue(
    1.5,
    /\b(?:our budget|my (?:boss|manager|ceo|cfo|director)|run (?:it|this) by|talk to my|think about it|not interested|need approval|sign off|we'd need|send me (?:some|the|more|an?))\b/i,
  ),
  cue(1, /\b(?:your (?:product|platform|company|tool|software|pricing|solution|competitors?)|you guys|compared to)\b/i),
  cue(
    1,
    /\b(?:our (?:team|reps|warehouse|stores?|process|current (?:system|vendor|tool|provider|process))|we have (?:about|around|roughly|over)?\s?(?:\d|two|three|four|five|six|seven|eight|nine|ten|a (?:dozen|few|couple)))/i,
  ),
];

/** A question about the other's business counts in full; one about the seller's product shows a buyer. */
const ABOUT_OTHER = /\b(?:you|your|you're|you've|team)\b/i;
const ABOUT_PRODUCT =
  /\b(?:how much|(?:the |your )(?:price|pricing|cost|contract|product|platform|tool|software|sla|trial|roadmap|support)|do you (?:guys )?(?:offer|support|integrate|charge|provide|have a|have an)|does (?:it|this|that|your)(?! (?:happen|affect|mean|hurt|cost you|take you|leave you|make you|impact))|can (?:it|your|this)|is (?:it|there a) (?:discount|trial|secure|possible)|how (?:long does (?:it|setup|implementation)|does (?:it|this|your)))\b/i;

function scoreCues(texts: readonly string[], cues: readonly Cue[]): number {
  return cues.reduce((sum, { weight, pattern }) => {
    const count = texts.filter((text) => pattern.test(text)).length;
    return sum + weight * Math.min(MAX_PER_CUE, count);
  }, 0);
}

interface Asked {
  readonly discovery: number;
  readonly product: number;
}

function countQuestions(text: string): Asked {
  const questions = findQuestions(text);
  const product = questions.filter((question) => ABOUT_PRODUCT.test(question.text)).length;
  const discovery = questions.filter(
    (question) => !ABOUT_PRODUCT.test(question.text) && ABOUT_OTHER.test(question.text),
  ).length;
  return { discovery: discovery + (questions.length - product - discovery) * 0.6, product };
}

const SILENT: Behavior = { selling: 0, buying: 0, answersTo: new Map(), turns: 0 };

function countAnswers(turns: readonly Turn[], asked: readonly Asked[]): Map<number, Map<number, number>> {
  const answers = new Map<number, Map<number, number>>();
  turns.forEach(({ participant }, at) => {
    const asker = turns[at - 1]?.participant;
    if (asker === undefined || asker === participant || asked[at - 1]?.discovery === 0) return;
    const own = answers.get(participant) ?? new Map<number, number>();
    answers.set(participant, own.set(asker, (own.get(asker) ?? 0) + 1));
  });
  return answers;
}

/** Reads how each person behaves, by index. English cues; in other languages question marks alone speak. */
export function observeBehavior(turns: readonly Turn[]): (person: number) => Behavior {
  const read = turns.slice(0, MAX_TURNS).map((turn) => ({ ...turn, text: turn.text.slice(0, MAX_TURN_LENGTH) }));
  const asked = read.map((turn) => countQuestions(turn.text));
  const answers = countAnswers(read, asked);
  const behaviors = new Map<number, Behavior>();
  for (const person of new Set(read.map(({ participant }) => participant))) {
    const texts = read.filter((turn) => turn.participant === person).map((turn) => turn.text);
    const own = asked.filter((_asked, at) => read[at]?.participant === person);
    const discovery = own.reduce((sum, count) => sum + count.discovery, 0);
    const product = own.reduce((sum, count) => sum + count.product, 0);
    behaviors.set(person, {
      selling: scoreCues(texts, SELLING) + Math.min(20, discovery * 1.5),
      buying: scoreCues(texts, BUYING) + Math.min(10, product * 1.5),
      answersTo: answers.get(person) ?? new Map<number, number>(),
      turns: texts.length,
    });
  }
  return (person) => behaviors.get(person) ?? SILENT;
}
