-- The engine's own tables, in schema baton. Times come from baton.now(), the one clock a test can move.

-- A team's data files as they were when runs began on them, by content hash.
CREATE TABLE releases (
  release_id text PRIMARY KEY,
  team text NOT NULL,
  files jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT baton.now()
);

-- One row for each run and each branch of a run: the truth about where it stands. Jobs only wake it.
CREATE TABLE runs (
  run_id uuid PRIMARY KEY,
  team text NOT NULL,
  workflow text NOT NULL,
  release_id text NOT NULL REFERENCES releases,
  case_id text NOT NULL,
  -- Starting twice with one key starts once. Null for branches.
  start_key text,
  parent_run_id uuid REFERENCES runs,
  -- Where in the workflow this run's steps stand: parallel step and branch by turns.
  path text[] NOT NULL DEFAULT '{}',
  parent_turn integer,
  status text NOT NULL CHECK (status IN ('running', 'joining', 'waiting', 'in-review', 'done')),
  end_name text,
  step text,
  state jsonb NOT NULL,
  -- The message whose body is the run's data.
  data_message uuid NOT NULL,
  started_at timestamptz NOT NULL DEFAULT baton.now(),
  updated_at timestamptz NOT NULL DEFAULT baton.now(),
  ended_at timestamptz
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX runs_start_key ON runs (team, start_key) WHERE start_key IS NOT NULL;
CREATE INDEX runs_case ON runs (case_id);
CREATE INDEX runs_parent ON runs (parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX runs_open ON runs (team, status) WHERE status <> 'done';

-- Every envelope, append-only. A body stands once; `body_of` points at it. A body can be erased, marked so.
CREATE TABLE messages (
  message_id uuid PRIMARY KEY,
  -- Written only together with its run; a foreign key would cost a tenth of the hand-off and prove nothing.
  run_id uuid NOT NULL,
  from_agent text NOT NULL,
  to_agent text NOT NULL,
  workflow_id text NOT NULL,
  message_type text NOT NULL,
  processing_notes text NOT NULL,
  priority text NOT NULL,
  deadline timestamptz,
  sent_at timestamptz NOT NULL,
  retry_count integer NOT NULL,
  previous_agent text,
  step text,
  team_version text NOT NULL,
  traceparent text NOT NULL,
  -- What the envelope does not say: which question of which turn it is.
  turn integer NOT NULL,
  occasion text,
  body jsonb,
  body_of uuid,
  erased_at timestamptz
);
CREATE INDEX messages_run ON messages (run_id);

-- What waits for a person.
CREATE TABLE tasks (
  task_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES runs,
  case_id text NOT NULL,
  team text NOT NULL,
  step text NOT NULL,
  turn integer NOT NULL,
  kind text NOT NULL,
  queue text NOT NULL,
  ask text NOT NULL,
  answers text[] NOT NULL,
  error jsonb,
  message_id uuid NOT NULL,
  priority text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'withdrawn')),
  opened_at timestamptz NOT NULL,
  deadline timestamptz,
  closed_at timestamptz,
  closed_by text,
  answer text,
  UNIQUE (run_id, turn, kind)
);
CREATE INDEX tasks_case ON tasks (team, case_id);
CREATE INDEX tasks_open ON tasks (team, queue, opened_at) WHERE status = 'open';

-- The outbox: written with their cause, delivered afterwards, at least once.
CREATE TABLE notices (
  notice_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  idempotency_key text NOT NULL UNIQUE,
  run_id uuid NOT NULL REFERENCES runs,
  case_id text NOT NULL,
  team text NOT NULL,
  recipient text NOT NULL,
  channel text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  created_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX notices_waiting ON notices (team, notice_id) WHERE sent_at IS NULL;
CREATE INDEX notices_run ON notices (run_id);

-- How much of its rate each agent has used, over all workers: when work was begun (ms), and how much of it.
CREATE TABLE rates (
  queue text PRIMARY KEY,
  beginnings jsonb NOT NULL DEFAULT '[]'
);

-- Who is at work. A worker that has not been seen for a while is gone.
CREATE TABLE workers (
  worker_id uuid PRIMARY KEY,
  team text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  agents text[] NOT NULL,
  release_id text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
  -- By the real clock: a worker is alive now or not, whatever a test's clock says.
  seen_at timestamptz NOT NULL DEFAULT pg_catalog.now()
);
