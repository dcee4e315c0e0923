#!/usr/bin/env node
// Starts Baton under a Node that runs TypeScript as it stands: this one if it is new enough, else the one
// that was installed beside it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);

if (isNewEnough) {
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
  const { status, signal } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
