// Which tables a source file uses: in the SQL of its literals, and by entities given to the ORM.
import ts from 'typescript';
import { statementTables, UNKNOWN } from './statement-tables.mjs';

const MAX_VARIANTS = 16;
const ENTITY_WRITES = new Set(
  'create insert insertMany upsert upsertMany nativeUpdate nativeDelete assign remove insertAtCommit'.split(' '),
);
/** Functions that write the table which they are given by name, and which argument that is. */
const NAMED_WRITES = new Map([
  ['insertRowAtCommit', 1],
  ['updateAtCommit', 1],
  ['deleteAtCommit', 1],
  ['declareLease', 0],
]);

const isText = (node) => ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);

const each = (node, visit) => {
  visit(node);
  ts.forEachChild(node, (child) => each(child, visit));
};

/** Constants and parameters of a file by name: what text each may be. */
const declarationsOf = (source) => {
  const declared = new Map();
  each(source, (node) => {
    if (!ts.isVariableDeclaration(node) && !ts.isParameter(node) && !ts.isPropertySignature(node)) return;
    if (!ts.isIdentifier(node.name)) return;
    declared.set(node.name.text, [...(declared.get(node.name.text) ?? []), node]);
  });
  return declared;
};

const literalTypes = (type) => {
  if (!type) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(literalTypes);
  return ts.isLiteralTypeNode(type) && isText(type.literal) ? [type.literal.text] : [];
};

const product = (lists) =>
  lists.reduce((texts, list) => texts.flatMap((text) => list.map((next) => text + next)).slice(0, MAX_VARIANTS), ['']);

class SourceReader {
  found = [];

  constructor(source, { isTable, tableOfEntity }) {
    Object.assign(this, { source, isTable, tableOfEntity });
    this.declared = declarationsOf(source);
    this.aliases = new Map();
    this.instances = new Map();
  }

  add(node, table, access) {
    const { line } = this.source.getLineAndCharacterOfPosition(node.getStart(this.source));
    this.found.push({ table, access, line: line + 1 });
  }

  /** The texts that an expression may be. */
  textsOf(node, depth = 0) {
    if (depth > 6) return [UNKNOWN];
    if (isText(node)) return [node.text];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return this.textsOf(node.expression, depth + 1);
    if (ts.isConditionalExpression(node))
      return [...this.textsOf(node.whenTrue, depth + 1), ...this.textsOf(node.whenFalse, depth + 1)];
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return product([this.textsOf(node.left, depth + 1), this.textsOf(node.right, depth + 1)]);
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.flatMap(({ expression, literal }) => [
        this.textsOf(expression, depth + 1),
        [literal.text],
      ]);
      return product([[node.head.text], ...spans]);
    }
    if (ts.isIdentifier(node)) return this.namedTexts(node.text, depth + 1);
    return [UNKNOWN];
  }

  namedTexts(name, depth) {
    const texts = (this.declared.get(name) ?? []).flatMap((declaration) => {
      const typed = literalTypes(declaration.type);
      if (typed.length > 0) return typed;
      return declaration.initializer ? this.textsOf(declaration.initializer, depth) : [];
    });
    return texts.length > 0 ? texts : [UNKNOWN];
  }

  statement(node, text) {
    for (const { table, access } of statementTables(text, this.isTable)) this.add(node, table, access);
  }

  /** `import { Run as Row } from './run.entity.js'` */
  entityOf(node) {
    return node && ts.isIdentifier(node) ? this.tableOfEntity.get(this.aliases.get(node.text) ?? node.text) : undefined;
  }

  typedEntity(type) {
    return type && ts.isTypeReferenceNode(type) ? this.entityOf(type.typeName) : undefined;
  }

  import(node) {
    const { name, propertyName } = node;
    if (propertyName) this.aliases.set(name.text, propertyName.text);
  }

  call(node) {
    const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    if (!ts.isIdentifier(called)) return;
    const name = called.text;
    const named = node.arguments[NAMED_WRITES.get(name) ?? -1];
    if (named) {
      for (const table of this.textsOf(named)) if (this.isTable(table)) this.add(node, table, 'write');
    }
    const table = node.arguments.map((argument) => this.entityOf(argument)).find(Boolean);
    if (!table) return;
    const locks = node.arguments.some((argument) => /\blockMode\b/.test(argument.getText(this.source)));
    this.add(node, table, ENTITY_WRITES.has(name) || locks ? 'write' : 'read');
  }

  /** Keeps in mind that a variable or parameter holds an entity. */
  variable(node) {
    if (!ts.isIdentifier(node.name)) return;
    let table = this.typedEntity(node.type);
    let value = node.initializer;
    if (value && ts.isAwaitExpression(value)) value = value.expression;
    if (!table && value && ts.isCallExpression(value)) {
      table = value.arguments.map((argument) => this.entityOf(argument)).find(Boolean);
    }
    if (table) this.instances.set(node.name.text, table);
  }

  assignment(node) {
    const { left, operatorToken } = node;
    if (operatorToken.kind < ts.SyntaxKind.FirstAssignment || operatorToken.kind > ts.SyntaxKind.LastAssignment) return;
    if (!ts.isPropertyAccessExpression(left) || !ts.isIdentifier(left.expression)) return;
    const table = this.instances.get(left.expression.text);
    if (table) this.add(node, table, 'write');
  }

  /** `from: 'table'` of a page of rows; `table: 'run'` of a description by which others write. */
  property(node) {
    const name = ts.isIdentifier(node.name) ? node.name.text : '';
    if (name === 'from') {
      for (const text of this.textsOf(node.initializer)) this.statement(node, `from ${text} `);
    }
    if (name === 'table') {
      for (const text of this.textsOf(node.initializer)) if (this.isTable(text)) this.add(node, text, 'write');
    }
  }

  visit(node) {
    if (ts.isImportSpecifier(node)) this.import(node);
    else if (ts.isCallExpression(node)) this.call(node);
    else if (ts.isVariableDeclaration(node) || ts.isParameter(node)) this.variable(node);
    else if (ts.isBinaryExpression(node)) this.assignment(node);
    else if (ts.isPropertyAssignment(node)) this.property(node);
    if (ts.isTemplateExpression(node) || isText(node)) {
      for (const text of this.textsOf(node)) this.statement(node, text);
    }
  }

  read() {
    each(this.source, (node) => this.visit(node));
    const seen = new Set();
    return this.found.filter((use) => {
      const key = JSON.stringify(use);
      return !seen.has(key) && seen.add(key);
    });
  }
}

/**
 * @param {string} text source text
 * @param {{ isTable: (name: string) => boolean, tableOfEntity: ReadonlyMap<string, string> }} known
 * @returns {{ table: string, access: 'read' | 'write', line: number }[]}
 */
export const sourceTables = (text, known, file = 'source.ts') =>
  new SourceReader(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), known).read();
