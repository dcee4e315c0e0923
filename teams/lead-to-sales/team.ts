/** The sales desk, put together: its agents, what they may write, how inquiries come in, its own commands. */
import { defineTeam } from 'baton';
import { capture } from './agents/capture/agent.ts';
import { enrichment } from './agents/enrichment/agent.ts';
import { followUp } from './agents/follow-up/agent.ts';
import { qualification } from './agents/qualification/agent.ts';
import { routing } from './agents/routing/agent.ts';
import { accountsCommand } from './commands/accounts.ts';
import { leadCommand } from './commands/lead.ts';
import { leadsCommand } from './commands/leads.ts';
import { ownersCommand } from './commands/owners.ts';
import { respondCommand } from './commands/respond.ts';
import { demo } from './demo/demo.ts';
import { takeIn } from './intake/take-in.ts';
import { closeCase } from './on-end.ts';
import type { DeskServices } from './services.ts';
import { assignOwner } from './writes/assign-owner.ts';
import { createLead } from './writes/create-lead.ts';
import { recordFollowUp } from './writes/record-follow-up.ts';
import { recordNotALead } from './writes/record-not-a-lead.ts';
import { recordScore } from './writes/record-score.ts';

export default defineTeam<DeskServices>({
  agents: { capture, enrichment, qualification, routing, 'follow-up': followUp },
  writes: {
    'create-lead': createLead,
    'record-not-a-lead': recordNotALead,
    'record-score': recordScore,
    'assign-owner': assignOwner,
    'record-follow-up': recordFollowUp,
  },
  services: async ({ database }) => ({
    services: { database, loopbackSites: new Map() },
    close: async () => undefined,
  }),
  intake: takeIn,
  onEnd: closeCase,
  commands: [leadsCommand, leadCommand, respondCommand, ownersCommand, accountsCommand],
  demo,
});
