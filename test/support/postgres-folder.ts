/** A temporary folder in which an embedded server can live, whoever runs the tests. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, makeReachable, postgresAccount } from '../../src/store/embedded/account.ts';

/** Makes the folder and gives its path. Remove it when the test is over. */
export async function postgresFolder(): Promise<string> {
  const account = postgresAccount(process.env);
  let parent = tmpdir();
  if (account && !canEnter(account, parent)) {
    parent = '/var/lib/baton';
    await makeReachable(parent);
  }
  const folder = await mkdtemp(join(parent, 'baton-postgres-'));
  await chmod(folder, 0o755);
  return folder;
}
