-- Accounts found by more than their exact name. The keys are numbers made of spellings, first letters and words of
-- the name (standards/companies/keys.ts); an import writes them. Accounts imported before this have none until they
-- are imported again, and are found by domain and exact name until then.
ALTER TABLE accounts ADD COLUMN match_keys integer[] NOT NULL DEFAULT '{}';
CREATE INDEX accounts_match_keys ON accounts USING gin (match_keys) WITH (fastupdate = off);
