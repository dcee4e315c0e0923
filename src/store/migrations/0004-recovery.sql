-- What is known of things outside that agents depend on, over all workers. No row: nothing has ever failed.
CREATE TABLE dependencies (
  team text NOT NULL,
  name text NOT NULL,
  -- One after another, since it last worked.
  failures integer NOT NULL DEFAULT 0,
  -- Set: the circuit is open, since then.
  down_since timestamptz,
  -- How often it was tried in vain since then.
  tries integer NOT NULL DEFAULT 0,
  -- From then on somebody may try; whoever does moves it on first, so that it is one.
  retry_at timestamptz,
  last_error text,
  changed_at timestamptz NOT NULL DEFAULT baton.now(),
  PRIMARY KEY (team, name)
);
