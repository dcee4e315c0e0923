-- Mail in threads, engagement, permission to write, sequences and imported history.
-- Times come from baton.now(). Addresses are stored in small letters.

-- Messages of a lead's thread, so that an answer finds its lead by In-Reply-To and References.
CREATE TABLE mail_messages (
  message_id text PRIMARY KEY,
  case_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('inquiry', 'response', 'reply', 'auto-reply', 'bounce', 'sequence')),
  from_address text,
  at timestamptz NOT NULL DEFAULT baton.now()
);
CREATE INDEX mail_messages_case ON mail_messages (case_id);

-- Mail that was taken in and is no inquiry: its content's hash, and the case it belongs to.
CREATE TABLE mail_taken (
  content_hash text PRIMARY KEY,
  case_id text NOT NULL,
  kind text NOT NULL,
  raw bytea,
  at timestamptz NOT NULL DEFAULT baton.now()
);

-- What a lead has done. `source_key` tells the same event reported twice.
CREATE TABLE engagements (
  engagement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text NOT NULL REFERENCES leads ON DELETE CASCADE,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  -- Done by a machine (a mail program's privacy proxy, a link scanner): kept, and not counted.
  is_machine boolean NOT NULL,
  detail jsonb NOT NULL,
  source_key text UNIQUE
);
CREATE INDEX engagements_case ON engagements (case_id, at);

-- On what legal basis a person may be written to. The newest row of an address counts.
CREATE TABLE consents (
  consent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  address text NOT NULL,
  legal_basis text NOT NULL CHECK (legal_basis IN ('consent', 'legitimate-interest', 'existing-customer', 'contract')),
  -- Where it was given: a form, a contract, a person's word.
  source text NOT NULL,
  -- The very words, as far as there are any.
  words text,
  case_id text,
  given_at timestamptz NOT NULL,
  expires_at timestamptz,
  withdrawn_at timestamptz,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT baton.now()
);
CREATE INDEX consents_address ON consents (address, consent_id);

-- Who must not be written to: an address, or everybody at a domain.
CREATE TABLE suppressions (
  value text PRIMARY KEY,
  scope text NOT NULL CHECK (scope IN ('address', 'domain')),
  reason text NOT NULL,
  source text NOT NULL,
  at timestamptz NOT NULL DEFAULT baton.now()
);

-- Mail to people outside. Written with the step that wants it sent; whoever delivers marks it.
CREATE TABLE outgoing_mails (
  mail_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Made of run, round and touch: what is asked for twice is sent once.
  idempotency_key text NOT NULL UNIQUE,
  message_id text NOT NULL UNIQUE,
  case_id text NOT NULL,
  sequence text NOT NULL,
  touch text NOT NULL,
  to_address text NOT NULL,
  from_address text NOT NULL,
  reply_to text,
  subject text NOT NULL,
  body text NOT NULL,
  headers jsonb NOT NULL,
  -- The permission it rests on, as it was when the mail was written.
  basis text NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'withdrawn', 'bounced')),
  created_at timestamptz NOT NULL DEFAULT baton.now(),
  sent_at timestamptz
);
CREATE INDEX outgoing_mails_case ON outgoing_mails (case_id);
CREATE INDEX outgoing_mails_address ON outgoing_mails (to_address, created_at);
CREATE INDEX outgoing_mails_queued ON outgoing_mails (mail_id) WHERE status = 'queued';

-- Keys that tokens are signed with; made on first use.
CREATE TABLE signing_keys (
  name text PRIMARY KEY,
  key bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT baton.now()
);

-- What was done before the desk, as other systems exported it. Found for a lead by its person's address.
CREATE TABLE imported_activities (
  system text NOT NULL CHECK (system IN ('salesforce', 'hubspot')),
  external_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('task', 'event', 'call', 'email', 'meeting', 'note', 'other')),
  at timestamptz NOT NULL,
  subject text,
  body text,
  owner text,
  address text,
  person text,
  company text,
  status text,
  imported_at timestamptz NOT NULL DEFAULT baton.now(),
  PRIMARY KEY (system, external_id)
);
CREATE INDEX imported_activities_address ON imported_activities (address, at) WHERE address IS NOT NULL;

-- The newest of a lead's activities is looked for: stalled leads are those whose newest is old.
CREATE INDEX leads_email ON leads (lower(email)) WHERE email IS NOT NULL;
