-- Routing: what an owner may have in a week, which sizes of company are theirs, and the ledger of fair shares.

ALTER TABLE owners
  ADD COLUMN weekly_cap integer CHECK (weekly_cap >= 0),
  ADD COLUMN segments text[] NOT NULL DEFAULT '{}';

-- How many leads an owner is owed (below 0: has had beforehand), within the rules' bound.
CREATE TABLE fair_credits (
  owner_id text PRIMARY KEY REFERENCES owners,
  credit double precision NOT NULL
);

-- For each lead that several could have taken: what each was entitled to of it, and who received it.
CREATE TABLE fair_ledger (
  assignment_id bigint NOT NULL REFERENCES assignments,
  owner_id text NOT NULL REFERENCES owners,
  entitled double precision NOT NULL CHECK (entitled >= 0 AND entitled <= 1),
  received boolean NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (assignment_id, owner_id)
);
CREATE INDEX fair_ledger_at ON fair_ledger (at);
