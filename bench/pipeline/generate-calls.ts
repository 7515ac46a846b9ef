/** Words of one call: synthetic, about 20 kB, with questions and answers enough to score it by SPIN. */
const QUESTIONS = [
  'How do you handle the orders that come in after four today?',
  'Who works on the returns when the season begins?',
  'Where does it get difficult when two shipments arrive at once?',
  'What happens to the customers when a delivery leaves late?',
  'How much does the team spend on fixing wrong labels each week?',
  'If the labels came out right at once, what would that let you do?',
  'How would it help the branches to see the stock of all the others?',
];
const ANSWERS = [
  'We type them into a sheet by hand, and two people check it again the next morning before anything leaves the house.',
  'Three colleagues from the shop help out, and for six weeks nobody does the work that they were hired for in the first place.',
  'The second one waits in the yard, and then we pay for the driver, which was about 4,000 last year, and nobody planned for it.',
  'They call us, we look for it, and in the worst case they order from somebody else the next time, which hurts a lot.',
  'Most of two days, and it is always the same two people, so that they have begun to look around for something else.',
  'We want to close the day at five and use the time to call the customers whom we have not spoken to for half a year.',
];

const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';

/** One call as a text file of about `bytes` bytes; no two are the same. */
export const generateCall = (nth: number, bytes: number): string => {
  const lines = [`Title: Synthetic call ${nth}`, ''];
  for (let at = 0, length = 0; length < bytes; at += 1) {
    const pair = [
      `Dana Example: ${pick(QUESTIONS, at + nth)} I ask for case ${nth}-${at}.`,
      `Sam Sample: ${pick(ANSWERS, at * 5 + nth)} That is how it went in case ${nth}-${at}.`,
    ];
    lines.push(...pair);
    length += pair.join('\n').length + 1;
  }
  return `${lines.join('\n')}\n`;
};
