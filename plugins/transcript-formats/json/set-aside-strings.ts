import type { SetAside, SetAsideReason } from 'debrief/plugin-api';
import type { JsonValues } from './json-values.js';

const MAX_DEPTH = 64;

/**
 * The strings of a document, but for those under `except`, as set aside. Texts of several words are about the call, shorter ones are fields.
 */
export function setAsideStrings(
  json: Pick<JsonValues, 'spanOf'>,
  values: readonly unknown[],
  except: unknown,
): SetAside[] {
  const found: SetAside[] = [];
  const visit = (container: object, depth: number): void => {
    if (container === except || depth > MAX_DEPTH) return;
    for (const [key, value] of Object.entries(container) as [string, unknown][]) {
      if (typeof value === 'object' && value !== null) visit(value, depth + 1);
      else if (typeof value === 'string') add(container, Array.isArray(container) ? Number(key) : key, value);
    }
  };
  const add = (container: object, key: string | number, value: string): void => {
    const offset = json.spanOf(container, key);
    const reason: SetAsideReason = /\S\s+\S+\s+\S/.test(value) ? 'ANALYSIS' : 'METADATA';
    if (offset !== null) found.push({ reason, offset });
  };
  for (const value of values) if (typeof value === 'object' && value !== null) visit(value, 0);
  return found;
}
