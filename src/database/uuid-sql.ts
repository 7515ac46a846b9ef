/**
 * SQL that makes a uuid v7 (RFC 9562) by the database's clock. PostgreSQL has `uuidv7()` only since 18: here the first 48 bits
 * of a random uuid become the time in ms, and its version becomes 7.
 */
export const NEW_UUID_V7 = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/** SQL for the time that a uuid v7 holds, to the ms. PostgreSQL has `uuid_extract_timestamp` only since 17. */
export const timeOfUuid = (column: string): string =>
  `to_timestamp(('x' || left(replace(${column}::text, '-', ''), 12))::bit(48)::bigint / 1000.0)`;
