/** `baton accounts`: lists the companies we know, and takes in a list of them. */
import { type CommandOutcome, type TeamCommand, z } from 'baton';
import type { DeskServices } from '../services.ts';
import { accountLines, countAccounts } from '../store/accounts.ts';
import { accountsTable } from './accounts-table.ts';
import { importAccounts } from './import-accounts.ts';
import { importFile } from './import-file.ts';

const SHOWN = 50;
const MOST = 100_000;

const accountsOptions = z
  .object({
    import: z.string().min(1).optional(),
    limit: z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'give a whole number from 1 to 99999')
      .transform(Number)
      .optional(),
    json: z.boolean().optional(),
  })
  .refine((given) => given.import === undefined || given.limit === undefined, {
    path: ['import, --limit'],
    message: 'give one of them at a time',
  });

export const accountsCommand: TeamCommand<DeskServices> = {
  usage: 'accounts',
  summary: 'list the companies we know, or import them',
  options: [
    {
      flags: '--import <file>',
      summary: 'add or update accounts from a CSV file: ours, or an export of Salesforce or HubSpot',
    },
    { flags: '--limit <count>', summary: `how many at most (default: ${SHOWN} shown, all with --json)` },
  ],
  async run({ database }, _args, options): Promise<CommandOutcome> {
    const parsed = accountsOptions.safeParse(options);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
      return { data: { error: 'usage', problems }, text: problems.join('\n'), exitCode: 2 };
    }
    const { import: path, limit, json } = parsed.data;
    if (path !== undefined) {
      return importFile(path, 'account', (csv, name) => importAccounts(database, csv, name));
    }
    const accounts = await accountLines(database, limit ?? (json ? MOST : SHOWN));
    return { data: { accounts }, text: accountsTable(accounts, await countAccounts(database)) };
  },
};
