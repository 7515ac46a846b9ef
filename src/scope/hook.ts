import type { Hook, Hooks, Scope, Uses } from './scope.js';

/** @param name unique over all rooms, as `<room>.<event>` */
export const declareHook = <Port extends keyof Scope, Subject, Result = void>(
  name: string,
): Hook<Port, Subject, Result> => ({ name });

/** What a room does at another room's hook. */
export interface HookListener {
  readonly hook: string;
  readonly listen: (scope: Uses<never>, subject: unknown) => Promise<unknown>;
}

export const onHook = <Port extends keyof Scope, Subject, Result>(
  { name }: Hook<Port, Subject, Result>,
  listen: (scope: Uses<Port>, subject: Subject) => Promise<Result>,
): HookListener => ({
  hook: name,
  // `run` takes the same hook, and so the same scope and subject.
  listen: (scope, subject) => listen(scope as Uses<Port>, subject as Subject),
});

export const openHooks = (listeners: readonly HookListener[]): Hooks => {
  const byHook = Map.groupBy(listeners, ({ hook }) => hook);
  return {
    run: async <Result>({ name }: { readonly name: string }, scope: Uses<never>, subject: unknown) => {
      const results: Result[] = [];
      for (const { listen } of byHook.get(name) ?? []) {
        // `onHook` took a listener with the result of this hook.
        results.push((await listen(scope, subject)) as Result);
      }
      return results;
    },
  };
};
