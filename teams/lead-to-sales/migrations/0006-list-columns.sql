-- How the columns of event lists are understood, by their headings: guessed once, confirmed or corrected by a person.

CREATE TABLE list_columns (
  -- The headings, folded and in order; of a list without headings how many columns it has.
  signature text PRIMARY KEY,
  -- Column → field of the capture rules.
  columns jsonb NOT NULL,
  confirmed boolean NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT baton.now()
);
