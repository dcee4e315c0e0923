/** How and when a notice leaves: by which channel, to which address, at once or later. Pure. */

import { isAddress } from '../notify/address.ts';
import type { Preference } from '../notify/config.ts';
import { afterQuietHours, leavingAt } from '../notify/when.ts';
import type { Person } from '../team/define.ts';
import type { TeamDefinition } from '../team/definition.ts';
import type { Plan, StoredNotice } from './tables/notices.ts';

/** Whoever is not named in team.yaml wants it as this one does. */
const EVERYBODY = 'everybody';

export interface PlanFacts {
  readonly team: Pick<TeamDefinition, 'groups' | 'queues' | 'people'>;
  /** What the team knows of recipients that are no groups. */
  readonly people: ReadonlyMap<string, Person>;
  readonly now: Date;
}

/** The recipients whose addresses the team's own tables may know. */
export function peopleAmong(notices: readonly StoredNotice[], team: PlanFacts['team']): string[] {
  return [...new Set(notices.map(({ recipient }) => recipient))].filter(
    (id) => !Object.hasOwn(team.groups, id),
  );
}

/** How the recipient wants to be told of it: the queue before the group, the person before everybody. */
function wishesOf({ recipient, queue }: StoredNotice, { team, people }: PlanFacts): Preference {
  const group = Object.hasOwn(team.groups, recipient) ? team.groups[recipient] : undefined;
  if (group) return { ...group, ...(queue === null ? {} : team.queues[queue]?.notices) };
  const own = Object.hasOwn(team.people, recipient) ? team.people[recipient] : undefined;
  return { timeZone: people.get(recipient)?.timeZone ?? undefined, ...team.people[EVERYBODY], ...own };
}

/** The plan of one notice; `sameAs` is the notice that had said the same before. */
export function planNotice(notice: StoredNotice, facts: PlanFacts, sameAs: number | null): Plan {
  const { team, people, now } = facts;
  const { recipient } = notice;
  const wishes = wishesOf(notice, facts);
  const channel = wishes.channel ?? 'log';
  const { at, held } = leavingAt(now, wishes, notice.urgent);
  const person = people.get(recipient);
  const group = Object.hasOwn(team.groups, recipient) ? team.groups[recipient] : undefined;
  return {
    notice_id: notice.notice_id,
    status: sameAs === null ? 'waiting' : 'duplicate',
    channel,
    recipient_name: group?.title ?? person?.name ?? recipient,
    address: wishes.address ?? person?.email ?? (isAddress(recipient) ? recipient : null),
    due_at: at,
    held,
    reason: sameAs === null ? notice.reason : `Notice ${sameAs} had said the same.`,
  };
}

/** When what could not be delivered is tried again: after `delayMs`, and not in quiet hours. */
export function retryAt(notice: StoredNotice, facts: PlanFacts, delayMs: number): Date {
  const due = new Date(facts.now.getTime() + delayMs);
  const { quietHours, timeZone = 'UTC' } = wishesOf(notice, facts);
  return notice.urgent ? due : afterQuietHours(due, quietHours, timeZone);
}
