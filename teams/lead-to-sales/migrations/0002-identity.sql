-- Who is who: contacts apart from leads, merges that can be undone, and the opportunities that are open.
-- Times come from baton.now().

-- One row a person, from imports and from what leads have told.
CREATE TABLE contacts (
  contact_id text PRIMARY KEY,
  first_name text,
  last_name text,
  email text,
  phone text,
  mobile_phone text,
  title text,
  -- As written; `account_id` where it is an account of ours.
  company text,
  account_id text REFERENCES accounts,
  owner_id text REFERENCES owners,
  mailing_street text,
  mailing_city text,
  mailing_postal_code text,
  -- ISO 3166-1 alpha-2.
  mailing_country text,
  birthdate date,
  origin text NOT NULL CHECK (origin IN ('lead', 'import')),
  -- The row that stands for this person since two were found to be one.
  merged_into text REFERENCES contacts,
  created_at timestamptz NOT NULL DEFAULT baton.now(),
  updated_at timestamptz NOT NULL DEFAULT baton.now()
);
CREATE INDEX contacts_merged_into ON contacts (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX contacts_account ON contacts (account_id);
CREATE SEQUENCE contact_numbers START 10001;

-- What a person may be found by, slips of the pen included: see identity/blocking.ts.
CREATE TABLE contact_keys (
  key text NOT NULL,
  contact_id text NOT NULL REFERENCES contacts ON DELETE CASCADE,
  PRIMARY KEY (key, contact_id)
);
CREATE INDEX contact_keys_contact ON contact_keys (contact_id);

CREATE TABLE opportunities (
  opportunity_id text PRIMARY KEY,
  name text NOT NULL,
  account_id text REFERENCES accounts,
  contact_id text REFERENCES contacts,
  owner_id text REFERENCES owners,
  stage text NOT NULL,
  is_closed boolean NOT NULL,
  is_won boolean NOT NULL,
  amount numeric CHECK (amount >= 0),
  -- ISO 4217.
  currency text,
  close_date date,
  updated_at timestamptz NOT NULL DEFAULT baton.now()
);
CREATE INDEX opportunities_open_account ON opportunities (account_id) WHERE NOT is_closed;
CREATE INDEX opportunities_open_contact ON opportunities (contact_id) WHERE NOT is_closed;

-- `merged_into`: the lead that goes on for this one. Such a lead's status is `merged`, whoever sets another.
ALTER TABLE leads
  ADD COLUMN contact_id text REFERENCES contacts,
  ADD COLUMN merged_into text REFERENCES leads,
  DROP CONSTRAINT leads_lead_status_check,
  ADD CONSTRAINT leads_lead_status_check CHECK (lead_status IN (
    'new', 'working', 'nurturing', 'unqualified', 'responded', 'handed-over', 'closed', 'merged')),
  ADD CONSTRAINT leads_merged_check CHECK ((lead_status = 'merged') = (merged_into IS NOT NULL));
CREATE INDEX leads_contact ON leads (contact_id);
CREATE INDEX leads_merged_into ON leads (merged_into) WHERE merged_into IS NOT NULL;

-- A case whose lead was merged may still end, as a sequence does: the lead stays what it is.
CREATE FUNCTION keep_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.lead_status := 'merged';
  RETURN NEW;
END $$;
CREATE TRIGGER leads_keep_merged BEFORE UPDATE ON leads
  FOR EACH ROW WHEN (NEW.merged_into IS NOT NULL) EXECUTE FUNCTION keep_merged();

-- Two cases of one person: what was joined or merged, what a person should look at, what was taken apart.
CREATE TABLE merges (
  merge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- `joined`: an inquiry to an open lead. `continued`: a lead by a new inquiry. `by-hand`. `proposed`: a doubt.
  kind text NOT NULL CHECK (kind IN ('joined', 'continued', 'by-hand', 'proposed')),
  from_case text NOT NULL,
  into_case text NOT NULL REFERENCES leads,
  -- Sentences.
  why text[] NOT NULL,
  -- 0-1, as the rules weighed it; null where a person decided.
  probability double precision,
  decided_by text NOT NULL,
  at timestamptz NOT NULL DEFAULT baton.now(),
  -- What undoing gives back.
  before jsonb NOT NULL,
  undone_at timestamptz,
  undone_by text,
  undone_why text,
  CHECK (from_case <> into_case)
);
-- A case is merged once at a time.
CREATE UNIQUE INDEX merges_standing ON merges (from_case) WHERE undone_at IS NULL AND kind <> 'proposed';
CREATE UNIQUE INDEX merges_proposed ON merges (from_case, into_case) WHERE undone_at IS NULL AND kind = 'proposed';
CREATE INDEX merges_into ON merges (into_case);

-- Two cases that a person has told apart: no rule joins them again.
CREATE TABLE kept_apart (
  case_id text NOT NULL,
  other_case text NOT NULL,
  decided_by text NOT NULL,
  at timestamptz NOT NULL DEFAULT baton.now(),
  PRIMARY KEY (case_id, other_case)
);
