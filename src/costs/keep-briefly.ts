import type { Reads } from '../database/wire/read-as.js';
import type { Uses } from '../scope/scope.js';

type Ports = Uses<'reads'>;

interface Kept<Value> {
  readonly until: number;
  readonly value: Promise<Value>;
}

export interface BriefMemory<Value> {
  get(scope: Ports): Promise<Value>;
  /** What the organization just changed must be read anew; other processes learn of it when their own memory ends. */
  forget(scope: Ports): void;
}

const MAX_ORGANIZATIONS = 1_000;

/** Keeps what `read` brings for an organization, so that a call to a model costs no statement; apart for each database. */
export const keepBriefly = <Value>(ms: number, read: (scope: Ports) => Promise<Value>): BriefMemory<Value> => {
  const memories = new WeakMap<Reads, Map<string, Kept<Value>>>();

  const memoryOf = ({ reads }: Ports): Map<string, Kept<Value>> => {
    const memory = memories.get(reads) ?? new Map<string, Kept<Value>>();
    memories.set(reads, memory);
    return memory;
  };

  const readAnew = (scope: Ports, memory: Map<string, Kept<Value>>): Promise<Value> => {
    const { organizationId } = scope;
    const kept: Kept<Value> = { until: performance.now() + ms, value: read(scope) };
    kept.value.catch(() => {
      if (memory.get(organizationId) === kept) memory.delete(organizationId);
    });
    memory.delete(organizationId);
    memory.set(organizationId, kept);
    const [oldest] = memory.keys();
    if (memory.size > MAX_ORGANIZATIONS && oldest !== undefined) memory.delete(oldest);
    return kept.value;
  };

  return {
    get: (scope) => {
      const memory = memoryOf(scope);
      const kept = memory.get(scope.organizationId);
      return kept && kept.until > performance.now() ? kept.value : readAnew(scope, memory);
    },
    forget: (scope) => {
      memoryOf(scope).delete(scope.organizationId);
    },
  };
};
