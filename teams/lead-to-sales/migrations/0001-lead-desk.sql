-- The sales desk's own tables. Times come from baton.now(), the one clock a test can move.

-- What arrived. Never changed; `raw` may be erased.
CREATE TABLE inquiries (
  inquiry_id uuid PRIMARY KEY,
  case_id text NOT NULL UNIQUE,
  source text NOT NULL CHECK (source IN ('form', 'email', 'chat', 'event')),
  media_type text NOT NULL,
  origin text NOT NULL,
  content_hash text NOT NULL UNIQUE,
  raw bytea,
  received_at timestamptz NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT baton.now()
);

CREATE TABLE owners (
  owner_id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('salesperson', 'manager')),
  territories text[] NOT NULL DEFAULT '{}',
  specialties text[] NOT NULL DEFAULT '{}',
  languages text[] NOT NULL DEFAULT '{}',
  timezone text NOT NULL DEFAULT 'UTC',
  daily_cap integer NOT NULL CHECK (daily_cap >= 0),
  open_cap integer NOT NULL CHECK (open_cap >= 0),
  weight numeric NOT NULL DEFAULT 1 CHECK (weight > 0),
  absent_from date,
  absent_until date,
  active boolean NOT NULL DEFAULT true
);

CREATE TABLE accounts (
  account_id text PRIMARY KEY,
  name text NOT NULL,
  name_key text NOT NULL,
  domain text,
  status text NOT NULL CHECK (status IN ('customer', 'prospect')),
  owner_id text REFERENCES owners,
  industry text,
  country text,
  employees integer
);
CREATE INDEX accounts_name_key ON accounts (name_key);
CREATE INDEX accounts_domain ON accounts (domain);

CREATE TABLE leads (
  case_id text PRIMARY KEY,
  inquiry_id uuid NOT NULL REFERENCES inquiries,
  first_name text,
  last_name text,
  email text,
  phone text,
  title text,
  company text,
  account_id text REFERENCES accounts,
  lead_source text NOT NULL,
  lead_status text NOT NULL CHECK (lead_status IN (
    'new', 'working', 'nurturing', 'unqualified', 'responded', 'handed-over', 'closed')),
  lifecycle_stage text NOT NULL CHECK (lifecycle_stage IN ('lead', 'marketing-qualified', 'sales-qualified')),
  lead_score integer,
  rating text CHECK (rating IN ('hot', 'warm', 'cold', 'unqualified')),
  next_action_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT baton.now(),
  updated_at timestamptz NOT NULL DEFAULT baton.now()
);

-- Who a person is, over all sources: the unique key decides when two inquiries race.
CREATE TABLE lead_identities (
  identity_key text PRIMARY KEY,
  case_id text NOT NULL REFERENCES leads
);
CREATE INDEX lead_identities_case ON lead_identities (case_id);

CREATE TABLE assignments (
  assignment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text NOT NULL REFERENCES leads,
  owner_id text NOT NULL REFERENCES owners,
  assigned_at timestamptz NOT NULL DEFAULT baton.now(),
  responded_at timestamptz,
  ended_at timestamptz,
  reason text NOT NULL,
  candidates jsonb NOT NULL
);
-- One owner at a time.
CREATE UNIQUE INDEX assignments_open ON assignments (case_id) WHERE ended_at IS NULL;
CREATE INDEX assignments_owner ON assignments (owner_id, assigned_at);
-- Routing counts, under its lock, how many leads of each owner wait for a first response.
CREATE INDEX assignments_waiting ON assignments (owner_id) WHERE ended_at IS NULL AND responded_at IS NULL;

CREATE TABLE activities (
  activity_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL DEFAULT baton.now(),
  detail jsonb NOT NULL
);
CREATE INDEX activities_case ON activities (case_id, at);

CREATE TABLE enrichment_cache (
  cache_key text PRIMARY KEY,
  value jsonb NOT NULL,
  fetched_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
-- What has expired is looked for and deleted.
CREATE INDEX enrichment_cache_expires ON enrichment_cache (expires_at);
