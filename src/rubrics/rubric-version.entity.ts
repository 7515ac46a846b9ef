import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Rubric } from '../plugin-api/index.js';

/** A shipped rubric. Platform table: every organization reads it, none writes it. A version never changes. */
const RubricVersionSchema = defineEntity({
  name: 'RubricVersion',
  tableName: 'platform_rubric_version',
  uniques: [{ name: 'platform_rubric_version_number', properties: ['key', 'version'] }],
  properties: {
    id: p.uuid().primary(),
    key: p.text(),
    version: p.integer(),
    name: p.text(),
    document: p.json<Rubric>(),
    /** SHA-256 of the document, hex. */
    hash: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class RubricVersion extends RubricVersionSchema.class {}
RubricVersionSchema.setClass(RubricVersion);
