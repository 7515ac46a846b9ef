import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silentLogger } from '../../src/logging/logger.js';
import { loadPlugins, type PluginRuntime } from '../../src/plugin-host/load-plugins.js';
import { normalizeFile } from '../../src/transcripts/normalizing/normalize-file.js';

let runtime: PluginRuntime;

beforeAll(async () => {
  runtime = await loadPlugins({
    entries: [{ name: './plugins/transcript-formats' }],
    resolveFrom: new URL('../..', import.meta.url).pathname,
    logger: silentLogger,
    secrets: () => undefined,
  });
});
afterAll(() => runtime.dispose());

const rep = (times: number, line: (nth: number) => string): string =>
  Array.from({ length: times }, (_, nth) => line(nth)).join('\n');

/** What opens nearly every line of these is a key and no person. */
const TEXTS: Readonly<Record<string, string>> = {
  'questions and answers': rep(
    6,
    (i) =>
      `Question: How do I reset item ${i} on my device today?\nAnswer: Hold the button for ${i + 3} seconds and wait for the light.`,
  ),
  records: rep(
    6,
    (i) =>
      `Name: Ann Example number ${i} of the whole list\nPrice: about ${i} dollars for each of the items\nStage: negotiation is going on since last week`,
  ),
  'settings, nested': rep(
    8,
    (i) => `service_${i % 2}:\n  image: registry/app:${i}\n  ports: "80:80"\n  restart: always`,
  ),
  settings: rep(
    8,
    (i) => `name: step ${i}\nrun: npm run build and test everything\nwith: node version twenty on linux`,
  ),
  'a log with levels in brackets': rep(
    12,
    (i) => `[12:00:0${i % 10}] [${i % 2 ? 'INFO' : 'WARN'}] the worker has taken job number ${i} from the queue`,
  ),
  'a log with threads in brackets': rep(
    12,
    (i) => `[12:00:0${i % 10}] [${i % 2 ? 'Thread-1' : 'Main'}] the worker has taken job number ${i} from the queue`,
  ),
  'a log with levels': rep(
    12,
    (i) =>
      `2026-01-01 12:00:0${i % 10} ${i % 2 ? 'INFO' : 'WARN'}: the worker has taken job number ${i} from the queue`,
  ),
  'a log with services': rep(
    12,
    (i) => `12:00:0${i % 10} ${i % 2 ? 'web' : 'db'}: the worker has taken job number ${i} from the queue`,
  ),
  'states in brackets': rep(
    8,
    (i) => `(${i % 2 ? 'Done' : 'Open'}) finish the part number ${i} before the end of the week`,
  ),
  steps: rep(
    4,
    (i) =>
      `Step ${i + 1}: mix the flour with the butter and the sugar\nTip: do not let it get warm while you mix it all`,
  ),
  'a recipe': rep(
    5,
    () => `Ingredients: two cups of flour and one cup of sugar\nMethod: mix it all in a bowl until it is smooth`,
  ),
  'pros and cons': rep(
    5,
    () => `Pros: it is fast and it does not cost much at all\nCons: it breaks when you look at it for too long`,
  ),
  'headers of mails': rep(
    4,
    (i) =>
      `From: Dana Whitfield <dana@nimbus.example>\nTo: Ruben Castellan <ruben@brightwell.example>\nSubject: the offer of last week, number ${i}\nDate: Mon, 5 Jan 2026 10:00:00 +0100`,
  ),
  code: rep(
    8,
    (i) => `case 'a${i}': return handle(x); // note: this is the default\ndefault: throw new Error("unknown: " + x);`,
  ),
  styles: rep(8, (i) => `.a${i} { color: red; }\n  width: 10px and height of the whole thing here;`),
  'a changelog': rep(
    6,
    (i) =>
      `Fixed: the button of page ${i} can be clicked again now\nAdded: a new page that shows all of the other pages`,
  ),
  'references to verses': rep(
    6,
    (i) =>
      `John ${i + 1}:${i + 3} in the beginning there was the word\nLuke ${i + 2}:${i + 5} and it came to pass in those days`,
  ),
  'a schedule': rep(
    6,
    () =>
      `Monday 10:00 meet the team in the big room upstairs\nTuesday 11:30 call with the supplier about the new price`,
  ),
  scores: rep(6, (i) => `Team A 10:0${i}\nTeam B 11:0${i}`),
  'a survey': rep(
    5,
    (i) =>
      `Respondent ${i}: I like the new page much better than the old one\nComment: please bring back the search on the first page`,
  ),
  'an ini file': rep(6, (i) => `[section${i}]\nhost = example\nport: 80${i}`),
  articles: rep(
    6,
    (i) =>
      `Article ${i}: the parties agree on the following terms of use\nNote: this does not replace the advice of a lawyer`,
  ),
  commits: rep(
    8,
    (i) =>
      `feat: add the page number ${i} with all of its parts\nfix: the button can be clicked again on small screens`,
  ),
  'headers of requests': rep(
    4,
    () =>
      `Content-Type: application/json; charset=utf-8\nAccept: text/html and everything else that there is\nHost: example.com`,
  ),
  'notes in brackets': rep(
    8,
    (i) => `[${i % 2 ? 'Idea' : 'Risk'}] the supplier may raise the price in the year number ${i}`,
  ),
  'references in brackets': rep(
    8,
    (i) => `[Smith ${2000 + (i % 2)}] a study of how people buy things in large groups ${i}`,
  ),
  chapters: rep(8, (i) => `0${i}:00 Introduction to part ${i}\n0${i}:30 Summary of part ${i}`),
  verses: rep(
    6,
    () => `The sea: a grey and endless thing that never sleeps\nThe sky: a blue and endless thing that never weeps`,
  ),
};

test.each(Object.entries(TEXTS))('%s are no transcript', (_what, text) => {
  const result = normalizeFile(Buffer.from(`${text}\n`), { parsers: runtime.catalog.parsers });
  expect(result.outcome).not.toBe('NORMALIZED');
});
