const SCORING = `runs and scoring are one aggregate: runs declares the tables, which readers and starting need too, and scoring carries a run out. Its writes are fenced by the lease of the run`;
const BY_DATA =
  'writes rows for its callers, who name the table (insertRowAtCommit, declareLease) and are checked themselves';

/**
 * Uses of a table that another room owns: in a file, or in all of a room. `*` is a table whose name a statement takes
 * from a variable. `npm run check:sql` fails for an exception that is no longer used.
 * @type {readonly { from: string, table: string, access: 'read' | 'write', reason: string }[]}
 */
export const EXCEPTIONS = [
  { from: 'src/database/wire/commit-writes.ts', table: '*', access: 'write', reason: BY_DATA },
  { from: 'src/queue/lease.ts', table: '*', access: 'write', reason: BY_DATA },
  { from: 'src/queue/reconciler.ts', table: '*', access: 'write', reason: BY_DATA },
  ...['run', 'attempt', 'score', 'provider_batch', 'batch_request'].map((table) => ({
    from: 'src/scoring',
    table,
    access: 'write',
    reason: SCORING,
  })),
];
