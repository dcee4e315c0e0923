-- What the agents' writes leave behind. Nothing here is unique: what is written twice must show.

CREATE TABLE owners (owner_id text PRIMARY KEY, cap integer NOT NULL);

CREATE TABLE assignments (
  case_id text NOT NULL,
  owner_id text NOT NULL REFERENCES owners,
  assigned_at timestamptz NOT NULL DEFAULT baton.now()
);
CREATE INDEX assignments_owner ON assignments (owner_id);

-- One row each time that what an agent did was written.
CREATE TABLE done (case_id text NOT NULL, step text NOT NULL, at timestamptz NOT NULL DEFAULT baton.now());
CREATE INDEX done_case ON done (case_id, step);
