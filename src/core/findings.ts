/**
 * What a run carries besides its agents' data: what was wrong with the data, and where rules contradicted each
 * other. Owns their shapes and the keys under which they stand.
 */
import { z } from 'zod';

/** The key of a run's data that holds what validators found. */
export const DATA_QUALITY_KEY = 'data_quality';

/** One validator of a step that did not hold. */
export interface QualityFinding {
  readonly step: string;
  /** The field it speaks of, such as `lead_data.contact_info.email`; null: the step's answer as a whole. */
  readonly field: string | null;
  readonly flag: string;
  /** One sentence a person reads. */
  readonly message: string;
}

const finding = z.object({
  step: z.string(),
  field: z.string().nullable(),
  flag: z.string(),
  message: z.string(),
});

/** The findings in a run's data, oldest first; what is none is left out. */
export const qualityFindings = z.array(finding).catch([]);

/** The key of an answer under which an agent, or one of its writes, reports that rules contradict each other. */
export const RULE_CONFLICTS_KEY = 'rule_conflicts';

/** Rules that contradict each other over one case, and what was done meanwhile. */
export const ruleConflict = z.object({
  /** Names the rule in the agent's rules, such as `owner-at-capacity`. */
  rule: z.string().min(1).max(100),
  /** What contradicts what, in a sentence or two. */
  message: z.string().min(1).max(1000),
  /** The safest action that the rule names, and that was taken. */
  safest_action: z.string().min(1).max(300),
});
export type RuleConflict = z.infer<typeof ruleConflict>;

/** At most so many are told of one answer. */
export const ruleConflicts = z.array(ruleConflict).max(20);
