/** LeadQualification Expert: scores all that is known of a lead by the framework in force, and has the score kept. */
import { type AgentContext, defineAgent, z } from 'baton';
import { dimensionsInOrder, enrichmentReport, leadData, qualificationReport } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { knownNow } from '../../store/lead-scores.ts';
import { priorityOf, qualify } from './qualify.ts';
import { deskRubric, type Rubric } from './rubric.ts';

export const qualification = defineAgent({
  input: z.object({
    lead_data: leadData,
    /** Absent in the two-agent pilot, and where enrichment failed. */
    enrichment: enrichmentReport.nullish(),
  }),
  output: z.object({ qualification: qualificationReport }),
  rules: deskRubric,
  writes: ['record-score'],
  byHand: (given) => {
    const considered = given.qualification.inquiries - 1;
    return { output: given, writes: [{ kind: 'record-score', data: { ...given, considered } }] };
  },
  async run({ lead_data, enrichment }, context: AgentContext<Rubric, DeskServices>) {
    const { rules: rubric, services, caseId } = context;
    // Inquiries may have joined the lead since the message was sent.
    const { lead, further, joined } = await knownNow(services.database, caseId);
    const judged = qualify(lead ?? lead_data, enrichment ?? null, further, rubric);
    // Of very many only the newest are read; the score knows of all the same.
    const report = { ...judged, inquiries: joined + 1 };
    const dimensions = dimensionsInOrder(report).map(
      ([name, { points }]) => `${name.replaceAll('_', ' ')} ${points}`,
    );
    const read = further.length === 0 ? '' : ` ${further.length + 1} inquiries were read.`;
    return {
      output: { qualification: report },
      notes: `Scored ${report.score} of 100, ${report.outcome}: ${dimensions.join(', ')}.${read}`,
      priority: priorityOf(report, rubric),
      writes: [{ kind: 'record-score', data: { qualification: report, considered: joined } }],
    };
  },
});
