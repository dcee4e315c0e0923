/** While two releases work side by side, a time that only one of them knows is not lost on the other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleQueue } from '../src/engine/queues.ts';
import { openDesk, pass, tinyTeam, until } from './support/tiny-team.ts';

const old = tinyTeam({
  steps: '- { id: only, agent: only }',
  beside: { weekly: { trigger: 'schedule: "0 7 * * 1"', steps: '- { id: only, agent: only }' } },
  agents: { only: pass },
});
const young = tinyTeam({
  steps: '- { id: only, agent: only }',
  beside: { nightly: { trigger: 'schedule: "0 3 * * *"', steps: '- { id: only, agent: only }' } },
  agents: { only: pass },
});

test('a time of the new release that an old worker takes is left for a new one, and starts one run', async (context) => {
  const desk = await openDesk(context);
  const elder = await desk.open(old);
  await elder.boss.send(scheduleQueue('tiny'), { workflow: 'nightly' });
  const waiting = await until('the old worker has put it off', async () => {
    const [job] = await desk.database.query<{ data: unknown }>(
      "SELECT data FROM pgboss.job WHERE name = $1 AND data ? 'put_off'",
      [scheduleQueue('tiny')],
    );
    return job;
  });
  assert.match(JSON.stringify(waiting.data), /"workflow":"nightly"/);
  await elder.close();
  await desk.open(young);
  await until('it has begun', async () => {
    const runs = await desk.database.query("SELECT 1 FROM baton.runs WHERE workflow = 'nightly'");
    return runs.length === 1;
  });
  assert.deepEqual(desk.troubles, []);
});
