-- Notices that leave by channels: planned, claimed, sent outside any transaction, recorded; tried again or given up.
ALTER TABLE notices
  -- new: not looked at yet. waiting: for `due_at`. sending: claimed. sent, dead: over. duplicate: said already.
  ADD COLUMN status text NOT NULL DEFAULT 'new'
    CHECK (status IN ('new', 'waiting', 'sending', 'sent', 'dead', 'duplicate')),
  -- The queue whose task it tells of.
  ADD COLUMN queue text,
  ADD COLUMN urgent boolean NOT NULL DEFAULT false,
  -- As they were when it was planned.
  ADD COLUMN recipient_name text,
  ADD COLUMN address text,
  ADD COLUMN due_at timestamptz,
  ADD COLUMN held text CHECK (held IN ('digest', 'quiet-hours')),
  -- The idempotency key of the digest it leaves in; set once, so that a digest is tried again as it was.
  ADD COLUMN batch text,
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN first_tried_at timestamptz,
  -- Why the last attempt failed, why it is dead, or which notice had said the same.
  ADD COLUMN reason text,
  ADD COLUMN claim uuid,
  -- By the real clock: whoever holds a claim is alive or not, whatever a test's clock says.
  ADD COLUMN claimed_until timestamptz;
UPDATE notices SET status = 'sent' WHERE sent_at IS NOT NULL;

DROP INDEX notices_waiting;
CREATE INDEX notices_new ON notices (team, notice_id) WHERE status = 'new';
CREATE INDEX notices_due ON notices (team, channel, due_at) WHERE status IN ('waiting', 'sending');
CREATE INDEX notices_batch ON notices (batch) WHERE batch IS NOT NULL AND status IN ('waiting', 'sending');
CREATE INDEX notices_dead ON notices (team, notice_id) WHERE status = 'dead';
-- Looks for the same words to the same recipient about the same case.
CREATE INDEX notices_same ON notices (team, case_id, recipient, created_at);
