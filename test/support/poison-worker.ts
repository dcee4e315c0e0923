/**
 * A worker in a process of its own whose agent kills the process when it meets the case POISON, in the middle
 * of everybody else's work. Its database is named by DATABASE_URL.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../../src/engine/engine.ts';
import { openDatabase } from '../../src/store/postgres-database.ts';
import { tinyTeam } from './tiny-team.ts';

/** How the process ends when it meets the poison. */
export const POISONED = 9;

export const poisonTeam = tinyTeam({
  steps: '- { id: risky, agent: risky }\n- { id: slow, agent: slow }',
  agents: {
    async risky({ item }) {
      if (item === 'POISON') {
        // Long enough for the others of its batch to be under way in the next step.
        await sleep(100);
        process.exit(POISONED);
      }
      return { output: {} };
    },
    async slow() {
      await sleep(150);
      return { output: {} };
    },
  },
});

if (import.meta.main) {
  const database = openDatabase(process.env.DATABASE_URL ?? '');
  const engine = await openEngine({
    database,
    ...poisonTeam,
    folder: '/nonexistent',
    supervise: true,
    onTrouble: (error) => console.error(error),
  });
  await engine.startWorker({ onNotice: () => undefined, pollMs: 100 });
}
