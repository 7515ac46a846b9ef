import { randomBytes } from 'node:crypto';
import { rolePassword, roleUrls } from '../../src/database/roles.js';
import { asSuperuser, ensureTemplate, OWNER, TEMPLATE, type TestServer, testServer, urlFor } from './test-server.js';

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly courierUrl: string;
  readonly reporterUrl: string;
  /** From which the passwords of the roles derive. */
  readonly secret: string;
  /** Also ends connections that a test left open. */
  drop(): Promise<void>;
}

/** For those whom no policy binds: to look on, and to break things. */
export const superuserUrl = ({ ownerUrl, secret }: Pick<TestDatabase, 'ownerUrl' | 'secret'>): string =>
  ownerUrl.replace(/\/\/[^@]*@/, `//postgres:${rolePassword(secret, 'postgres')}@`);

let server: Promise<TestServer> | undefined;
let template: Promise<void> | undefined;

const describe = (from: TestServer, name: string): TestDatabase => {
  const { owner, app, courier, reporter } = roleUrls(urlFor(from, OWNER, name), from.secret);
  const drop = async (): Promise<void> => {
    await asSuperuser(from, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { ownerUrl: owner, appUrl: app, courierUrl: courier, reporterUrl: reporter, secret: from.secret, drop };
};

const create = async (from: TestServer, source: string): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const sql = `create database ${name} owner ${OWNER} template ${source} strategy file_copy`;
  await asSuperuser(from, (client) => client.query(sql));
  return describe(from, name);
};

/** A migrated database of its own, about 25 ms; without rows. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const from = await (server ??= testServer());
  await (template ??= ensureTemplate(from));
  return create(from, TEMPLATE);
};

/** A database without tables, for tests of migration and of entities that are not ours. */
export const createEmptyDatabase = async (): Promise<TestDatabase> =>
  create(await (server ??= testServer()), 'template0');
