#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=50
// Starts Baton under a Node that runs TypeScript as it stands: this one if it is new enough, else the one
// that was installed beside it. The options above, which `npm run` gives as well, keep a busy worker under
// 400 MB: V8 would else take twice as much where there is plenty.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);

if (isNewEnough) {
  // Half of a short command's time would otherwise go into reading its own source.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/baton', import.meta.url)));
  const { main } = await import('../src/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const own = fileURLToPath(new URL(`../node_modules/node-linux-${process.arch}/bin/node`, import.meta.url));
  if (!existsSync(own)) {
    console.error(
      `Baton needs Node 22.18 or newer; this is ${process.version}, and no newer one is installed beside it. ` +
        'Install Node 24, or run `npm ci` without --omit=optional.',
    );
    process.exit(1);
  }
  const child = spawn(own, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // A terminal sends these to both: the child decides, and this process waits for it.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
    process.exitCode = code ?? 1;
  });
}
