import type { Hook, Hooks, Scope, Uses } from './scope.js';

/** @param name unique over all rooms, as `<room>.<event>` */
export const declareHook = <Port extends keyof Scope, Subject>(name: string): Hook<Port, Subject> => ({ name });

/** What a room does at another room's hook. */
export interface HookListener {
  readonly hook: string;
  listen(scope: Uses<never>, subject: unknown): Promise<void>;
}

export const onHook = <Port extends keyof Scope, Subject>(
  { name }: Hook<Port, Subject>,
  listen: (scope: Uses<Port>, subject: Subject) => Promise<void>,
): HookListener => ({
  hook: name,
  // `run` takes the same hook, and so the same scope and subject.
  listen: (scope, subject) => listen(scope as Uses<Port>, subject as Subject),
});

export const openHooks = (listeners: readonly HookListener[]): Hooks => {
  const byHook = Map.groupBy(listeners, ({ hook }) => hook);
  return {
    run: async ({ name }, scope, subject) => {
      for (const listener of byHook.get(name) ?? []) await listener.listen(scope, subject);
    },
  };
};
