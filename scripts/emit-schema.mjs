// `npm run schema` writes graphql/schema.graphql; with --check it fails if the committed file is out of date.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { buildSchema } = await import('../dist/graphql/build-schema.js');
const committed = fileURLToPath(new URL('../graphql/schema.graphql', import.meta.url));

if (process.argv.includes('--check')) {
  const fresh = join(mkdtempSync(join(tmpdir(), 'schema-')), 'schema.graphql');
  await buildSchema(fresh);
  if (readFileSync(fresh, 'utf8') !== readFileSync(committed, 'utf8')) {
    console.error('graphql/schema.graphql is out of date. Run `npm run schema` and commit the result.');
    process.exit(1);
  }
} else {
  await buildSchema(committed);
}
