/**
 * Nurturing: keeps a lead in its sequence. Asked at the times that its own answers give, and when the person
 * replies, engages or unsubscribes; answers what is sent, to whom, and whether the lead goes on.
 */
import { type AgentContext, type AgentResult, BatonError, defineAgent, type Notice, z } from 'baton';
import {
  type LeadData,
  leadData,
  type NurturingState,
  nurturingState,
  qualificationReport,
  recycleOrder,
} from '../../lead.ts';
import { deskLibrary } from '../../nurturing/library.ts';
import type { DeskServices } from '../../services.ts';
import { findLead } from '../../store/leads.ts';
import { ownerOfLead } from '../../store/nurtured-leads.ts';
import { deskCalendars } from '../../working-calendar.ts';
import type { RecordNurturingData } from '../../writes/record-nurturing.ts';
import { onEngagement, onReply, onTouch, onUnsubscribed, type Situation, type Step } from './occasions.ts';
import { type NurturingRules, nurturingRulesFile } from './rules.ts';
import { entered, goneOn, resumed } from './state.ts';

const input = z.object({
  lead_data: leadData,
  qualification: qualificationReport.nullish(),
  nurturing: nurturingState.nullish(),
  recycle: recycleOrder.nullish(),
});
type NurturingInput = z.output<typeof input>;

const output = z.object({
  nurturing: nurturingState,
  /** To be judged again: with the words of its reply, and whose it was. */
  lead_data: leadData.optional(),
});

type Context = AgentContext<NurturingRules, DeskServices>;
type Result = AgentResult<z.input<typeof output>>;

const occasions: ReadonlyMap<string, (situation: Situation, before: NurturingState) => Promise<Step>> =
  new Map([
    ['touch', onTouch],
    ['engaged', onEngagement],
    ['replied', onReply],
    ['unsubscribed', onUnsubscribed],
  ]);

async function situationOf(given: NurturingInput, context: Context): Promise<Situation> {
  const { database } = context.services;
  const { caseId, rules, now, runId } = context;
  const [lead, owner, calendars, library] = await Promise.all([
    findLead(database, caseId),
    ownerOfLead(database, caseId),
    context.read(deskCalendars),
    context.read(deskLibrary),
  ]);
  if (lead === null) {
    throw new BatonError('lead-missing', `Nurturing was asked about ${caseId}, which is no lead.`);
  }
  // The row also holds what later inquiries of the person have added.
  const kept = leadData.safeParse(lead.data);
  const timezone = owner?.timezone ?? rules.timezone;
  const data: LeadData = kept.success ? kept.data : given.lead_data;
  return {
    caseId,
    runId,
    database,
    rules,
    now,
    library,
    owner,
    lead: data,
    status: lead.lead_status,
    address: data.contact_info.email?.value ?? null,
    qualification: given.qualification ?? null,
    time: { calendar: calendars(timezone), timezone },
  };
}

/** The first question of the step: a lead enters a sequence, comes back to it from being judged again, or goes on after a fault. */
function begin(given: NurturingInput, situation: Situation): Step {
  const { now, library, time, status } = situation;
  const before = given.nurturing;
  if (before?.status === 're-qualify') {
    // A manager may have put it back here from its owner's desk.
    const isBack = status === 'working' || status === 'responded';
    const state = resumed(before, now, time);
    return { kind: 'sequence-resumed', state, ...(isBack ? { leadStatus: 'nurturing' as const } : {}) };
  }
  if (before?.status === 'going-on') return { kind: 'sequence-resumed', state: goneOn(before, now, time) };
  const entry = { qualification: situation.qualification, recycle: given.recycle ?? null, now };
  const state = entered(entry, library, time);
  const kind = state.status === 'stopped' ? 'sequence-ended' : 'sequence-begun';
  return { kind, state, ...(given.recycle ? { leadStatus: 'nurturing' as const } : {}) };
}

function resultOf(step: Step, { rules: { at_most_one_mail_per: mailGapMs } }: Situation): Result {
  const data: RecordNurturingData = {
    kind: step.kind,
    state: step.state,
    touch: step.touch ?? null,
    mail: step.mail ?? null,
    put_off: step.putOff ?? null,
    mail_gap_ms: mailGapMs,
    lead_data: step.replied ?? null,
    lead_status: step.leadStatus ?? null,
  };
  const notices: readonly Notice[] = step.notices ?? [];
  return {
    output: {
      nurturing: step.state,
      ...(step.handedOn ? { lead_data: step.handedOn } : {}),
    },
    notes: step.state.note,
    notices,
    writes: [{ kind: 'record-nurturing', data }],
    ...(step.kind === 're-qualified' ? { priority: 'high' as const } : {}),
  };
}

/** The agent `nurturing`. */
export const nurturing = defineAgent({
  input,
  output,
  rules: nurturingRulesFile,
  writes: ['record-nurturing'],
  occasions: ['handoff', ...occasions.keys()],
  async run(given, context: Context): Promise<Result> {
    const { occasion } = context;
    const situation = await situationOf(given, context);
    if (occasion === 'handoff') return resultOf(begin(given, situation), situation);
    const answer = occasions.get(occasion);
    const before = given.nurturing;
    if (!answer || !before) {
      throw new BatonError(
        'occasion-unknown',
        `Nurturing was asked with the occasion "${occasion}", which it ${answer ? 'cannot take before the sequence has begun' : 'does not know'}. The workflow's step may ask it with: ${[...occasions.keys()].join(', ')}.`,
      );
    }
    return resultOf(await answer(situation, before), situation);
  },
});
