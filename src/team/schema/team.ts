/** `team.yaml` as it is written. */
import { z } from 'zod';
import { notify } from './route.ts';
import { idOf, textOf } from './values.ts';

export const teamSource = z
  .strictObject({
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
    queues: z
      .record(
        idOf('a queue'),
        z.strictObject({
          title: textOf('The title', 120).describe('What people call this queue.'),
          notify: notify.optional().describe('Groups that are told of each new task.'),
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
          channel: z.literal('log').describe('How its notices leave.'),
        }),
      )
      .optional()
      .describe('Who is told of things.'),
  })
  .meta({ title: 'Baton team' });
