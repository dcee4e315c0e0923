-- What retention keeps and has erased: one row for each kind of thing of a team, written by who carries it out.
CREATE TABLE retention (
  team text NOT NULL,
  kind text NOT NULL,
  -- In plain words, for people.
  what text NOT NULL,
  -- Null: kept for good.
  keep_ms bigint,
  erased bigint NOT NULL DEFAULT 0,
  last_erased_at timestamptz,
  PRIMARY KEY (team, kind)
);

-- Ended cases are looked for, oldest first.
CREATE INDEX runs_ended ON runs (team, ended_at) WHERE parent_run_id IS NULL AND ended_at IS NOT NULL;
