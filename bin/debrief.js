#!/usr/bin/env node
// Starts the command on the Node that npm installed beside us, whatever Node the machine has.
// This file must parse on old ones: plain JavaScript of 2020, imports without `node:`.
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import nodeModule from 'module';
import { constants } from 'os';
import { dirname, join } from 'path';
import { setTimeout } from 'timers';
import { fileURLToPath, pathToFileURL } from 'url';

const MAJOR = 24;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Longer than it takes a terminal's Ctrl-C, which reaches both processes, to be seen by the second. */
const GRACE_MS = 100;

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));

const fail = (sentence) => {
  process.stderr.write(`debrief: ${sentence}\n`);
  process.exitCode = 1;
};

const pinnedNode = () => {
  try {
    const folder = dirname(nodeModule.createRequire(self).resolve('node/package.json'));
    const path = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
};

const NO_NODE = `needs Node ${MAJOR}, and this is ${process.versions.node}; run \`npm ci\` without --ignore-scripts, or install Node ${MAJOR}.`;

const endAs = (code, signal) => {
  SIGNALS.forEach((name) => process.removeAllListeners(name));
  if (signal === null) process.exit(code);
  process.kill(process.pid, signal);
  // Reached where the signal is blocked: what a shell would say.
  setTimeout(() => process.exit(128 + (constants.signals[signal] || 0)), 1000);
};

/** Signals go as messages: sent as signals, a Ctrl-C that the terminal gave to both would arrive twice. */
const forward = (child, name) => {
  if (child.connected) child.send({ signal: name });
  else child.kill(name);
};

const runOnPinnedNode = () => {
  const node = pinnedNode();
  if (node === null || process.env.DEBRIEF_LAUNCHED === '1') return fail(NO_NODE);
  const child = spawn(node, [self, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, DEBRIEF_LAUNCHED: '1' },
  });
  child.once('error', (error) =>
    fail(`${node} cannot be run (${error.message}); run \`npm ci\`, or install Node ${MAJOR}.`),
  );
  child.once('exit', endAs);
  SIGNALS.forEach((name) => process.on(name, () => forward(child, name)));
};

/** In the second process: takes the launcher's messages for signals, unless the signal itself came too. */
const obeyLauncher = () => {
  const seenAt = {};
  SIGNALS.forEach((name) => {
    const note = () => {
      seenAt[name] = Date.now();
      if (process.listenerCount(name) > 1) return;
      process.removeListener(name, note); // nobody else listens: the signal does what it would have done
      process.kill(process.pid, name);
    };
    process.on(name, note);
  });
  const raise = (name) => Date.now() - (seenAt[name] || 0) > 10 * GRACE_MS && process.kill(process.pid, name);
  process.on('message', ({ signal }) => setTimeout(raise, GRACE_MS, signal));
  // A launcher that was killed outright leaves no orphan.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
};

const run = async () => {
  const cli = join(root, 'dist', 'src', 'app', 'cli.js');
  if (!existsSync(cli)) return fail('is not built yet; run `npm run build`.');
  // Of our own: in the shared temporary folder others could leave code for us.
  if (!process.env.NODE_COMPILE_CACHE) nodeModule.enableCompileCache(join(root, 'node_modules', '.cache', 'debrief'));
  delete process.env.DEBRIEF_LAUNCHED;
  if (process.channel) obeyLauncher();
  await import(pathToFileURL(cli).href);
};

if (Number.parseInt(process.versions.node, 10) < MAJOR) runOnPinnedNode();
else run();
