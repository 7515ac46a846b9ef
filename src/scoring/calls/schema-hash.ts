import { createHash } from 'node:crypto';
import type { JsonSchema } from '../../plugin-api/index.js';
import { canonicalJson } from '../../text/canonical-json.js';

/** SHA-256 of a response schema as canonical JSON, in hex. */
export const schemaHash = (schema: JsonSchema): string =>
  createHash('sha256').update(canonicalJson(schema)).digest('hex');
