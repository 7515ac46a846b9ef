import { expect, test } from '@jest/globals';
import { requireRole } from './require-role.js';
import type { Actor } from './scope.js';

const actor = (role: Actor['role']) => ({ actor: { kind: 'API_KEY', id: null, name: 'key', role } as const });

test.each([
  ['ADMIN', ['ADMIN', 'SYSTEM'], ['ANALYST', 'SERVICE'], 'role ADMIN;'],
  ['ANALYST', ['ADMIN', 'ANALYST', 'SYSTEM'], ['SERVICE'], 'role ADMIN or ANALYST;'],
] as const)('%s is met by %s and not by %s', (role, pass, fail, told) => {
  for (const own of pass) expect(() => requireRole(actor(own), role)).not.toThrow();
  for (const own of fail) expect(() => requireRole(actor(own), role)).toThrow(`${told} yours has ${own}.`);
});
