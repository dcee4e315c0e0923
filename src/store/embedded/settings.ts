/** How the embedded server is set: safe first, and sized for a small machine. */
import { statfs } from 'node:fs/promises';

/** Settings of Postgres by name, as in postgresql.conf. */
export type Settings = Readonly<Record<string, string>>;

/** The settings given on the command line at every start, so that an upgrade of Baton brings its own. */
export async function serverSettings(overrides: Settings = {}): Promise<Settings> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    fsync: 'on',
    synchronous_commit: 'on',
    max_connections: '100',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    wal_compression: 'on',
    checkpoint_completion_target: '0.9',
    jit: 'off',
    // Data of this size lies in memory: an index look-up costs little more than reading on.
    random_page_cost: '1.1',
    // Queue tables turn over fast: look at them often, and do not wait for a fifth of them to be dead.
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_vacuum_cost_limit: '1000',
    dynamic_shared_memory_type: (await hasSharedMemory()) ? 'posix' : 'mmap',
    // Errors go to the client that made them, with their values; the log is for the server's own life.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...overrides,
  };
}

// Containers have 64 MB of /dev/shm or none: a parallel query would fail there, files always work.
async function hasSharedMemory(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const shm = await statfs('/dev/shm').catch(() => undefined);
  return shm !== undefined && shm.bavail * shm.bsize >= 256 * 1024 * 1024;
}
