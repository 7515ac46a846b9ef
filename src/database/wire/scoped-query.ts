import pg from 'pg';
import { sessionVariables, type Session } from '../session.js';

/** The parts of pg's wire-level classes that we build on. They are internal: pg is pinned, and `read-as.test.ts` watches them. */
interface WireConnection {
  bind(config: {
    portal: string;
    statement: string;
    values: readonly unknown[];
    binary: boolean;
    valueMapper: (value: unknown) => unknown;
  }): void;
  execute(config: { portal: string; rows: number }): void;
}

interface WireQuery extends pg.Submittable {
  prepare(connection: WireConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: WireConnection): void;
}

export interface ScopedStatement {
  /** Name of the prepared statement, one per text: the server then plans it once per connection. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /**
   * `custom` has every execution planned for its own values: for a statement whose filters may be absent, the one plan for all values
   * that PostgreSQL otherwise turns to after five executions reads everything. Planning costs about a millisecond.
   */
  readonly plan?: 'custom';
}

interface WireQueryConfig extends ScopedStatement {
  readonly types: pg.CustomTypesConfig;
  readonly queryMode: 'extended';
}

type Answer = (error: Error | null | undefined, result: { rows: unknown[] } | undefined) => void;

// @types/pg describes what callers use of Query, not what a subclass may override.
const BaseQuery = pg.Query as unknown as new (
  config: WireQueryConfig,
  values: readonly unknown[],
  answer: Answer,
) => WireQuery;

/** Must be prepared on the connection before a ScopedQuery is submitted to it. */
export const SET_SESSION = {
  name: 'debrief_set_session',
  text: `select set_config('app.organization_id', $1, true), set_config('app.viewer', $2, true),
    set_config('plan_cache_mode', $3, true)`,
} as const;

/** A session as text, for the parameters of `SET_SESSION`. */
export type SessionTexts = readonly [organizationId: string, viewer: string];

export const sessionTexts = (session: Session): SessionTexts => {
  const variables = sessionVariables(session);
  return [variables['app.organization_id'], variables['app.viewer']];
};

/** The parameters of `SET_SESSION` before a statement. */
export const settingValues = (session: SessionTexts, { plan }: Pick<ScopedStatement, 'plan'>): readonly string[] => [
  ...session,
  plan === 'custom' ? 'force_custom_plan' : 'auto',
];

const DATE_OID: number = pg.types.builtins.DATE;
const asText = (value: string): string => value;
/** `date` has no time zone: pg would make it local midnight, which is another day elsewhere. */
export const READ_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === DATE_OID ? asText : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format),
};

/**
 * A query that carries its session: bind and execute of `SET_SESSION` are sent before its own messages and share their one
 * Sync, so both are one implicit transaction in one round trip, and the settings end with it.
 */
export class ScopedQuery extends BaseQuery {
  #answeringSetting = true;

  constructor(
    private readonly session: SessionTexts,
    private readonly statement: ScopedStatement,
    answer: Answer,
  ) {
    super({ ...statement, types: READ_TYPES, queryMode: 'extended' }, statement.values, answer);
  }

  override prepare(connection: WireConnection): void {
    const values = settingValues(this.session, this.statement);
    connection.bind({ portal: '', statement: SET_SESSION.name, values, binary: false, valueMapper: String });
    connection.execute({ portal: '', rows: 0 });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (!this.#answeringSetting) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.#answeringSetting) this.#answeringSetting = false;
    else super.handleCommandComplete(message, connection);
  }
}
