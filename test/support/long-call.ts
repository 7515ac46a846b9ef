const TOPICS = ['invoices', 'returns', 'stock counts', 'rosters', 'audits', 'claims', 'permits', 'repairs', 'orders'];
const EFFECTS = ['late payments', 'lost customers', 'weekend shifts', 'angry calls', 'penalties', 'double work'];

const stamp = (seconds: number): string => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${[hours, minutes, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')}.000`;
};

const said = (at: number): string => {
  const [topic, effect] = [TOPICS[at % TOPICS.length] ?? '', EFFECTS[at % EFFECTS.length] ?? ''];
  return at % 2 === 0
    ? `Thanks, that helps me to see the picture of item ${at} on my list here. When ${topic} pile up in month ${at} of your plan, what does that lead to for the people on your team?`
    : `Well, in month ${at} it was ${effect} for the most part, about ${at + 3} cases, and each of them took the team roughly ${(at % 7) + 2} hours of work that nobody had planned for.`;
};

/** A made-up call as WebVTT: a rep who asks and a customer who answers, nobody repeats a sentence. */
export const longCall = (turns: number, secondsPerTurn = 12): string =>
  [
    'WEBVTT',
    ...Array.from({ length: turns }, (_, at) => {
      const speaker = at % 2 === 0 ? 'Nora Samplewright' : 'Casey Mockford';
      const [from, to] = [at * secondsPerTurn, (at + 1) * secondsPerTurn - 1];
      return `${stamp(from)} --> ${stamp(to)}\n<v ${speaker}>${said(at)}`;
    }),
  ].join('\n\n');
