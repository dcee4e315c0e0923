/** `team.yaml` as it is written. */
import { z } from 'zod';
import { keptPath } from '../kept-files.ts';
import { healthSource } from './health.ts';
import { channels, noticeRules, people, preferenceKeys } from './notices.ts';
import { teamRecovery } from './recovery.ts';
import { notify } from './route.ts';
import { durationOf, idOf, keptFor, oneOrMany, textExpression, textOf } from './values.ts';

/** Schemas of Postgres and of the engine: a team's tables live in a schema of its own. */
const RESERVED = /^(?:baton|pgboss|public|information-schema|pg-.*)$/;

const escalation = z.strictObject({
  after: durationOf(
    'How long nobody has claimed, commented on, handed on or released the task. Each such act, and each level, begins the time anew.',
  ),
  to: idOf('a queue').describe('The queue that gets the task then.'),
  notify: notify.optional().describe('Groups that are told besides those of that queue.'),
});

export const teamSource = z
  .strictObject({
    id: idOf('a team')
      .refine((id) => !RESERVED.test(id), {
        error: (issue) =>
          `${JSON.stringify(issue.input)} is a name of the database's own: call the team otherwise.`,
      })
      .optional()
      .describe(
        "What its tables and queues are called by; a copy with the same id is the same team. Default: the folder's name.",
      ),
    name: textOf('The name', 120).describe('What people call this team.'),
    description: textOf('The description').optional().describe('One sentence on what it is for.'),
    case_prefix: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{0,11}$/, {
        error: (issue) =>
          `${JSON.stringify(issue.input)} cannot begin case numbers: use 1 to 12 capital letters or digits, beginning with a letter, such as "LEAD".`,
      })
      .describe('What case numbers begin with, such as LEAD.'),
    workflow: idOf('a workflow').describe('The workflow in force: a file in workflows/, without `.yaml`.'),
    beside: z
      .array(idOf('a workflow'))
      .max(50)
      .optional()
      .describe(
        "Workflows in force beside it, whichever that is: those that follow others' cases (`after`), and those that the clock starts (`schedule`).",
      ),
    rules: z
      .array(
        keptPath.refine(
          (path) => /\.(?:yaml|md)$/.test(path),
          'Rules stand in files that end with .yaml or .md.',
        ),
      )
      .max(50)
      .optional()
      .describe(
        'Files with rules that people may change, beyond those beside an agent, such as "working-time.yaml" or "sequences/*.yaml". A release keeps them, and a run goes by its own.',
      ),
    words: z
      .array(keptPath)
      .max(50)
      .optional()
      .describe(
        'Word lists that belong to the code. A release keeps their digests: a run goes by those on disk, and a change shows as another release.',
      ),
    subject: oneOrMany(textExpression, 'an expression')
      .optional()
      .describe(
        "Who or what a case is about, for the list of people's tasks: expressions in CEL over `data`, joined by commas; one that gives nothing is left out.",
      ),
    queues: z
      .record(
        idOf('a queue'),
        z.strictObject({
          title: textOf('The title', 120).describe('What people call this queue.'),
          notify: notify.optional().describe('Groups that are told of each new task.'),
          escalate: oneOrMany(escalation, 'a level of escalation')
            .optional()
            .describe(
              'Where a task goes that nobody acts on: one level, or several in order. Left out: it waits here.',
            ),
          notices: z
            .strictObject(preferenceKeys)
            .optional()
            .describe("How notices of this queue's tasks leave; what is left out is as the group says."),
        }),
      )
      .refine((queues) => Object.keys(queues).length > 0, {
        error: 'Give at least one queue: what fails must reach a person.',
      })
      .describe("Where people's tasks wait. A step without `failure` sends what fails to the first one."),
    groups: z
      .record(
        idOf('a group'),
        z.strictObject({
          title: textOf('The title', 120).describe('What people call this group.'),
          ...preferenceKeys,
        }),
      )
      .optional()
      .describe('Who is told of things.'),
    health: healthSource,
    retention: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, {
          error: 'Name a kind of thing in small letters and underscores, such as "ended_cases".',
        }),
        keptFor,
      )
      .optional()
      .describe(
        'How long what is kept; older is erased while workers run. `ended_cases` is the whole record of a case, counted from when it ended (default: 365 days).',
      ),
    recovery: teamRecovery.optional(),
    channels: channels.optional(),
    people: people.optional(),
    notices: noticeRules.optional(),
  })
  .meta({ title: 'Baton team' });
