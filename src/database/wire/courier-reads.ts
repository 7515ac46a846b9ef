import type pg from 'pg';
import { databaseError } from '../database-error.js';
import type { ScopedStatement } from './scoped-query.js';

/** Reads as the courier: across organizations, but only the columns that its grants name. */
export interface CourierReads {
  read<Row>(statement: ScopedStatement): Promise<Row[]>;
}

export const openCourierReads = (pool: pg.Pool): CourierReads => ({
  read: <Row>({ name, text, values }: ScopedStatement) =>
    pool.query({ name, text, values: [...values] }).then(
      ({ rows }) => rows as Row[],
      (error: unknown) => {
        throw databaseError(error);
      },
    ),
});
