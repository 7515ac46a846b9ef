// The levels of the house: every import points left (docs/principles.md, "Which way imports run").
const line = [
  'audit',
  'access',
  'people',
  'costs',
  'transcripts',
  'rubrics',
  'prompts',
  'profiles',
  'experiments',
  'runs',
  'scoring',
  'metrics',
  'evaluation',
  'analytics',
  'webhooks',
  'data-rights',
];
const level0 = ['async', 'errors', 'logging', 'text', 'injection', 'statistics', 'plugin-api'];
/** What a leaf may import beside itself. */
const levelZeroDoors = { injection: ['injection', 'text'], 'plugin-api': ['plugin-api', 'injection', 'text'] };
const level1 = ['plugin-host', 'database'];
const level2 = ['queue', 'live', 'limits'];
const src = (...names) => `^src/(${names.join('|')})/`;
const outside = (...names) =>
  `^src/(?!(${names.join('|')})/)|^(graphql|plugins|migrations|test|bench|client-examples)/`;

const folderOnTheLine = line.map((name, at) => ({
  name: `line-${name}`,
  comment: `src/${name} may import levels 0 to 3 and what stands left of it on the line`,
  severity: 'error',
  from: { path: src(name), pathNot: '\\.test\\.ts$' },
  to: { path: outside(...level0, ...level1, ...level2, 'scope', ...line.slice(0, at + 1)) },
}));
const leaf = level0.map((name) => ({
  name: `level-0-${name}`,
  severity: 'error',
  from: { path: src(name), pathNot: '\\.test\\.ts$' },
  to: { path: outside(...(levelZeroDoors[name] ?? [name])) },
}));
/** Rooms of a folder, in the order in which they may be imported: each imports itself and what is before it. */
const rooms = {
  'plugins/transcript-formats': 'shared json captions meetings speech text tables generic web',
  'src/app/cli': 'client terminal score replay inspect upload',
  'src/costs': 'prices budgets',
  'src/database': 'embedded wire',
  'src/runs': 'economy starting',
  'src/scoring':
    'model redaction answers prompts calls economy fallback long-calls panel estimates repeats results replay providers',
  'src/transcripts': 'decoding detection speakers timing words normalizing policy uploads reading repairs',
};
const roomOrder = Object.entries(rooms).flatMap(([folder, names]) =>
  names.split(' ').map((room, at, all) => ({
    name: `room-${folder}/${room}`,
    severity: 'error',
    from: { path: `^${folder}/${room}/`, pathNot: '\\.test\\.ts$' },
    to: { path: `^${folder}/(?!(${all.slice(0, at + 1).join('|')})/)[^/]+/` },
  })),
);
const only = (name, module, allowed) => ({
  name: `only-${name}`,
  severity: 'error',
  from: { pathNot: `${allowed}|\\.test\\.ts$|^test/` },
  to: { path: module },
});

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      from: { path: '^(src|plugins|graphql)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
    ...leaf,
    ...roomOrder,
    {
      name: 'level-1',
      severity: 'error',
      from: { path: src(...level1), pathNot: '\\.test\\.ts$' },
      to: { path: outside(...level0, ...level1) },
    },
    {
      name: 'level-2',
      severity: 'error',
      from: { path: src(...level2), pathNot: '\\.test\\.ts$' },
      to: { path: outside(...level0, ...level1, ...level2) },
    },
    {
      name: 'level-3',
      severity: 'error',
      from: { path: src('scope'), pathNot: '\\.test\\.ts$' },
      to: { path: outside(...level0, ...level1, ...level2, 'scope') },
    },
    {
      name: 'level-3-types',
      comment: 'scope knows of queue, live and limits no more than their types',
      severity: 'error',
      from: { path: src('scope') },
      to: { path: src(...level2), dependencyTypesNot: ['type-only'] },
    },
    ...folderOnTheLine,
    {
      name: 'level-5',
      severity: 'error',
      from: { path: '^(graphql|src/http)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(queue|database|app)/|^(plugins|migrations|test)/' },
    },
    {
      name: 'nobody-imports-app',
      severity: 'error',
      from: { pathNot: '^(src/app|test|bench)/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'production-imports-no-tests',
      comment: 'what the product ships does not depend on tests or benchmarks',
      severity: 'error',
      from: { path: '^(src|plugins|graphql)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'fake-llm-imports',
      comment: 'src/fake-llm is a program of its own beside the levels: it knows the plugin API only',
      severity: 'error',
      from: { path: src('fake-llm'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|graphql|plugins|migrations|test|bench)/', pathNot: src('fake-llm', 'plugin-api') },
    },
    {
      name: 'fake-llm-importers',
      severity: 'error',
      from: { pathNot: '^(src/app|src/fake-llm|test|bench)/|\\.test\\.ts$' },
      to: { path: src('fake-llm') },
    },
    {
      name: 'plugins-have-no-privileges',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|graphql|migrations|test)/', pathNot: '^src/plugin-api/' },
    },
    {
      name: 'plugins-stand-alone',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^plugins/', pathNot: '^plugins/$1/' },
    },
    only(
      'graphql-libraries',
      '^node_modules/(type-graphql|graphql|@apollo|@as-integrations|graphql-ws)/',
      '^(graphql|src/app)/',
    ),
    only('bullmq', '^node_modules/bullmq/', '^src/queue/'),
    only('ioredis', '^node_modules/ioredis/', '^src/(queue|live|limits)/'),
    only('pg', '^node_modules/pg/', '^src/(database|queue|live)/'),
    only('openai', '^node_modules/openai/', '^plugins/openai/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'types', 'default'], exportsFields: ['exports'] },
  },
};
