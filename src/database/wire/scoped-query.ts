import pg from 'pg';

/** The parts of pg's wire-level classes that we build on. They are internal: pg is pinned, `read-as.test.ts` keeps watch. */
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

/** Must have been prepared on the connection before a ScopedQuery is submitted to it. */
export const SET_ORGANIZATION = {
  name: 'debrief_set_organization',
  text: `select set_config('app.organization_id', $1, true)`,
} as const;

const DATE_OID: number = pg.types.builtins.DATE;
const asText = (value: string): string => value;
// `date` has no time zone: pg would make it local midnight, another day elsewhere.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === DATE_OID ? asText : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format),
};

/**
 * A query that carries its organization: bind and execute of `set_config(…, true)` go out before its own messages and
 * share their one Sync, so both are one implicit transaction in one round trip, and the setting ends with it.
 */
export class ScopedQuery extends BaseQuery {
  #answeringSetting = true;

  constructor(
    readonly organizationId: string,
    statement: ScopedStatement,
    answer: Answer,
  ) {
    super({ ...statement, types, queryMode: 'extended' }, statement.values, answer);
  }

  override prepare(connection: WireConnection): void {
    const values = [this.organizationId];
    connection.bind({ portal: '', statement: SET_ORGANIZATION.name, values, binary: false, valueMapper: String });
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
