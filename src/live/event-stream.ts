import type { Reads } from '../database/wire/read-as.js';
import type { EventBus } from './event-bus.js';
import { follow } from './follow.js';
import type { StampedEvent } from './live-event.js';

export interface EventFilter {
  readonly subjectId?: string;
  readonly kinds?: readonly string[];
}

interface EventStreamOptions extends EventFilter {
  readonly reads: Reads;
  readonly bus: EventBus;
  readonly organizationId: string;
  readonly signal: AbortSignal;
  /** Sequence of the last event that the reader has; the stream continues after it. */
  readonly after: number;
  readonly isLast?: (event: StampedEvent) => boolean;
}

const PAGE = 100;

const COLUMNS = `sequence::int as sequence, kind, subject_id as "subjectId", payload, created_at as at`;

const readEvents = (reads: Reads, after: number, { subjectId, kinds }: EventFilter) =>
  reads.read<StampedEvent>({
    name: 'event_after',
    text: `select ${COLUMNS} from event
           where sequence > $1 and ($2::uuid is null or subject_id = $2) and ($3::text[] is null or kind = any($3))
           order by event.sequence limit ${PAGE}`,
    values: [after, subjectId ?? null, kinds ?? null],
  });

/** The organization's events after `after`, in order and without a gap, then each new one as it is stamped. */
export const eventStream = (options: EventStreamOptions): AsyncGenerator<StampedEvent> => {
  const { reads, bus, organizationId, signal, isLast = () => false, ...filter } = options;
  let { after } = options;
  return follow({
    bus,
    organizationId,
    signal,
    read: async () => {
      const events = await readEvents(reads, after, filter);
      const last = events.findIndex(isLast);
      const values = last < 0 ? events : events.slice(0, last + 1);
      after = values.at(-1)?.sequence ?? after;
      return { values, more: events.length === PAGE, done: last >= 0 };
    },
  });
};

/** The organization's newest stamped event, of one subject or of all; null where there is none. */
export const latestEvent = async (reads: Reads, subjectId: string | null): Promise<StampedEvent | null> => {
  const rows = await reads.read<StampedEvent>({
    name: 'event_latest',
    text: `select ${COLUMNS} from event where sequence is not null and ($1::uuid is null or subject_id = $1)
           order by event.sequence desc limit 1`,
    values: [subjectId],
  });
  return rows[0] ?? null;
};
