// Which tables an SQL text names, and whether it writes them. Not a full parser: it reads what follows `from`, `join`,
// `insert into`, `update` and their like, scope by scope, so that columns, aliases and common table expressions are no tables.

const TOKEN = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\$\d+|\S/gu;
const IDENTIFIER = /^(?:[a-z_]|")/i;
/** What ends the list of tables behind `from`. */
const AFTER_FROM = new Set(
  'where group order having limit offset fetch union intersect except returning window for set values'.split(' '),
);
const NO_ALIAS = new Set([...AFTER_FROM, ...'join inner left right full cross natural on using as select'.split(' ')]);
const LOCKS = [['for', 'update'], ['for', 'no', 'key', 'update']]; // prettier-ignore

/** Stands in a statement for what is known at run time alone. */
export const UNKNOWN = '$0';
/** A table whose name a statement takes from a variable. */
export const ANY_TABLE = '*';

const tokensOf = (text) => (text.match(TOKEN) ?? []).filter((token) => !/^(?:--|\/\*|')/.test(token));

const nameOf = (token = '') => (token.startsWith('"') ? token.slice(1, -1).trim() : token.toLowerCase());

/** The index behind a parenthesis that opens at `start`. */
const behindParenthesis = (words, start) => {
  let depth = 0;
  for (let at = start; at < words.length; at++) {
    if (words[at] === '(') depth++;
    if (words[at] === ')' && --depth === 0) return at + 1;
  }
  return words.length;
};

/** Names that the text itself defines: `with name as (`, `, name (columns) as materialized (`. */
const expressionNames = (words) =>
  new Set(
    words.filter((word, at) => {
      if (!IDENTIFIER.test(word) || !['with', 'recursive', ','].includes(words[at - 1])) return false;
      let next = words[at + 1] === '(' ? behindParenthesis(words, at + 1) : at + 1;
      if (words[next++] !== 'as') return false;
      while (words[next] === 'not' || words[next] === 'materialized') next++;
      return words[next] === '(';
    }),
  );

const startsAt = (words, at, phrase) => phrase.every((word, offset) => words[at + offset] === word);

/** Tables named behind `for update of`; all of the scope where none is. */
const lockedNames = (words, at) => {
  if (words[at] !== 'of') return null;
  const names = [words[at + 1]];
  for (let next = at + 2; words[next] === ','; next += 2) names.push(words[next + 1]);
  return names;
};

class StatementReader {
  found = [];
  scopes = [{ tables: [], query: true, inFrom: false }];

  constructor(text, isTable) {
    this.words = tokensOf(text).map(nameOf);
    this.own = expressionNames(this.words);
    this.isTable = (name) => isTable(name) && !this.own.has(name);
  }

  get scope() {
    return this.scopes.at(-1);
  }

  add(name, access) {
    if (name === UNKNOWN && access === 'write') this.found.push({ table: ANY_TABLE, access });
    else if (this.isTable(name)) this.found.push({ table: name, access });
  }

  /** A table that is read, with its alias, at `start`. */
  source(start) {
    let at = start;
    while (this.words[at] === 'only' || this.words[at] === 'lateral') at++;
    const name = this.words[at];
    if (!IDENTIFIER.test(name ?? '') || this.words[at + 1] === '(') return;
    const next = this.words[at + 1] === 'as' ? this.words[at + 2] : this.words[at + 1];
    const alias = next !== undefined && IDENTIFIER.test(next) && !NO_ALIAS.has(next) ? next : name;
    this.scope.tables.push({ name, alias });
    this.add(name, 'read');
  }

  from(at) {
    const [before, earlier] = [this.words[at - 1], this.words[at - 2]];
    if (before === 'distinct' && ['is', 'not'].includes(earlier)) return;
    if (before === 'delete')
      return this.add(this.words[at + 1] === 'only' ? this.words[at + 2] : this.words[at + 1], 'write');
    if (!this.scope.query) return;
    this.scope.inFrom = true;
    this.source(at + 1);
  }

  update(at) {
    if (['do', 'for', 'key', 'on', ',', 'grant'].includes(this.words[at - 1])) return;
    this.scope.query = true;
    this.add(this.words[at + 1] === 'only' ? this.words[at + 2] : this.words[at + 1], 'write');
  }

  lock(at, behind) {
    const names = lockedNames(this.words, behind);
    for (const { name, alias } of this.scope.tables) if (!names || names.includes(alias)) this.add(name, 'write');
  }

  read() {
    this.words.forEach((word, at) => this.step(word, at));
    return this.found;
  }

  step(word, at) {
    const { words, scope } = this;
    if (word === '(') this.scopes.push({ tables: [], query: false, inFrom: false });
    else if (word === ')') this.scopes.length > 1 && this.scopes.pop();
    else if (word === ';') this.scopes = [{ tables: [], query: true, inFrom: false }];
    else if (word === 'select' || word === 'delete') scope.query = true;
    else if (word === 'from') this.from(at);
    else if (word === 'join') this.source(at + 1);
    else if (word === ',' && scope.inFrom) this.source(at + 1);
    else if (word === 'using' && words[at + 1] !== '(') this.source(at + 1);
    else if (word === 'into' && ['insert', 'merge'].includes(words[at - 1])) this.add(words[at + 1], 'write');
    else if (word === 'update') this.update(at);
    else if (word === 'truncate' || (word === 'lock' && words[at + 1] === 'table'))
      this.add(words[words[at + 1] === 'table' ? at + 2 : at + 1], 'write');
    const lock = LOCKS.find((phrase) => startsAt(words, at, phrase));
    if (lock) this.lock(at, at + lock.length);
    if (AFTER_FROM.has(word)) scope.inFrom = false;
  }
}

const SQL_START =
  /^\W*(?:select|insert\s+into|update\s+\S+(?:\s+\w+)?\s+set|delete\s+from|with\s+(?:recursive\s+)?\w+|from|join|left\s+join|inner\s+join|lock\s+table|truncate|union|exists\s*\()\s/;
const SQL_PART =
  /\bselect\s[\s\S]*\bfrom\s|\binsert into\s|\bupdate\s+\S+(?:\s+\w+)?\s+set\s|\bdelete from\s|\bjoin\s+\S+\s+(?:\w+\s+)?on\b/;

/** Whether a text is SQL, whole or in part, and not prose that has the same words. Statements here are in lower case. */
export const isSql = (text) => SQL_START.test(text) || SQL_PART.test(text);

/**
 * @param {string} text
 * @param {(name: string) => boolean} isTable
 * @returns {{ table: string, access: 'read' | 'write' }[]} a lock (`for update`) counts as a write, `*` is a table that
 * only a variable names
 */
export const statementTables = (text, isTable) => (isSql(text) ? new StatementReader(text, isTable).read() : []);
