import { LRUCache } from 'lru-cache';
import type { Uses } from './scope.js';

type Ports = Uses<'reads'>;

/** What a process keeps of each organization for a short time. */
export interface OrganizationCache<Value> {
  get(scope: Ports): Promise<Value>;
  /** For the process that changed what is cached; others see the change when their own entry expires. */
  forget(scope: Pick<Ports, 'organizationId'>): void;
  /** Forgets every organization. */
  clear(): void;
}

const MAX_ORGANIZATIONS = 1_000;

/**
 * Caches the result of `load` for each organization, so that a call to a model costs no statement. A load under way is shared;
 * one that failed is not kept. Only for rows that every viewer of the organization sees: a value is loaded as whichever
 * viewer comes first.
 */
export const organizationCache = <Value>(
  ttlMs: number,
  load: (scope: Ports) => Promise<Value>,
): OrganizationCache<Value> => {
  const values = new LRUCache<string, Promise<Value>>({ max: MAX_ORGANIZATIONS, ttl: ttlMs });

  const reload = (scope: Ports): Promise<Value> => {
    const { organizationId } = scope;
    const value = load(scope);
    values.set(organizationId, value);
    // The caller gets the error; here it only ends the entry.
    value.catch(() => {
      if (values.peek(organizationId) === value) values.delete(organizationId);
    });
    return value;
  };

  return {
    get: (scope) => values.get(scope.organizationId) ?? reload(scope),
    forget: ({ organizationId }) => void values.delete(organizationId),
    clear: () => values.clear(),
  };
};
