/** `baton opportunities`: lists what is being sold, and takes in a list of it. */
import { countOpportunities, type OpportunityLine, opportunityLines } from '../store/opportunities.ts';
import { importOpportunities } from './import-opportunities.ts';
import { listingCommand } from './listing-command.ts';

export const opportunitiesCommand = listingCommand<OpportunityLine>({
  noun: 'opportunity',
  many: 'opportunities',
  summary: 'list the opportunities, the open ones first, or import them',
  columns: [
    ['opportunity', 16],
    ['name', 24],
    ['account', 20],
    ['stage', 14],
    ['closes', 11],
    ['owner', 15],
  ],
  cells: ({ opportunity_id, name, account_name, stage, close_date, owner_name }) => [
    opportunity_id,
    name,
    account_name,
    stage,
    close_date,
    owner_name,
  ],
  rows: opportunityLines,
  count: countOpportunities,
  take: importOpportunities,
});
