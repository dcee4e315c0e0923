/** What the agents handed on, read back from a case's envelopes: the latest word under each key. */
import { DATA_QUALITY_KEY, type QualityFinding, qualityFindings, z } from 'baton';
import {
  type Assignment,
  assignment,
  type CaptureOutcome,
  captureOutcome,
  type EnrichmentReport,
  enrichmentReport,
  type FollowUpState,
  followUpState,
  type LeadData,
  leadData,
  type NurturingState,
  nurturingState,
  type QualificationReport,
  qualificationReport,
} from '../../lead.ts';

/** As much of an envelope as is shown. */
const shownEnvelope = z.looseObject({
  from_agent: z.string(),
  to_agent: z.string(),
  message_type: z.string(),
  payload: z.looseObject({
    processing_notes: z.string(),
    priority: z.string(),
    deadline: z.string().nullable(),
  }),
  metadata: z.looseObject({
    timestamp: z.string(),
    retry_count: z.number(),
    step: z.string().nullable(),
  }),
});
export type ShownEnvelope = z.infer<typeof shownEnvelope>;

export interface HandedOn {
  readonly lead_data: LeadData | null;
  readonly capture: CaptureOutcome | null;
  readonly enrichment: EnrichmentReport | null;
  readonly qualification: QualificationReport | null;
  readonly assignment: Assignment | null;
  readonly follow_up: FollowUpState | null;
  /** The sequence the lead is or was in. */
  readonly nurturing: NurturingState | null;
  /** What validators found wrong with the data. */
  readonly data_quality: readonly QualityFinding[];
}

/** Envelopes fit to be shown; one that is none is left out. */
export function shownEnvelopes(messages: readonly unknown[]): ShownEnvelope[] {
  return messages.flatMap((message) => {
    const parsed = shownEnvelope.safeParse(message);
    return parsed.success ? [parsed.data] : [];
  });
}

function latest<Value>(
  envelopes: readonly ShownEnvelope[],
  key: string,
  schema: z.ZodType<Value>,
): Value | null {
  for (const { payload } of envelopes.toReversed()) {
    const parsed = schema.safeParse(payload[key]);
    if (parsed.success) return parsed.data;
  }
  return null;
}

/** The latest word under each key of the payloads; null where nobody said one, or it was erased. */
export function handedOn(envelopes: readonly ShownEnvelope[]): HandedOn {
  return {
    lead_data: latest(envelopes, 'lead_data', leadData),
    capture: latest(envelopes, 'capture', captureOutcome),
    enrichment: latest(envelopes, 'enrichment', enrichmentReport),
    qualification: latest(envelopes, 'qualification', qualificationReport),
    assignment: latest(envelopes, 'assignment', assignment),
    follow_up: latest(envelopes, 'follow_up', followUpState),
    nurturing: latest(envelopes, 'nurturing', nurturingState),
    data_quality: qualityFindings.parse(
      envelopes.findLast(({ payload }) => Object.hasOwn(payload, DATA_QUALITY_KEY))?.payload[
        DATA_QUALITY_KEY
      ],
    ),
  };
}
