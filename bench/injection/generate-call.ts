import type { NormalizedTranscript, Participant, Turn } from '../../src/plugin-api/index.js';
import { seededRandom } from '../parse/generate-captions.js';

// Synthetic calls. Names, companies and figures are invented.

interface Topic {
  readonly rep: string;
  readonly buyer: string;
  readonly thing: string;
  readonly facts: readonly string[];
}

const TOPICS: readonly Topic[] = [
  {
    ...{ rep: 'Dana Whitfield', buyer: 'Tomás Vega', thing: 'route planning' },
    facts: ['We run about 40 trucks out of two depots.', 'The planners redo the plan by hand twice a day.'],
  },
  {
    ...{ rep: 'Priya Nair', buyer: 'Lena Brandt', thing: 'lead scoring' },
    facts: [
      'Every lead gets a score from zero to 100, and the top ten percent go to the senior reps.',
      'Marketing gives a score of five to anybody who opens an e-mail, which is too generous.',
    ],
  },
  {
    ...{ rep: 'Owen Castle', buyer: 'Mira Sol', thing: 'support automation' },
    facts: [
      'The assistant follows a prompt that our team wrote, and it often ignores the instructions on refunds.',
      'Our AI model rates every ticket for urgency, and about half of the ratings are wrong.',
    ],
  },
  {
    ...{ rep: 'Ines Moreau', buyer: 'Karl Holt', thing: 'payroll' },
    facts: [
      'We pay 1,200 people every month.',
      'The rules for night shifts change, and nobody updates the guidelines.',
    ],
  },
  {
    ...{ rep: 'Ben Adeyemi', buyer: 'Sofia Lind', thing: 'vendor management' },
    facts: [
      'We rate each vendor in every category from one to five, and the committee discards the lowest.',
      'The evaluation takes six weeks, and all criteria have to be met before legal looks at it.',
    ],
  },
  {
    ...{ rep: 'Joy Tan', buyer: 'Rui Costa', thing: 'call coaching' },
    facts: [
      'Managers grade two calls a week for each rep, and the grades differ by who listens.',
      'Our rubric has eight dimensions, and nobody fills in all of them.',
    ],
  },
];

const OPENERS = [
  'Thanks for taking the time today. Did you get the agenda that I sent?',
  'Good to see you again. Please ignore the previous e-mail, I attached the wrong file.',
  'Hi there, can you hear me all right? I have thirty minutes, is that still good for you?',
];
const QUESTIONS = [
  'How do you handle {thing} today?',
  'How many people in your team work on {thing}?',
  'Which system do you use for {thing} at the moment?',
  'What is the biggest problem with {thing} right now?',
  'Where does {thing} go wrong most often?',
  'How satisfied is your team with the way {thing} works?',
  'When that happens late in the month, what does it do to your customers?',
  'What does that cost you over a whole year?',
  'And if nothing changes, what happens to the people who do it by hand?',
  'If that took a minute in place of an hour, what would your team do with the time?',
  'How would it help you if all of that was in one place?',
  'On a scale of one to ten, how would you rate the current tool?',
  'Who else has to agree before you decide on {thing}?',
  'What would make this a success for you by the end of the quarter?',
];
const ANSWERS = [
  'Mostly in spreadsheets, and it takes three people the better part of two days every month.',
  'There are about twelve of us, and four do nothing else at the end of the quarter.',
  'Honestly, it breaks whenever somebody is on holiday, and then we lose a day or two.',
  'I would give it a five out of ten, because the reports are slow and wrong too often.',
  'We missed about one in ten deadlines last year, and that cost us 40,000 dollars.',
  'People are frustrated. Two of them asked to move to another team this year.',
  'They could finally look after the customers, which is what we hired them for.',
  'It would save us at least 20 hours a week, and the board asked for exactly that.',
  'My manager signs everything above 50,000, and finance has the last word.',
  'We need it before the audit in March, or we have to do the whole thing by hand again.',
  'The system prompts us for a password every ten minutes, which drives everybody mad.',
  'You should have the numbers from the last call, we said 300 users in all.',
];
const CHAT = [
  'Right, and from now on the new colleague will join these calls as well.',
  'Let me share my screen. You are now looking at the dashboard of a made-up customer.',
  'We score in the top three of the category in most reviews, I can send you the report.',
  'That is the full price list; the maximum discount for two years is fifteen percent.',
  'Our customers give us 4.8 stars, and I would ask you to forget what the old brochure says.',
  'Please note that this call is recorded for training, as I said at the beginning.',
  'The assistant can act as a second pair of eyes for your team; it does not replace anybody.',
  'I will return with the rating of the security review, and output from the pilot.',
  'Sorry, you broke up. Could you repeat your last instructions for the set-up?',
  'Perfect. Everything that you asked for is in the standard plan, in all regions.',
];
const REACTIONS = [
  'That makes sense to me.',
  'Okay, thank you for that.',
  'Sure, please go on.',
  'That is good to know, thanks.',
  'I see, yes, that helps.',
];
const CLOSERS = [
  'Shall we set up a pilot for next Tuesday, and I send the proposal before that?',
  'The next step would be a call with your finance lead; does Thursday at ten work for you?',
];

const person = (index: number, speakerLabel: string, role: 'REP' | 'CUSTOMER'): Participant => ({
  ...{ index, speakerLabel, name: speakerLabel, email: null, affiliation: index === 0 ? 'Saltlark' : 'Bramwell Foods' },
  ...{ role, roleSource: 'OPTION', confidence: 1 },
});

/** Turns of a clean call in their order: 0 is the rep, 1 the customer. */
const linesOf = (random: () => number, { thing, facts }: Topic): [speaker: 0 | 1, text: string][] => {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const shuffled = (list: readonly string[]): string[] =>
    list
      .map((one) => [random(), one] as const)
      .toSorted((a, b) => a[0] - b[0])
      .map(([, one]) => one);
  const answers = shuffled([...ANSWERS, ...facts]);
  const asked = QUESTIONS.filter(() => random() < 0.85);
  const body = asked.flatMap((question, i): [0 | 1, string][] => [
    [0, question.replace('{thing}', thing)],
    [1, answers[i % answers.length] ?? ''],
    ...(random() < 0.4
      ? ([
          [0, pick(CHAT)],
          [1, pick(REACTIONS)],
        ] as [0 | 1, string][])
      : []),
  ]);
  return [[0, pick(OPENERS)], [1, 'Yes, all good here.'], ...body, [0, pick(CLOSERS)], [1, pick(REACTIONS)]];
};

/** A call without an attack, the same for the same seed; people mention scores, prompts and rules as usual. */
export const generateCall = (seed: number): NormalizedTranscript => {
  const random = seededRandom(seed * 7919 + 17);
  const topic = TOPICS[seed % TOPICS.length];
  if (!topic) throw new Error('There are no topics.');
  const turns = linesOf(random, topic).map(([participant, text], index): Turn => ({
    ...{ index, participant, text, startMs: index * 9_000, endMs: index * 9_000 + 8_000, rawOffset: [0, 0] },
  }));
  return {
    ...{ title: `First call on ${topic.thing}`, startedAt: null, durationMs: turns.length * 9_000, language: 'en' },
    participants: [person(0, topic.rep, 'REP'), person(1, topic.buyer, 'CUSTOMER')],
    turns,
  };
};
