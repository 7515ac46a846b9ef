import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { rolePassword, rolesSql, roleUrls } from './roles.js';

describe('rolePassword', () => {
  it('differs by secret and role, is the same again, and needs no escaping', () => {
    const made = ['a', 'b'].flatMap((secret) => ['x', 'y'].map((role) => rolePassword(secret, role)));
    expect(new Set(made).size).toBe(4);
    expect(rolePassword('a', 'x')).toBe(made[0]);
    for (const password of made) expect(password).toMatch(/^[\w-]{43}$/);
  });
});

describe('roleUrls', () => {
  const parametersOf = (connectionString: string) => {
    const { user, password, host, port, database } = new pg.Client({ connectionString });
    return { user, password, host, port, database };
  };

  it.each([
    ['a host', 'postgres://own%40er:p%2Fw@db.example:6543/sales?sslmode=disable', 'db.example', 6543],
    ['a socket', 'postgres://owner:pw@%2Fvar%2Frun%2Fpg/sales', '/var/run/pg', 5432],
    ['a socket in the query', 'postgresql:///sales?host=/var/run/pg&user=owner&password=pw', '/var/run/pg', 5432],
    ['a user in the query', 'postgresql://db.example/sales?user=owner&password=pw', 'db.example', 5432],
  ])('keeps %s and changes who logs in', (_, owner, host, port) => {
    const urls = roleUrls(owner, 'secret');
    expect(urls.owner).toBe(owner);
    for (const role of ['app', 'reporter', 'courier'] as const) {
      const user = `debrief_${role}`;
      const password = rolePassword('secret', user);
      expect(parametersOf(urls[role])).toEqual({ user, password, host, port, database: 'sales' });
    }
  });
});

describe('rolesSql', () => {
  it('quotes what it is given', () => {
    const sql = rolesSql({ app: `it's`, reporter: 'r', courier: 'c' });
    expect(sql).toContain(`alter role debrief_app login password 'it''s';`);
  });
});
