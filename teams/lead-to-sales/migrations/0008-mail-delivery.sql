-- Mail to people outside leaves by a mail server, where one is configured.
ALTER TABLE outgoing_mails
  DROP CONSTRAINT outgoing_mails_status_check,
  -- queued → sending → sent, bounced (its address was refused), refused (the mail was), failed (given up), or queued
  -- again. unsure: whether it arrived is not known, and it is not sent twice. withdrawn: never sent.
  ADD CONSTRAINT outgoing_mails_status_check CHECK (status IN
    ('queued', 'sending', 'sent', 'withdrawn', 'bounced', 'refused', 'failed', 'unsure')),
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN first_tried_at timestamptz,
  ADD COLUMN next_try_at timestamptz,
  -- By the real clock: until then its worker may be sending it.
  ADD COLUMN sending_until timestamptz,
  -- Why it was not sent, or not yet.
  ADD COLUMN reason text;
CREATE INDEX outgoing_mails_sending ON outgoing_mails (mail_id) WHERE status = 'sending';
