/** For tests: a lead of whom nothing is known. */
import type { LeadData } from '../lead.ts';

/** Came in by a form at `at` (ISO 8601). */
export function nobody(at: string): LeadData {
  return {
    contact_info: {
      first_name: null,
      last_name: null,
      email: null,
      phone: null,
      title: null,
      seniority: null,
      job_function: null,
    },
    company_info: {
      name: null,
      domain: null,
      industry: null,
      size: null,
      country: null,
      region: null,
      account: null,
    },
    source_info: {
      source: 'form',
      campaign: null,
      medium: null,
      referrer: null,
      attribution: 'web-form/direct',
      received_at: at,
    },
    need: { description: null, urgency: null, timeline_months: null, budget: null },
    language: null,
    initial_notes: '',
    next_action_at: at,
  };
}
