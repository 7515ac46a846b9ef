// `npm run check:sql`: SQL keeps to its room. The room of a table is the folder under src/ whose *.entity.ts declares it. A
// room writes only its own tables, and reads only tables of what it may import (.dependency-cruiser.cjs).
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EXCEPTIONS } from './sql/exceptions.mjs';
import { importRules } from './sql/import-rules.mjs';
import { sourceTables } from './sql/source-tables.mjs';
import { ANY_TABLE } from './sql/statement-tables.mjs';

const root = new URL('..', import.meta.url);
const read = (file) => readFileSync(new URL(file, root), 'utf8');
const filesOf = (folder) =>
  readdirSync(new URL(folder, root), { recursive: true })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
const sources = ['src', 'graphql', 'plugins'].flatMap(filesOf);
const roomOf = (file) => /^src\/[^/]+(?=\/)|^graphql|^plugins\/[^/]+/.exec(file)?.[0] ?? file;

const entityFile = new Map();
const tableOfEntity = new Map();
for (const file of sources.filter((file) => file.endsWith('.entity.ts'))) {
  const text = read(file);
  const declared = [...text.matchAll(/\bname: '(\w+)',\s+tableName: '(\w+)'/g)];
  if (declared.length !== text.split('defineEntity({').length - 1)
    throw new Error(`${file}: an entity without a table`);
  for (const [, entity, table] of declared) {
    entityFile.set(table, file);
    tableOfEntity.set(entity, table);
  }
}

const forbids = importRules(createRequire(import.meta.url)('../.dependency-cruiser.cjs'));
const known = { isTable: (name) => entityFile.has(name), tableOfEntity };
const unused = new Set(EXCEPTIONS);

const isExcepted = (file, { table, access }) => {
  const exception = EXCEPTIONS.find(
    ({ from, ...one }) =>
      one.table === table && one.access === access && (file === from || file.startsWith(`${from}/`)),
  );
  unused.delete(exception);
  return exception !== undefined;
};

const faultOf = (file, { table, access }) => {
  if (table === ANY_TABLE) return 'writes a table whose name it takes from a variable';
  const owner = entityFile.get(table);
  if (roomOf(owner) === roomOf(file)) return null;
  if (access === 'write') return `writes ${table}, a table of ${roomOf(owner)}`;
  const rule = forbids(file, owner);
  return rule && `reads ${table}, a table of ${roomOf(owner)}, which it may not import (${rule})`;
};

const faults = sources.flatMap((file) =>
  sourceTables(read(file), known, file).flatMap((use) => {
    const fault = faultOf(file, use);
    return fault && !isExcepted(file, use) ? [`${file}:${use.line} ${fault}`] : [];
  }),
);
for (const { from, table } of unused) faults.push(`scripts/sql/exceptions.mjs: ${from} no longer needs ${table}`);

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else
  console.log(
    `SQL keeps to its room: ${entityFile.size} tables, ${sources.length} files, ${EXCEPTIONS.length} exceptions.`,
  );
