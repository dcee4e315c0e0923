-- Routing counts, under its lock, how many leads of each owner wait for a first response.
CREATE INDEX assignments_waiting ON assignments (owner_id) WHERE ended_at IS NULL AND responded_at IS NULL;
