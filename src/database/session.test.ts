import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineEntity, p, type EntityManager } from '@mikro-orm/postgresql';
import { createEmptyDatabase, type TestDatabase } from '../../test/support/database.js';
import { openOrm, poolOf, type Orm } from './open-orm.js';
import { sessionVariables, VIEWER, type Session, type Viewer } from './session.js';
import { tenantPolicy } from './tenant-policy.js';
import { WIRE_MODES, type WireMode } from './wire/batch-statements.js';
import { openReadAs, type Reads } from './wire/read-as.js';

const Meeting = defineEntity({
  name: 'Meeting',
  tableName: 'meeting',
  ...tenantPolicy('meeting', {
    visibleTo: `${VIEWER} ->> 'role' = 'ADMIN' or representative_id = ${VIEWER} ->> 'representativeId' or ${VIEWER} -> 'teamIds' ? team_id`,
  }),
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    organizationId: p.uuid(),
    representativeId: p.text(),
    teamId: p.text(),
  },
});

const one = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const viewer = (given: Partial<Viewer>): Viewer => ({
  actorKind: 'API_KEY',
  actorId: null,
  role: 'ANALYST',
  representativeId: null,
  teamIds: [],
  ...given,
});
const ADMIN = viewer({ role: 'ADMIN' });
const ROWS = [
  ['ada', 'north'],
  ['bo', 'north'],
  ['bo', 'south'],
] as const;
const MEETINGS = {
  name: 'meetings',
  text: `select representative_id || ' ' || team_id as meeting from meeting order by 1`,
  values: [],
};
const LEFT = `select current_setting('app.viewer', true) as viewer, current_setting('app.organization_id', true) as organization`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
  const owner = await openOrm({
    url: database.ownerUrl,
    entities: [Meeting],
    poolMax: 1,
    applicationName: 'debrief-test',
  });
  await owner.schema.create();
  await owner.em.getConnection().execute(`
    grant usage on schema public to debrief_app; grant select, insert on meeting to debrief_app`);
  expect((await owner.schema.getUpdateSchemaSQL()).trim()).toBe('');
  const em = owner.em.fork({ session: { variables: sessionVariables({ organizationId: one, viewer: ADMIN }) } });
  for (const [representativeId, teamId] of ROWS) em.create(Meeting, { organizationId: one, representativeId, teamId });
  await em.flush();
  await owner.close(true);
});

afterAll(() => database.drop());

describe.each(WIRE_MODES)('a session, %s', (wire: WireMode) => {
  let orm: Orm;
  let readAs: (session: Session) => Reads;

  beforeAll(async () => {
    // One connection: each session is the next borrower after another.
    orm = await openOrm({
      url: database.appUrl,
      entities: [Meeting],
      poolMax: 1,
      wire,
      applicationName: 'debrief-test',
    });
    readAs = openReadAs(await poolOf(orm), wire);
  });

  afterAll(() => orm.close(true));

  type Row = { readonly meeting: string };
  const emOf = (session: Session): EntityManager => orm.em.fork({ session: { variables: sessionVariables(session) } });
  const ways = (): ((session: Session) => Promise<Row[]>)[] => [
    (session) => readAs(session).read<Row>(MEETINGS),
    (session) => emOf(session).execute<Row[]>(MEETINGS.text),
    (session) => emOf(session).transactional((em) => em.execute<Row[]>(MEETINGS.text)),
    (session) => emOf(session).fork().execute<Row[]>(MEETINGS.text),
  ];

  const seenBy = async (session: Session): Promise<string[]> => {
    const seen = await Promise.all(ways().map(async (read) => (await read(session)).map(({ meeting }) => meeting)));
    for (const answer of seen) expect(answer).toEqual(seen[0]);
    return seen[0] ?? [];
  };

  it.each([
    ['an administrator', ADMIN, ['ada north', 'bo north', 'bo south']],
    ['a representative', viewer({ representativeId: 'bo' }), ['bo north', 'bo south']],
    ['a member of two teams', viewer({ teamIds: ['south', "o'neill \\ ?"] }), ['bo south']],
    ['a stranger', viewer({ representativeId: `ada"}`, teamIds: ['east'] }), []],
    ['a missing viewer', null, []],
  ])('shows %s the rows of the policy through reads and em', async (_, who, expected) => {
    expect(await seenBy({ organizationId: one, viewer: who })).toEqual(expected);
    expect(await seenBy({ organizationId: other, viewer: who })).toEqual([]);
  });

  it('lets a viewer write what the policy shows', async () => {
    const insert = (session: Session) =>
      emOf(session).transactional(async (em) => {
        em.create(Meeting, { organizationId: one, representativeId: 'cy', teamId: 'east' });
        await em.flush();
        throw new Error('rolled back');
      });
    await expect(insert({ organizationId: one, viewer: ADMIN })).rejects.toThrow('rolled back');
    for (const who of [viewer({ representativeId: 'bo' }), null]) {
      await expect(insert({ organizationId: one, viewer: who })).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('leaves nothing to the next borrower of its connection, also after an error', async () => {
    const session = { organizationId: one, viewer: ADMIN };
    const broken = { name: 'broken', text: 'select 1 / 0', values: [] };
    const uses = [
      ...ways(),
      (using: Session) => readAs(using).read(broken),
      (using: Session) => emOf(using).execute(broken.text),
      (using: Session) => emOf(using).transactional((em) => em.execute(broken.text)),
    ];
    for (const use of uses) {
      await use(session).catch((error: unknown) => expect(error).toMatchObject({ code: '22012' }));
      const [left]: Record<string, string | null>[] = await orm.em.fork().execute(LEFT);
      expect([left?.viewer ?? '', left?.organization ?? '']).toEqual(['', '']);
      expect(await orm.em.fork().execute(MEETINGS.text)).toEqual([]);
      expect(await readAs({ organizationId: one, viewer: null }).read(MEETINGS)).toEqual([]);
    }
  });
});
