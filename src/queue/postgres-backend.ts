import {
  assertSchemaCompatibility,
  PostgresConnection,
  PostgresQueueBackend,
  type BackendFactory,
  type PostgresConnectionOptions,
} from 'bullmq';

/**
 * A connection of BullMQ that repeats the check of the schema after a failure. BullMQ keeps the first result, also an
 * error: a queue that was opened while the database was unavailable would refuse every job, and a worker would fetch
 * without a pause and without an end, until the process is restarted.
 */
class RecoveringConnection extends PostgresConnection {
  private checked: Promise<void> | undefined;

  override async waitUntilReady(): Promise<void> {
    const check = (this.checked ??= this.checkSchema());
    try {
      await check;
    } catch (error) {
      if (this.checked === check) this.checked = undefined;
      throw error;
    }
  }

  private async checkSchema(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await assertSchemaCompatibility(client, this.schema);
      client.release();
    } catch (error) {
      // The connection may be what failed: the pool must not lend it again.
      client.release(true);
      throw error;
    }
    // As in BullMQ: listeners that are attached right after construction hear it too.
    setTimeout(() => this.emit('ready'), 0);
  }
}

/** Backend of BullMQ's queues and workers on the pool that they get as `connection`. */
export const recoveringPostgresBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (
  name,
  options,
  { withBlockingConnection = false } = {},
) => {
  const connection = new RecoveringConnection(options.connection);
  return new PostgresQueueBackend(connection, name, options, true, withBlockingConnection ? name : undefined);
};
