-- Warnings about an agent's queue that have been given and still hold: each is given once.
CREATE TABLE queue_warnings (
  queue text NOT NULL,
  -- `long`: more wait in it than its limit. `unserved`: no running worker has its agent.
  reason text NOT NULL CHECK (reason IN ('long', 'unserved')),
  warned_at timestamptz NOT NULL DEFAULT baton.now(),
  PRIMARY KEY (queue, reason)
);

-- Health checks read the log by time; it is written in that order, so this costs next to nothing.
CREATE INDEX messages_sent_at ON messages USING brin (sent_at) WITH (autosummarize = on);
