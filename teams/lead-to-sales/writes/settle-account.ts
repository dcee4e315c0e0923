/** The write `settle-account`: which of our accounts a lead is of, by a person's word. */
import { BatonError, defineWrite, z } from 'baton';
import { leadData } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { accountOfContact } from '../store/known-owners.ts';
import { lockLeadData, replaceLeadData } from '../store/leads.ts';

const input = z.object({
  /** Null: none of ours. */
  account_id: z.string().nullable(),
});
export type SettleAccountData = z.output<typeof input>;

/** The lead then names the account and no candidates any more. Throws `lead-missing`, `account-unknown`. */
export const settleAccount = defineWrite({
  input,
  async apply(tx, { account_id }, { caseId: case_id, now: at }) {
    const known = leadData.safeParse(await lockLeadData(tx, case_id));
    if (!known.success) {
      throw new BatonError('lead-missing', `There is no lead ${case_id} whose account could be settled.`);
    }
    const found = account_id === null ? null : await accountOfContact(tx, account_id);
    if (account_id !== null && found === null) {
      throw new BatonError('account-unknown', `None of our accounts has the id "${account_id}" any more.`);
    }
    const { account_candidates: _, account: before, ...company } = known.data.company_info;
    const account =
      found === null
        ? before
        : {
            account_id: found.account_id,
            name: found.name,
            status: found.status,
            owner_id: found.owner_id,
            match_reason: 'A person said so.',
          };
    await replaceLeadData(tx, case_id, { ...known.data, company_info: { ...company, account } });
    const detail = { account_id, name: found?.name ?? null };
    await recordActivity(tx, { case_id, kind: 'account-settled', at, detail });
    return undefined;
  },
});
