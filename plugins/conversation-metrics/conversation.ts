import type { MetricValue, NormalizedTranscript, TranscriptMetric } from 'debrief/plugin-api';
import { findQuestions } from 'debrief/plugin-api/text';
import {
  countWords,
  coveredMs,
  type Segment,
  type Side,
  sideOf,
  type Speech,
  speechOf,
  stretchesOf,
} from './speech-segments.js';
const unavailable = (reason: string): MetricValue => ({ outcome: 'UNAVAILABLE', reason });

/** Characters of a turn that are searched for questions. */
const MAX_QUESTION_TEXT = 20_000;

const FILLER = /\b(?:um+|uh+|erm+|er|hmm+|you know|i mean|sort of|kind of)\b/gi;

interface Call {
  readonly transcript: NormalizedTranscript;
  readonly speech: Speech;
  readonly stretches: readonly Segment[];
  /** Time of speech by side, in ms. */
  readonly talk: Readonly<Record<Side, number>>;
}

/** Overlapping cues of one person count once; two people who speak at the same time both count. */
const talkOf = (segments: readonly Segment[], side: Side): number =>
  [
    ...Map.groupBy(
      segments.filter((segment) => segment.side === side),
      ({ person }) => person,
    ).values(),
  ].reduce((sum, own) => sum + coveredMs(own), 0);

const openCall = (transcript: NormalizedTranscript): Call => {
  const speech = speechOf(transcript);
  const { segments } = speech;
  const talk = { REP: talkOf(segments, 'REP'), CUSTOMER: talkOf(segments, 'CUSTOMER') };
  return { transcript, speech, stretches: stretchesOf(segments), talk };
};

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

/** A figure, or the reason for its absence: a denominator of 0 gives no share. */
const figure = (
  { estimated }: { readonly estimated: boolean },
  value: number | null,
  unit: string,
  denominator: string | null = null,
): MetricValue =>
  value === null || !Number.isFinite(value)
    ? unavailable(denominator === null ? 'There is nothing to measure.' : `There is no ${denominator}.`)
    : { outcome: 'MEASURED', value, unit, denominator, ...(estimated ? { estimated } : {}) };

const longest = (stretches: readonly Segment[], side: Side): number =>
  stretches.reduce((most, { side: own, startMs, endMs }) => (own === side ? Math.max(most, endMs - startMs) : most), 0);

/** Raw gaps in ms where the rep follows the customer; a negative one is an interruption. */
const repGaps = (stretches: readonly Segment[]): number[] =>
  stretches.flatMap(({ side, startMs }, at) => {
    const before = stretches[at - 1];
    return side === 'REP' && before?.side === 'CUSTOMER' ? [startMs - before.endMs] : [];
  });

const countSwitches = (stretches: readonly Segment[]): number =>
  stretches.filter(({ side }, at) => at > 0 && side !== stretches[at - 1]?.side).length;

const talkFigures = ({ speech, talk }: Call): Record<string, MetricValue> => ({
  repTalkMs: figure(speech, talk.REP, 'ms'),
  customerTalkMs: figure(speech, talk.CUSTOMER, 'ms'),
  talkShareOfSpeech: figure(speech, talk.REP / (talk.REP + talk.CUSTOMER), 'ratio', 'speech of both sides'),
  talkShareOfCall: figure(speech, talk.REP / speech.durationMs, 'ratio', 'length of the call'),
});

const flowFigures = ({ speech, stretches }: Call): Record<string, MetricValue> => {
  const switches = countSwitches(stretches);
  const gaps = repGaps(stretches);
  const timed = (value: MetricValue): MetricValue =>
    speech.estimated ? unavailable('The file has no times for all that is said.') : value;
  const patience = median(gaps.map((gap) => Math.max(0, gap)));
  return {
    longestMonologueMs: figure(speech, longest(stretches, 'REP'), 'ms'),
    longestCustomerStoryMs: figure(speech, longest(stretches, 'CUSTOMER'), 'ms'),
    switches: figure({ estimated: false }, switches, 'count'),
    interactivity: figure(speech, switches / (speech.durationMs / 60_000), 'switches/min', 'length of the call'),
    patienceMs: timed(figure(speech, patience, 'ms', 'answer of the representative to the customer')),
    interruptions: timed(figure(speech, gaps.filter((gap) => gap < 0).length, 'count')),
  };
};

const turnsOf = ({ transcript }: Call, side: Side) =>
  transcript.turns.filter((turn) => sideOf(transcript, turn) === side);

const countQuestions = (call: Call, side: Side): number =>
  turnsOf(call, side).reduce((sum, { text }) => sum + findQuestions(text.slice(0, MAX_QUESTION_TEXT)).length, 0);

const questionFigures = (call: Call): Record<string, MetricValue> => {
  const [asked, answered] = [countQuestions(call, 'REP'), countQuestions(call, 'CUSTOMER')];
  const counted = { estimated: false };
  return {
    repQuestions: figure(counted, asked, 'count'),
    customerQuestions: figure(counted, answered, 'count'),
    questionRate: figure(
      call.speech,
      asked / (call.talk.REP / 3_600_000),
      'questions/h',
      'speech of the representative',
    ),
  };
};

const paceFigures = (call: Call): Record<string, MetricValue> => {
  const said = turnsOf(call, 'REP').map(({ text }) => text);
  const words = said.reduce((sum, text) => sum + countWords(text), 0);
  const fillers = said.reduce((sum, text) => sum + (text.match(FILLER)?.length ?? 0), 0);
  const { speech, talk, transcript } = call;
  const pace = figure(speech, words / (talk.REP / 60_000), 'words/min', 'speech of the representative');
  return {
    // With estimated times the pace would be the assumed one.
    repWordsPerMinute: speech.estimated ? unavailable('The file has no times for all that is said.') : pace,
    repFillerRate:
      transcript.language === 'en'
        ? figure({ estimated: false }, (fillers * 100) / words, 'fillers/100 words', 'speech of the representative')
        : unavailable('Fillers are known in English only.'),
  };
};

/** Shannon entropy of the turns by speaker, normalized by its maximum: 1 if all have equally many. */
const turnBalance = ({ transcript: { turns, participants } }: Call): MetricValue => {
  const counts = participants.map(() => 0);
  for (const { participant } of turns) counts[participant] = (counts[participant] ?? 0) + 1;
  const entropy = counts.reduce((sum, count) => {
    const share = count / turns.length;
    return count === 0 ? sum : sum - share * Math.log(share);
  }, 0);
  return figure(
    { estimated: false },
    counts.length < 2 ? null : entropy / Math.log(counts.length),
    'ratio',
    'second speaker',
  );
};

const measure = (transcript: NormalizedTranscript): Record<string, MetricValue> => {
  const call = openCall(transcript);
  const figures = { ...talkFigures(call), ...flowFigures(call), ...questionFigures(call), ...paceFigures(call) };
  const sides = new Set(transcript.turns.map((turn) => sideOf(transcript, turn)));
  const missing = sides.has('REP') ? (sides.has('CUSTOMER') ? null : 'the customer') : 'the representative';
  const known =
    missing === null
      ? figures
      : Object.fromEntries(
          Object.keys(figures).map((name) => [name, unavailable(`Nobody is known to be ${missing}.`)]),
        );
  return { ...known, turnBalance: turnBalance(call) };
};

/**
 * Talk shares, stretches, switches, patience, questions and pace of a call, as conversation-analytics products publish them; the share of
 * speech leaves silence out, the share of the call does not. Times in ms. A call without times is laid out at 150 words a minute and its
 * figures are marked as estimated; patience and interruptions are then unavailable.
 */
export const conversation: TranscriptMetric = { name: 'conversation', version: 1, measure };
