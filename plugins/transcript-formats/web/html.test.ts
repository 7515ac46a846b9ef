import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';
import { parsedBy, sourceOf } from '../test-support.js';

const said = (text: string) => parsedBy(html, text).cues.map((cue) => [cue.speaker, cue.startMs, cue.text]);
const page = (body: string) => `<!DOCTYPE html><html><head><title>Call</title></head><body>${body}</body></html>`;
const CALL = [
  ['Ann Lee', 12_000, 'Hi there.'],
  ['Bo Ray', 18_000, 'Hello & welcome.'],
  ['Ann Lee', 25_000, 'So?'],
  ['Bo Ray', 31_000, 'Yes.'],
];
const WORDS = ['Hi there.', 'Hello &amp; welcome.', 'So?', 'Yes.'];
const TIMES = ['0:12', '0:18', '0:25', '0:31'];
const render = (turn: (name: string, time: string, words: string) => string) =>
  WORDS.map((words, at) => turn(at % 2 === 0 ? 'Ann Lee' : 'Bo Ray', TIMES[at] ?? '', words)).join('\n');

describe('html', () => {
  it.each([
    [
      'cite, time and paragraph',
      render((name, time, words) => `<cite>${name}:</cite> <time>${time}</time> <p>${words}</p>`),
    ],
    ['a name in bold before the time', render((name, time, words) => `<p><b>${name}</b> (${time}): ${words}</p>`)],
    [
      'a time before the name in bold',
      render((name, time, words) => `<p>[${time}] <strong>${name}:</strong> ${words}</p>`),
    ],
    [
      'name and time above a break',
      render((name, time, words) => `<p><strong>${name}</strong> ${time}<br>${words}</p>`),
    ],
    [
      'classes',
      render(
        (name, time, words) =>
          `<div><span class="speaker-name">${name}</span><span class="timestamp">${time}</span><p>${words}</p></div>`,
      ),
    ],
    ['plain paragraphs', render((name, time, words) => `<p>[${time}] ${name}: ${words}</p>`)],
    [
      'a definition list',
      `<dl>${render((name, time, words) => `<dt>${name} <time>${time}</time></dt><dd>${words}</dd>`)}</dl>`,
    ],
    [
      'a table with a header',
      `<table><tr><th>Time</th><th>Speaker</th><th>Text</th></tr>${render((name, time, words) => `<tr><td>${time}</td><td>${name}</td><td>${words}</td></tr>`)}</table>`,
    ],
    [
      'a table without one',
      `<table>${render((name, time, words) => `<tr><td>${name}<td>${words}<td>${time}`)}</table>`,
    ],
  ])('reads %s', (_name, body) => {
    expect(said(page(body))).toEqual(CALL);
    expect(html.detect(sourceOf(body))).toBe(0.97);
  });

  it('points at the words in the source', () => {
    const text = page(render((name, time, words) => `<p><b>${name}</b> (${time}): ${words}</p>`));
    expect(parsedBy(html, text).cues.map(({ offset }) => text.slice(...offset))).toEqual(WORDS);
  });

  it('leaves scripts, styles, navigation and what follows a heading out', () => {
    const noise = '<script>"<p><b>Ann Lee:</b> no</p>"</script><style>p{}</style><nav>Ann Lee: no</nav>';
    const text = page(
      `${noise}<h1>Call</h1>${render((name, time, words) => `<p><b>${name}</b> (${time}): ${words}</p>`)}<h2>About</h2><p>More.</p><footer>End</footer>`,
    );
    expect(said(text)).toEqual(CALL);
  });

  it('takes the title of the page, else its heading', () => {
    const body = `<h1>Heading</h1>${render((name, _time, words) => `<p>${name}: ${words}</p>`)}`;
    expect(parsedBy(html, page(body)).metadata).toEqual({ title: 'Call' });
    expect(parsedBy(html, body).metadata).toEqual({ title: 'Heading' });
  });

  it.each([
    [
      'an article',
      '<h1>News</h1><p>Parcels are packed in the morning. Note: tape is cheap.</p><p>See <cite>The Box</cite>.</p>',
    ],
    [
      'a page of facts',
      '<p><b>Date:</b> today</p><p><b>Price:</b> 10</p><p><b>Date:</b> then</p><p><b>Price:</b> 12</p>',
    ],
    [
      'a table of figures',
      '<table><tr><td>Item</td><td>Price</td></tr><tr><td>Box</td><td>10</td></tr><tr><td>Tape</td><td>2</td></tr></table>',
    ],
    [
      'a list of people',
      Array.from(
        { length: 12 },
        (_, at) => `<p><b>Ann ${String.fromCharCode(65 + (at % 11))}lee</b><br>📖 code</p>`,
      ).join(''),
    ],
    ['an empty page', ''],
  ])('refuses %s, and claims it to say so', (_name, body) => {
    expect(html.parse(sourceOf(page(body)), {})).toMatchObject({ outcome: 'REFUSED', code: 'NOT_A_TRANSCRIPT' });
    expect(html.detect(sourceOf(page(body)))).toBe(0.97);
    expect(html.detect(sourceOf(`<div>${body}</div>`))).toBe(0);
  });

  it.each(['', 'Ann: hi', '<v Ann>Hi</v>', '<?xml version="1.0"?><tt></tt>', '<', '<<<<'])('is not %j', (text) => {
    expect(html.detect(sourceOf(text))).toBe(0);
  });

  it('refuses what is nested without end', () => {
    expect(html.parse(sourceOf('<div>'.repeat(10_000)), {})).toMatchObject({ code: 'FORMAT_INVALID' });
  });
});
