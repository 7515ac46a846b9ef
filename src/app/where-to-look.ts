const COMMANDS = [
  ['Score a file of your own', 'npx debrief score my-call.vtt'],
  ['See what is made of a file', 'npx debrief inspect client-examples/sample-calls/02-marrowby-order-desk.vtt'],
  ['See all calls', 'npx debrief list'],
] as const;

/**
 * What a start ends with. @param key null where it was shown before: what a process prints is often kept in a log, and this key is an
 * administrator's
 */
export const whereToLook = (url: string, home: string, key: string | null): string =>
  [
    '',
    `API        ${url}/graphql`,
    `IDE        ${url}/graphiql${key === null ? '' : `#${key}`}   (works offline)`,
    `Demo key   ${key ?? `in ${home}/demo.json; DEBRIEF_SHOW_KEY=1 shows it`}`,
    '',
    'Try next:',
    ...COMMANDS.map(([what, command]) => `  ${what.padEnd(28)}${command}`),
    '',
    'Ctrl-C stops Debrief; the data stays.',
  ].join('\n');
