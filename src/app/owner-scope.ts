import type { Scope } from '../scope/scope.js';
import type { System } from './open-system.js';

/** A scope of an organization for who has the database's owner at hand; the audit log names the command line. */
export const scopeOf = ({ openScope }: System, organizationId: string): Scope =>
  openScope({ organizationId, actor: { kind: 'SYSTEM', id: null, name: 'command line', role: 'SYSTEM' } }, null);
