-- People's tasks as an inbox: who has a task, how far up it has gone, what silence leads to, and every act on it.

ALTER TABLE tasks
  -- Who or what it is about, in one line; null: only the case's number says it.
  ADD COLUMN subject text,
  ADD COLUMN assignee text,
  ADD COLUMN claimed_at timestamptz,
  -- When a person last did something about it, or it was put before others.
  ADD COLUMN acted_at timestamptz NOT NULL DEFAULT baton.now(),
  -- The queue whose `escalate` in team.yaml it follows, whichever queue it has come to; null: the queue it waits in.
  ADD COLUMN escalates_by text,
  -- How many of those levels have been carried out.
  ADD COLUMN escalation_level integer NOT NULL DEFAULT 0,
  -- The answer that is taken when nobody has answered by then.
  ADD COLUMN safe_answer text,
  ADD COLUMN safe_at timestamptz;
UPDATE tasks SET acted_at = opened_at;
CREATE INDEX tasks_assignee ON tasks (team, assignee) WHERE status = 'open' AND assignee IS NOT NULL;

-- The audit log: who did what to a task, and when. Appended to, and otherwise only deleted together with its task.
CREATE TABLE task_acts (
  act_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task_id bigint NOT NULL REFERENCES tasks ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT baton.now(),
  by text NOT NULL,
  act text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX task_acts_task ON task_acts (task_id, act_id);

INSERT INTO task_acts (task_id, at, by, act, detail)
  SELECT task_id, opened_at, 'Conductor', 'opened', jsonb_build_object('queue', queue)
    FROM tasks ORDER BY task_id;
INSERT INTO task_acts (task_id, at, by, act, detail)
  SELECT task_id, closed_at, COALESCE(closed_by, 'Conductor'), status,
         jsonb_build_object(CASE status WHEN 'resolved' THEN 'answer' ELSE 'reason' END, answer)
    FROM tasks WHERE status <> 'open' ORDER BY closed_at, task_id;

CREATE FUNCTION keep_task_acts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM baton.tasks WHERE task_id = OLD.task_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'baton.task_acts is an audit log: its rows are not changed, and go only with their task'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER task_acts_stay BEFORE UPDATE OR DELETE ON task_acts
  FOR EACH ROW EXECUTE FUNCTION keep_task_acts();
