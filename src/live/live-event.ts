/**
 * What each kind of event carries: a complete value for subscribers, without text of a call. A room adds its kinds by
 * declaration merging, beside the function that records them.
 */
export interface EventPayloads extends Record<never, never> {}

export type EventKind = keyof EventPayloads;

/** One of the kinds with its own payload: a union that `kind` discriminates. */
export type LiveEvent<Kind extends EventKind = EventKind> = {
  [K in Kind]: { readonly kind: K; readonly payload: EventPayloads[K] };
}[Kind];

/** An event as it is stored. Another version of Debrief may have written it, so its kind is any text. */
export interface StampedEvent {
  readonly sequence: number;
  readonly kind: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** A test for the given kinds, which also tells the compiler what such an event carries. */
export const isEventOf = <Kind extends EventKind>(kinds: readonly Kind[]) => {
  const known = new Set<string>(kinds);
  return (event: StampedEvent): event is StampedEvent & LiveEvent<Kind> => known.has(event.kind);
};
