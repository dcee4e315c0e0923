/** The front matter of `agents/<name>/agent.md` as it is written. */
import { z } from 'zod';
import { rate, textOf } from './values.ts';

const lines = z.array(textOf('An entry', 300)).min(1);

export const agentSource = z
  .strictObject({
    name: textOf('The name', 120).describe(
      'The declared name, such as "LeadCapture Pro": `from_agent` in messages.',
    ),
    role: textOf('The role', 200).describe('The one job, such as "Lead Data Collection Specialist".'),
    triggers: lines.describe('What sets it to work, in words.'),
    data_sources: lines.optional().describe('What it asks or reads, in words.'),
    framework: textOf('The framework', 200)
      .optional()
      .describe('What it judges by, such as "BANT (Budget, Authority, Need, Timeline)".'),
    scoring: textOf('The scoring', 200).optional().describe('The scale, such as "0-100 point scale".'),
    mind: z
      .literal('rules')
      .default('rules')
      .describe('What it decides with. Default `rules`: its own code and rules.yaml.'),
    limits: z
      .strictObject({
        concurrency: z
          .int()
          .min(1)
          .max(10_000)
          .default(50)
          .describe('At once, in one worker process. Default 50.'),
        rate: rate
          .optional()
          .describe('Over all workers, such as "60 per minute". Default: as fast as it goes.'),
        warn_at: z
          .int()
          .min(1)
          .max(10_000_000)
          .optional()
          .describe(
            'Operations (who is told of the first queue) are warned once when this many messages wait. Default: never. Intake is never held up.',
          ),
      })
      .default({ concurrency: 50 }),
    version_notes: textOf('The version notes').optional().describe('What changed last, for people.'),
  })
  .meta({ title: 'Baton agent (front matter of agent.md)' });
