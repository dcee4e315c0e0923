/** The sales desk, put together: its agents, what they may write, how inquiries come in, its own commands. */
import { defineTeam } from 'baton';
import { accountMatch } from './agents/account-match/agent.ts';
import { capture } from './agents/capture/agent.ts';
import { enrichment } from './agents/enrichment/agent.ts';
import { followUp } from './agents/follow-up/agent.ts';
import { nurturing } from './agents/nurturing/agent.ts';
import { qualification } from './agents/qualification/agent.ts';
import { routing } from './agents/routing/agent.ts';
import { stalledLeads } from './agents/stalled-leads/agent.ts';
import { accountsCommand } from './commands/accounts.ts';
import { activitiesCommand } from './commands/activities.ts';
import { consentCommand } from './commands/consent.ts';
import { contactsCommand } from './commands/contacts.ts';
import { engagementCommand } from './commands/engagement.ts';
import { fairnessCommand } from './commands/fairness.ts';
import { leadCommand } from './commands/lead.ts';
import { leadsCommand } from './commands/leads.ts';
import { mergeCommand, unmergeCommand } from './commands/merge.ts';
import { mergesCommand } from './commands/merges.ts';
import { nurturingCommand } from './commands/nurturing.ts';
import { opportunitiesCommand } from './commands/opportunities.ts';
import { ownersCommand } from './commands/owners.ts';
import { recycleCommand } from './commands/recycle.ts';
import { respondCommand } from './commands/respond.ts';
import { stalledCommand } from './commands/stalled.ts';
import { suppressCommand } from './commands/suppress.ts';
import { unsubscribeCommand } from './commands/unsubscribe.ts';
import { whyNotCommand } from './commands/why-not.ts';
import { demo } from './demo/demo.ts';
import { deskHealth } from './health/health.ts';
import { deskIdentityRules } from './identity/rules.ts';
import { takeIn } from './intake/take-in.ts';
import { deliverMails } from './nurturing/deliver-mails.ts';
import { deskLibrary } from './nurturing/library.ts';
import { closeCase } from './on-end.ts';
import { peopleOf } from './people.ts';
import { deskRetention } from './retention.ts';
import type { DeskServices } from './services.ts';
import { eraseLeadless } from './store/outdated.ts';
import { deskCalendars } from './working-calendar.ts';
import { assignOwner } from './writes/assign-owner.ts';
import { createLead } from './writes/create-lead.ts';
import { recordFollowUp } from './writes/record-follow-up.ts';
import { recordNotALead } from './writes/record-not-a-lead.ts';
import { recordNurturing } from './writes/record-nurturing.ts';
import { recordScore } from './writes/record-score.ts';
import { recordStalled } from './writes/record-stalled.ts';
import { settleAccount } from './writes/settle-account.ts';

export default defineTeam<DeskServices>({
  agents: {
    'account-match': accountMatch,
    capture,
    enrichment,
    qualification,
    routing,
    'follow-up': followUp,
    nurturing,
    'stalled-leads': stalledLeads,
  },
  writes: {
    'create-lead': createLead,
    'record-not-a-lead': recordNotALead,
    'record-score': recordScore,
    'assign-owner': assignOwner,
    'record-follow-up': recordFollowUp,
    'record-nurturing': recordNurturing,
    'record-stalled': recordStalled,
    'settle-account': settleAccount,
  },
  rules: [deskCalendars, deskLibrary, deskIdentityRules],
  services: async ({ database }) => ({
    services: { database, loopbackSites: new Map() },
    close: async () => undefined,
  }),
  events: [
    'inquiry-received',
    'inquiry-joined',
    'salesperson-responded',
    'lead-recycled',
    'lead-engaged',
    'lead-replied',
    'unsubscribed',
  ],
  intake: takeIn,
  onEnd: closeCase,
  health: deskHealth,
  onErased: eraseLeadless,
  retention: deskRetention,
  people: peopleOf,
  deliverMail: deliverMails,
  commands: [
    leadsCommand,
    leadCommand,
    respondCommand,
    ownersCommand,
    whyNotCommand,
    fairnessCommand,
    accountsCommand,
    contactsCommand,
    opportunitiesCommand,
    mergesCommand,
    mergeCommand,
    unmergeCommand,
    activitiesCommand,
    consentCommand,
    engagementCommand,
    nurturingCommand,
    recycleCommand,
    stalledCommand,
    suppressCommand,
    unsubscribeCommand,
  ],
  demo,
});
