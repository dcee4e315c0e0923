/** LeadQualification Expert: scores a lead by the BANT rubric of `rules.yaml` and has the score kept with the lead. */
import { defineAgent, z } from 'baton';
import { enrichmentReport, leadData, qualificationReport } from '../../lead.ts';
import { outcomeOf, qualify } from './qualify.ts';
import { qualificationRules } from './rules.ts';

export const qualification = defineAgent({
  input: z.object({
    lead_data: leadData,
    /** Absent in the two-agent pilot, and where enrichment failed. */
    enrichment: enrichmentReport.nullish(),
  }),
  output: z.object({ qualification: qualificationReport }),
  rules: qualificationRules,
  writes: ['record-score'],
  run({ lead_data, enrichment }, { rules }) {
    const report = qualify(lead_data, enrichment ?? null, rules);
    const { budget, authority, need, timeline } = report.dimensions;
    return {
      output: { qualification: report },
      notes:
        `Scored ${report.score} of 100, ${report.outcome}: budget ${budget.points}, ` +
        `authority ${authority.points}, need ${need.points}, timeline ${timeline.points}.`,
      priority: outcomeOf(report.score, rules).priority,
      writes: [{ kind: 'record-score', data: { qualification: report } }],
    };
  },
});
