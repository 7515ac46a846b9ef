import { decodeXML } from 'entities';

export interface XmlHandler {
  /** Name with its prefix, as written. An empty element is opened and closed at once. */
  open(name: string): void;
  close(name: string): void;
  /** Text with its character references decoded. */
  text(text: string): void;
}

const MAX_DEPTH = 512;
const MAX_NAME = 200;

/** Position of the `>` that ends the tag which begins at `start`, -1 where none does. A `>` within a quoted attribute ends nothing. */
function endOfTag(xml: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < xml.length; at += 1) {
    const character = xml[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
    else if (character === '<') return -1;
  }
  return -1;
}

const nameAt = (xml: string, at: number): string => /^[^\s/<>="']+/.exec(xml.slice(at, at + MAX_NAME))?.[0] ?? '';

/** Reads one start, end or empty tag and answers where it ends; -1 where it or its place is wrong. */
function readTag(xml: string, start: number, stack: string[], handler: XmlHandler): number {
  const end = endOfTag(xml, start);
  const closing = xml[start + 1] === '/';
  const name = nameAt(xml, start + (closing ? 2 : 1));
  if (end < 0 || name === '') return -1;
  if (closing) {
    if (stack.pop() !== name) return -1;
    handler.close(name);
    return end + 1;
  }
  handler.open(name);
  if (xml[end - 1] === '/') handler.close(name);
  else if (stack.push(name) > MAX_DEPTH) return -1;
  return end + 1;
}

const after = (position: number, length: number): number => (position < 0 ? -1 : position + length);

/** Reads whatever begins with the `<` at `start` and answers where it ends; -1 where it is no well-formed XML. */
function readMarkup(xml: string, start: number, stack: string[], handler: XmlHandler): number {
  if (xml.startsWith('<?', start)) return after(xml.indexOf('?>', start), 2);
  if (xml.startsWith('<!--', start)) return after(xml.indexOf('-->', start + 4), 3);
  if (xml.startsWith('<![CDATA[', start)) {
    const end = xml.indexOf(']]>', start);
    if (end > 0) handler.text(xml.slice(start + 9, end));
    return after(end, 3);
  }
  return xml[start + 1] === '!' ? -1 : readTag(xml, start, stack, handler);
}

/**
 * Walks XML from front to back in linear time. Strict: answers false, having read a part of it, at the first tag that does not match, at any
 * declaration (`<!DOCTYPE`, `<!ENTITY`), and below 512 levels. Knows the five character references of XML and the numeric ones, no others.
 */
export function walkXml(xml: string, handler: XmlHandler): boolean {
  const stack: string[] = [];
  let at = 0;
  for (let tag = xml.indexOf('<'); tag >= 0; tag = xml.indexOf('<', at)) {
    if (tag > at && stack.length > 0) handler.text(decodeXML(xml.slice(at, tag)));
    at = readMarkup(xml, tag, stack, handler);
    if (at < 0) return false;
  }
  return stack.length === 0 && at > 0;
}
