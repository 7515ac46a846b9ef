import { describe, expect, it } from '@jest/globals';
import { plainText } from './plain-text.js';
import { parsedBy, sourceOf } from '../test-support.js';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const detect = (text: string) => plainText.detect(sourceOf(text));

const NOT_TRANSCRIPTS: readonly (readonly [name: string, text: string])[] = [
  ['prose', lines('It was late. Then: he left.', 'The hall was dark and he said: no more.')],
  [
    'a story with quoted speech',
    lines('"I know," said Ann: she did not.', '"You do?" asked Bo.', 'Ann: tall, thin, tired.', 'They left.'),
  ],
  [
    'a read-me',
    lines(
      '# Widget',
      'Install: `npm i widget`',
      'Usage: see below',
      'License: MIT',
      'Note: needs Node 20',
      'Usage: again',
    ),
  ],
  [
    'a read-me with options',
    lines(
      '## Options',
      '- `retries`: how often to try',
      '- `timeout`: in milliseconds',
      '- `retries`: see above',
      '- `host`: the server',
    ),
  ],
  [
    'a read-me with bold terms',
    lines(
      '- **Fast**: it is quick as can be',
      '- **Small**: no dependencies at all',
      '- **Typed**: written in TypeScript',
      '- **Tested**: on three systems',
    ),
  ],
  ['a change log', lines('- Fix: a bug', '- Feature: a thing', '- Fix: other', '- Feature: more')],
  [
    'a conventional log of commits',
    lines('feat(api): add a route', 'fix(db): close the pool', 'feat(api): add another', 'fix(db): open the pool'),
  ],
  [
    'release notes by author',
    lines(
      'Ann Lee (2):',
      '      t0033: add tests for the reader',
      '      setup: opt out of the check',
      'Bo Chan (1):',
      '      setup: fix the key',
    ),
  ],
  ['YAML', lines('server:', '  host: a.test', '  port: 80', 'client:', '  host: b.test', '  port: 81')],
  [
    'YAML with lists',
    lines(
      'steps:',
      '  - name: Check out the code',
      '    uses: checkout',
      '  - name: Run all the tests',
      '    uses: runner',
      '  - name: Publish what was built',
      '    uses: publisher',
    ),
  ],
  ['flat settings', lines('retries: 3', 'host: a.test', 'retries: 4', 'host: b.test')],
  ['environment', lines('API_KEY=abc', 'HOST=http://a.test:80', 'MODE=dev: yes')],
  ['an ini file', lines('[server]', 'host: a.test', 'port: 80', '[client]', 'host: b.test', 'port: 81')],
  [
    'TypeScript',
    lines(
      'interface A {',
      '  name: string;',
      '  size: number;',
      '}',
      'interface B {',
      '  name: string;',
      '  size: number;',
      '}',
    ),
  ],
  [
    'an object literal',
    lines(
      'const a = {',
      "  Ann: 'one of them',",
      "  Bo: 'the other one',",
      "  Ann2: 'one of them',",
      "  Bo2: 'the other',",
      '};',
    ),
  ],
  [
    'Python',
    lines(
      'def f(x):',
      '    if x:',
      '        return 1',
      '    else:',
      '        return 2',
      'class A:',
      '    def g(self):',
      '        pass',
      '    else:',
      '        pass',
    ),
  ],
  [
    'a switch',
    lines(
      'switch (a) {',
      '  case One:',
      '    return go(1);',
      '  case Two:',
      '    return go(2);',
      '  default:',
      '    return null;',
      '}',
    ),
  ],
  ['CSS', lines('a {', '  color: red;', '  margin: 0;', '}', 'b {', '  color: blue;', '  margin: 1px;', '}')],
  [
    'a log',
    lines(
      '2026-01-02 10:00:00 INFO: server started',
      '2026-01-02 10:00:01 WARN: disk nearly full',
      '2026-01-02 10:00:02 INFO: request served',
      '2026-01-02 10:00:03 WARN: disk full',
    ),
  ],
  [
    'a log with clocks',
    lines(
      '10:00:00 INFO Server started on port 8080',
      '10:00:01 WARN Disk is nearly full now',
      '10:00:02 INFO Request served in 3 ms.',
      '10:00:09 ERROR Disk is full, stopping.',
    ),
  ],
  [
    'a log by level',
    lines(
      'INFO: server started on its port',
      'WARN: disk is nearly full now',
      'INFO: request was served in time',
      'WARN: disk is full by now',
    ),
  ],
  [
    'a system log',
    lines(
      'Jan 02 10:00:00 host app[12]: started up',
      'Jan 02 10:00:01 host db[13]: opened the pool',
      'Jan 02 10:00:02 host app[12]: served one',
      'Jan 02 10:00:03 host db[13]: closed the pool',
    ),
  ],
  [
    'a stack trace',
    lines(
      'Error: it broke',
      '    at run (a.js:1:2)',
      '    at go (b.js:3:4)',
      'Caused by: Error: it broke before',
      '    at run (a.js:1:2)',
    ),
  ],
  ['output of tests', lines('test_a.py::reads PASSED', 'test_b.py::writes FAILED', 'test_a.py::opens PASSED')],
  [
    'mail',
    lines(
      'From: Ann Lee <ann@a.test>',
      'To: Bo Chan <bo@b.test>',
      'Subject: Lunch',
      'Date: Mon, 2 Mar 2026',
      '',
      'Hi Bo,',
      'shall we?',
      'Ann',
    ),
  ],
  [
    'a thread of mails',
    lines(
      'From: Ann Lee',
      'To: Bo Chan',
      'Subject: Lunch',
      '',
      'Shall we?',
      '',
      'From: Bo Chan',
      'To: Ann Lee',
      'Subject: Re: Lunch',
      '',
      'Yes.',
    ),
  ],
  [
    'HTTP',
    lines(
      'Host: a.test',
      'Accept: text/html',
      'User-Agent: x',
      '',
      'Content-Type: text/html',
      'Content-Length: 3',
      'Host: a.test',
    ),
  ],
  [
    'notes of a meeting',
    lines(
      'Attendees: Ann, Bo',
      'Date: 2 March',
      'Note: budget is open',
      'Decision: go on',
      'Action item: Bo writes',
      'Note: next week again',
      'Decision: none',
    ),
  ],
  [
    'notes with names once',
    lines(
      'Notes of Monday',
      '',
      'Ann: will write the page',
      'Bo: will read it',
      '',
      'We meet again on Friday and talk about the rest of it then.',
      'Nothing else was decided on that day, by anyone.',
      'The budget stays as it is for the time being.',
    ),
  ],
  [
    'tasks with owners',
    lines('TODO', '[ ] Write the page', '[x] Read the page', 'Due: Friday', 'Owner: Ann', 'Due: Monday', 'Owner: Bo'),
  ],
  [
    'an agenda',
    lines('10:30 Meeting: all hands', '11:30 Meeting: budget', '12:30 Lunch: canteen', '13:30 Meeting: hiring'),
  ],
  ['an agenda without colons', lines('09:00 Breakfast', '10:00 Opening', '11:00 Budget', '12:00 Lunch')],
  ['chapters of a video', lines('0:00 Intro', '1:20 Setting up', '4:05 First steps', '9:30 Questions')],
  [
    'a recipe',
    lines(
      'Ingredients: flour, milk',
      'Serves: four',
      'Step 1: mix it all',
      'Step 2: bake it',
      'Tip: use butter',
      'Tip: cool it',
    ),
  ],
  [
    'a glossary',
    lines(
      'Churn: the share of customers who leave',
      'Lead: somebody who may buy',
      'Quota: what a seller must sell',
      'Pipeline: all deals that are open',
    ),
  ],
  ['keys and values', lines('Name: Ann', 'Age: 40', 'City: Rome', 'Name: Bo', 'Age: 41', 'City: Bern')],
  ['records', lines('First name: Ann', 'Last name: Lee', 'Phone: 1', 'First name: Bo', 'Last name: Chan', 'Phone: 2')],
  [
    'a ticket',
    lines(
      'Summary: it breaks',
      'Steps to reproduce: open it',
      'Expected: it works',
      'Actual: it breaks',
      'Priority: high',
      'Assignee: Ann',
    ),
  ],
  ['tickets with comments', lines('Status: open', 'Comment: it broke', 'Status: closed', 'Comment: it was mended')],
  [
    'a license',
    lines(
      'Files: *',
      'Copyright: 2020 Ann Lee',
      'License: MIT',
      '',
      'Files: debian/*',
      'Copyright: 2021 Bo Chan',
      'License: MIT',
    ),
  ],
  [
    'a package',
    lines('Package: widget', 'Version: 1', 'Depends: libc', 'Package: gadget', 'Version: 2', 'Depends: libc'),
  ],
  [
    'a bibliography',
    lines(
      'Lee, A. (2020): On things. Press.',
      'Chan, B. (2021): More things. Press.',
      'Lee, A. (2022): Last things. Press.',
    ),
  ],
  ['scores of games', lines('Rome: 3', 'Bern: 2', 'Rome: 1', 'Bern: 4')],
  ['times of runners', lines('Ann 12:31', 'Bo 12:44', 'Cy 13:02', 'Di 13:10')],
  ['links', lines('Home: https://a.test', 'Docs: https://b.test', 'Home: https://c.test', 'Docs: https://d.test')],
  [
    'Gherkin',
    lines(
      'Feature: log in',
      'Scenario: good password',
      '  Given a user',
      'Scenario: bad password',
      '  Given a user',
      'Feature: log out',
    ),
  ],
  ['a Dockerfile', lines('FROM node:24', 'RUN npm ci', 'COPY . .', 'CMD ["node", "a.js"]')],
  [
    'a Makefile',
    lines('all: build test', '\tgo', 'build: src', '\tcc a.c', 'test: build', '\t./a', 'all: again', 'build: again'),
  ],
  ['a diff', lines('--- a/x', '+++ b/x', '@@ -1 +1 @@', '-a: 1', '+a: 2', '-b: 1', '+b: 2')],
  ['SQL', lines('SELECT a.b', 'FROM t AS a', 'WHERE a.c = :c', 'AND a.d = :d;')],
  ['a table in Markdown', lines('| Name | Role |', '|---|---|', '| Ann: x | Rep |', '| Bo: y | Buyer |')],
  ['JSON', '[{"speaker": "Ann", "text": "hi"}]'],
  ['rows of JSON', lines('{"speaker": "Ann", "text": "hi"}', '{"speaker": "Bo", "text": "ho"}')],
  ['lists in JSON', lines('["Ann: hi",', '"Bo: ho"]')],
  ['HTML', lines('<html>', 'Ann: hi', 'Bo: ho', 'Ann: hi', 'Bo: ho')],
  [
    'captions',
    lines('1', '00:00:01,000 --> 00:00:02,000', 'Ann: hi', '', '2', '00:00:03,000 --> 00:00:04,000', 'Bo: ho'),
  ],
  ['WebVTT', lines('WEBVTT', '', '00:01.000 --> 00:02.000', 'Ann: hi')],
  [
    'a chat-like list',
    lines('- buy: milk and bread', '- call: the plumber', '- buy: some more milk', '- pay: the plumber'),
  ],
  ['a poem', lines('I saw: the sea', 'the sea saw: me', 'and so: we both', 'were: free')],
  [
    'verses',
    lines(
      '1:1 In the beginning was a word.',
      '1:2 And it was said to all who came.',
      '1:1 Again it was said to them all.',
      '1:2 And nobody heard it then.',
    ),
  ],
  [
    'man pages',
    lines('NAME', '  a - does b', 'SYNOPSIS: a [-x]', 'OPTIONS', '  -x: do more', '  -y: do less', 'SEE ALSO: b'),
  ],
  [
    'a contract',
    lines(
      'Section 1: Terms. The parties agree to all of the below.',
      'Section 2: Price. The buyer pays what is due.',
      'Section 3: Law. The law of the land holds.',
    ),
  ],
  ['blanks', '   \n\n'],
  ['digits', lines('12:00', '13:00', '14:00')],
];

const ASK = 'Hi there, what do you use today?';
const SAY = 'We use paper, mostly, and it is slow.';
const MORE = 'How slow would you say it is?';
const LAST = 'Two days a week, I think.';
const ALL = [ASK, SAY, MORE, LAST];

/** Four turns by two speakers, each line written by `write(name, text, index)`. */
const call = (
  write: (name: string, text: string, at: number) => string,
  [a, b]: readonly [string, string] = ['Ann', 'Bo'],
): string => ALL.map((text, at) => write(at % 2 ? b : a, text, at)).join('\n');

const TRANSCRIPTS: readonly (readonly [name: string, text: string, labels?: readonly [string, string]])[] = [
  ['names', call((name, text) => `${name}: ${text}`)],
  ['names above the words', call((name, text) => `${name}:\n${text}\n`)],
  [
    'numbered voices above the words',
    call((name, text) => `${name}:\n${text}\n`, ['SPEAKER_00', 'SPEAKER_01']),
    ['SPEAKER_00', 'SPEAKER_01'],
  ],
  ['times in brackets before', call((name, text, at) => `[00:00:0${at}] ${name}: ${text}`)],
  ['times in parentheses before', call((name, text, at) => `(00:0${at}) ${name}: ${text}`)],
  ['times in parentheses behind', call((name, text, at) => `${name} (00:00:0${at}): ${text}`)],
  ['times before', call((name, text, at) => `00:00:0${at} ${name}: ${text}`)],
  ['name and time above', call((name, text, at) => `${name} 0:0${at}\n${text}\n`)],
  ['name, blanks and time above', call((name, text, at) => `${name}   0:0${at}  \n${text}\n`)],
  ['time and name above', call((name, text, at) => `[0:0${at}] ${name}\n${text}\n`)],
  ['time, dash and name above', call((name, text, at) => `0:0${at} - ${name}\n${text}\n`)],
  ['name, bar and time above', call((name, text, at) => `${name} | 0:0${at}\n${text}\n`)],
  ['ranges of time', call((name, text, at) => `[00:0${at}.000 --> 00:0${at + 1}.000] ${name}: ${text}`)],
  ['times at line ends', call((name, text, at) => `${name}: ${text} [00:00:0${at}]`)],
  ['bold names', call((name, text) => `**${name}:** ${text}\n`)],
  ['bold names, colon outside', call((name, text) => `**${name}**: ${text}\n`)],
  ['bold names above', call((name, text) => `**${name}**\n${text}\n`)],
  ['bold sides', call((name, text) => `**${name}**: ${text}\n`, ['REP', 'PROSPECT']), ['REP', 'PROSPECT']],
  [
    'bold with times',
    call((name, text, at) => `**[00:0${at}] ${name}:** ${text}\n`, ['SPEAKER_04', 'SPEAKER_01']),
    ['SPEAKER_04', 'SPEAKER_01'],
  ],
  ['italic names', call((name, text) => `*${name}:* ${text}\n`)],
  ['escaped brackets', call((name, text, at) => `\\[00:0${at}\\] ${name}: ${text}`)],
  ['bullets', call((name, text) => `- ${name}: ${text}`)],
  ['bullets with bold', call((name, text) => `* **${name}:** ${text}`)],
  ['numbers', call((name, text, at) => `${at + 1}. ${name}: ${text}`)],
  ['quoted blocks', call((name, text) => `> **${name}:** ${text}\n>`)],
  ['headings', call((name, text) => `### ${name}:\n${text}\n`)],
  ['a fence', `\`\`\`text\n${call((name, text) => `${name}: ${text}`)}\n\`\`\``],
  ['quotation marks', `"""\n${call((name, text) => `${name}: ${text}`)}\n"""`],
  ['quotation marks on the same line', `"""${call((name, text) => `${name}: ${text}`)}"""`],
  ['questions and answers', call((name, text) => `${name}: ${text}`, ['Q', 'A']), ['Q', 'A']],
  [
    'companies behind names',
    call((name, text) => `${name}: ${text}`, ['Ann Lee - Nimbus', 'Bo Chan - Acme Works']),
    ['Ann Lee - Nimbus', 'Bo Chan - Acme Works'],
  ],
  [
    'companies in brackets',
    call((name, text) => `${name}: ${text}`, ['Ann (Nimbus)', 'Bo [External]']),
    ['Ann (Nimbus)', 'Bo [External]'],
  ],
  ['family names first', call((name, text) => `${name}: ${text}`, ['Lee, Ann', 'Chan, Bo']), ['Lee, Ann', 'Chan, Bo']],
  ['names in capitals', call((name, text) => `${name}: ${text}`, ['ANN LEE', 'BO CHAN']), ['ANN LEE', 'BO CHAN']],
  ['names in brackets', call((name, text) => `[${name}]: ${text}`)],
  ['full-width colons', call((name, text) => `${name}：${text}`)],
  ['Cyrillic names', call((name, text) => `${name}: ${text}`, ['Анна', 'Борис']), ['Анна', 'Борис']],
  ['Japanese names', call((name, text) => `${name}：${text}`, ['田中', '鈴木']), ['田中', '鈴木']],
  [
    'names with accents',
    call((name, text) => `${name}: ${text}`, ['Élodie Brûlé', 'Ødegård']),
    ['Élodie Brûlé', 'Ødegård'],
  ],
  ['lower case', call((name, text) => `${name}: ${text}`, ['agent', 'caller']), ['agent', 'caller']],
  [
    'sides with numbers',
    call((name, text) => `${name}: ${text}`, ['Agent 1', 'Customer 2']),
    ['Agent 1', 'Customer 2'],
  ],
  [
    'a header',
    lines('Synthetic call', '', 'Date: 2026-03-02', 'Duration: 3 min', '') + call((name, text) => `${name}: ${text}`),
  ],
  ['a byte order mark', `\uFEFF${call((name, text) => `${name}: ${text}`)}`],
  ['carriage returns', call((name, text) => `${name}: ${text}`).replaceAll('\n', '\r')],
];

describe('plain-text: what it claims', () => {
  it.each(NOT_TRANSCRIPTS)('not %s', (_name, text) => {
    expect(detect(text)).toBeLessThan(0.3);
  });

  it.each(TRANSCRIPTS)('%s', (name, text, labels = ['Ann', 'Bo']) => {
    const confidence = detect(text);
    expect([name, confidence >= 0.5, confidence <= 0.95]).toEqual([name, true, true]);
    const { cues } = parsedBy(plainText, text);
    expect(cues.map((cue) => [cue.speaker, cue.text])).toEqual(ALL.map((said, at) => [labels[at % 2], said]));
    const timed = /\b0?0:0\d/.test(text);
    expect(cues.map((cue) => cue.startMs)).toEqual(ALL.map((_, at) => (timed ? at * 1000 : null)));
  });

  it('claims sentences with times and nobody named, less sure', () => {
    const text = lines(
      '00:00:01 Hello there, good to see you.',
      '00:00:05 Good to see you too.',
      '00:00:09 So what do you use?',
    );
    expect(detect(text)).toBeCloseTo(0.45);
  });

  it('claims wrapped lines', () => {
    const long = 'and then we went on for quite a while about all of it\n'.repeat(6);
    const text = call((name, said) => `${name}: ${said}\n${long}`).concat(
      '\n',
      call((name, said) => `${name}: ${said}\n${long}`),
    );
    expect(detect(text)).toBeGreaterThan(0.3);
    expect(parsedBy(plainText, text).cues).toHaveLength(8);
  });
});
