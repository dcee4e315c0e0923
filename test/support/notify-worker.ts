/**
 * A worker in a process of its own whose notices leave by a signed webhook and by mail. DATABASE_URL, HOOK_URL and
 * SMTP_PORT say where to.
 */
import { openEngine } from '../../src/engine/engine.ts';
import { openDatabase } from '../../src/store/postgres-database.ts';
import { type TinyTeam, tinyTeam } from './tiny-team.ts';

export const HOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export function notifyingTeam(hookUrl: string, smtpPort: number): TinyTeam {
  return tinyTeam({
    steps: '- { id: only, agent: only, success: { end: done } }',
    agents: {
      only: ({ item }) => ({
        output: {},
        notices: [
          { to: 'operations', subject: `hook of ${item}`, text: 'by webhook' },
          { to: 'ann@example.com', subject: `mail of ${item}`, text: 'by mail' },
        ],
      }),
    },
    operations: 'channel: hook',
    notices: `channels:
  hook: { kind: webhook, url: "${hookUrl}", secret_env: HOOK_SECRET }
  mail: { kind: smtp, host: 127.0.0.1, port: ${smtpPort}, tls: none, from: Baton <baton@desk.example> }
people: { everybody: { channel: mail } }`,
  });
}

if (import.meta.main) {
  const { DATABASE_URL = '', HOOK_URL = '', SMTP_PORT = '' } = process.env;
  const engine = await openEngine({
    database: openDatabase(DATABASE_URL),
    ...notifyingTeam(HOOK_URL, Number(SMTP_PORT)),
    folder: '/nonexistent',
    supervise: true,
    onTrouble: () => undefined,
  });
  await engine.startWorker({ onNotice: () => undefined, pollMs: 100 });
}
