import type { TableGrants } from './grant-rights.js';
import type { OpenOrmOptions } from './open-orm.js';

/** The tables of a room and who may do what with them. */
export interface TableModule {
  readonly entities?: OpenOrmOptions['entities'];
  /** By table. A table that is not named gets the default of `grantRights`. */
  readonly grants?: TableGrants;
}
