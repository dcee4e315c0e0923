/** Account match: takes a person's word for which account a lead is of, and tells those whom it concerns. */
import { type AgentContext, BatonError, defineAgent, type Notice, z } from 'baton';
import type { DeskServices } from '../../services.ts';
import { openAssignmentOf } from '../../store/assignments.ts';
import { accountOfContact, activeOwnerNames } from '../../store/known-owners.ts';
import { findLead } from '../../store/leads.ts';
import { oneLine } from '../../text/one-line.ts';
import type { SettleAccountData } from '../../writes/settle-account.ts';

/** What a person writes for a company that is none of our accounts. */
const NONE = 'none';

interface Known {
  readonly account_id: string;
  readonly name: string;
  readonly owner_id: string | null;
}

/** Whom the answer concerns: the account's owner and whoever has the lead, where that is somebody else. */
async function noticesOf(
  account: Known | null,
  { caseId, services: { database } }: AgentContext<undefined, DeskServices>,
): Promise<Notice[]> {
  if (account?.owner_id == null) return [];
  const [open, names] = await Promise.all([
    openAssignmentOf(database, caseId),
    activeOwnerNames(database, [account.owner_id]),
  ]);
  const accountOwner = names.get(account.owner_id);
  if (open === null || accountOwner === undefined || open.owner_id === account.owner_id) return [];
  const subject = `${caseId} is of the account ${oneLine(account.name, 80)}`;
  const text = [
    `A person has found that ${caseId} is of the account ${oneLine(account.name, 80)}, which is ${accountOwner}'s. ${open.owner_name} has the lead.`,
    'Agree who answers: until then it stays with whoever has it.',
    `The whole record: baton lead ${caseId}`,
  ].join('\n');
  return [account.owner_id, open.owner_id].map((to) => ({ to, subject, text }));
}

/** The agent `account-match`. Throws `account-unknown` for an id that none of our accounts has. */
export const accountMatch = defineAgent({
  input: z.object({
    /** One of our accounts, or `none`. */
    account_id: z.string().trim().min(1).max(200),
  }),
  output: z.object({
    account_match: z.object({ account_id: z.string().nullable(), told: z.array(z.string()) }),
  }),
  writes: ['settle-account'],
  async run({ account_id: given }, context: AgentContext<undefined, DeskServices>) {
    const { caseId, services } = context;
    const account = given === NONE ? null : await accountOfContact(services.database, given);
    if (account === null && given !== NONE) {
      throw new BatonError(
        'account-unknown',
        `None of our accounts has the id "${oneLine(given, 60)}". \`baton accounts\` lists them; for a company that is none of them, answer "${NONE}".`,
      );
    }
    if ((await findLead(services.database, caseId)) === null) {
      throw new BatonError('lead-missing', `There is no lead ${caseId} whose account could be settled.`);
    }
    const notices = await noticesOf(account, context);
    const account_id = account?.account_id ?? null;
    const data: SettleAccountData = { account_id };
    return {
      output: { account_match: { account_id, told: notices.map(({ to }) => to) } },
      notes:
        account === null
          ? 'A person says: none of our accounts.'
          : `A person says: the account ${oneLine(account.name, 80)}.`,
      notices,
      writes: [{ kind: 'settle-account', data }],
    };
  },
});
