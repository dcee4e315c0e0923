/** `baton suppress`: who must not be written to, person by person, by domain, or by a list of another system. */
import { type CommandOutcome, type IntakeProblem, type RunningTeam, type TeamCommand, z } from 'baton';
import { csvRecords } from '../lists/csv-records.ts';
import { readListFile } from '../lists/read-list-file.ts';
import { suppress } from '../nurturing/unsubscribe.ts';
import type { DeskServices } from '../services.ts';
import { withdrawQueued } from '../store/outgoing-mails.ts';
import { deleteSuppression, insertSuppressions, listSuppressions } from '../store/suppressions.ts';
import { mailAddress } from './csv-cells.ts';
import { importExitCode, problemLines } from './import-file.ts';
import { counted, plain } from './text/layout.ts';
import { optionProblems, usageProblem } from './usage.ts';

type Team = RunningTeam<DeskServices>;

const CHUNK = 1000;
const SHOWN = 200;
const reason = z
  .string()
  .regex(/^[a-z][a-z-]{1,39}$/, 'a word such as do-not-contact, complaint or competitor');
const domain = z
  .string()
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9-]{1,62}$/)
  .max(253);

const suppressOptions = z.object({
  reason: reason.optional(),
  source: z.string().trim().min(1).max(300).optional(),
  import: z.string().min(1).optional(),
  remove: z.string().min(1).optional(),
});

/** An address or a domain in small letters; null for anything else. */
function suppressible(text: string): string | null {
  const small = text.trim().toLowerCase().replace(/^@/, '');
  if (mailAddress.safeParse(small).success || domain.safeParse(small).success) return small;
  return null;
}

export interface SuppressionList {
  readonly values: readonly string[];
  readonly problems: readonly IntakeProblem[];
}

/** The addresses and domains of a list: of whatever columns, the first cell of each row that is one. */
export function readSuppressionList(name: string, text: string): SuppressionList {
  const { records, problems: broken } = csvRecords(text);
  const problems: IntakeProblem[] = broken.map((problem) => ({ file: name, ...problem }));
  const values = records.flatMap(({ cells, line }, index): string[] => {
    const found = cells.map(suppressible).find((value) => value !== null);
    if (found) return [found];
    // A first row without an address names the columns.
    if (index > 0) {
      const message = 'the row holds neither an address nor a domain';
      problems.push({
        file: name,
        line,
        message,
        expected: 'a cell such as mia@acme.example or acme.example',
      });
    }
    return [];
  });
  return { values: [...new Set(values)], problems };
}

async function importList(team: Team, path: string, why: string): Promise<CommandOutcome> {
  const file = await readListFile(path, 'addresses or domains');
  if ('problem' in file) return { data: { error: file.error, path }, text: file.problem, exitCode: 2 };
  const { values, problems } = readSuppressionList(path, file.text);
  const now = await team.now();
  let added = 0;
  for (let start = 0; start < values.length; start += CHUNK) {
    const rows = values.slice(start, start + CHUNK).map((value) => ({
      value,
      scope: value.includes('@') ? ('address' as const) : ('domain' as const),
      reason: why,
      source: path,
      at: now,
    }));
    added += await team.database.transaction(async (tx) => {
      const fresh = await insertSuppressions(tx, rows);
      for (const { value } of rows) await withdrawQueued(tx, value);
      return fresh;
    });
  }
  const sum = `${path}: ${counted(added, 'suppression')} added, ${values.length - added} known already.`;
  return {
    data: { added, known: values.length - added, problems },
    text: [...problemLines(problems), sum].join('\n'),
    exitCode: importExitCode(values.length, problems),
  };
}

async function list(team: Team): Promise<CommandOutcome> {
  const found = await listSuppressions(team.database, SHOWN + 1);
  const rows = found.slice(0, SHOWN);
  const lines = rows.map(
    ({ value, reason: why, source, at }) =>
      `${at.toISOString().slice(0, 10)}  ${value}  ${why}  ${plain(source, 60)}`,
  );
  if (found.length > SHOWN) lines.push(`These are the newest ${SHOWN}; there are more.`);
  const none = 'Nobody is suppressed.';
  return { data: { suppressions: rows }, text: rows.length === 0 ? none : lines.join('\n') };
}

export const suppressCommand: TeamCommand<DeskServices> = {
  usage: 'suppress [value]',
  arguments: { value: 'an address, or a domain and all below it; without it, those suppressed are listed' },
  summary: 'list who must not be written to, or add an address, a domain or a list of them',
  options: [
    { flags: '--reason <word>', summary: 'why (default: do-not-contact)' },
    { flags: '--source <text>', summary: 'where it was said' },
    { flags: '--import <file>', summary: "a CSV list, such as another system's suppression list" },
    { flags: '--remove <value>', summary: 'take an address or a domain off the list again' },
  ],
  run: async (team, args, options) => {
    const parsed = suppressOptions.safeParse(options);
    const usage = 'suppress [ADDRESS | DOMAIN] [--reason WORD] [--import FILE] [--remove VALUE]';
    if (!parsed.success) {
      const said = optionProblems(parsed.error);
      return usageProblem(usage, said);
    }
    const { reason: why = 'do-not-contact', source = 'command line', import: path, remove } = parsed.data;
    if (path !== undefined) return importList(team, path, why);
    if (remove !== undefined) {
      const isGone = await deleteSuppression(team.database, remove);
      const text = isGone
        ? `${remove} may be written to again, where a legal basis is recorded.`
        : `${remove} was not suppressed.`;
      return { data: { value: remove, removed: isGone }, text, exitCode: isGone ? 0 : 3 };
    }
    const [given] = args;
    if (given === undefined) return list(team);
    const value = suppressible(given);
    if (value === null)
      return usageProblem(usage, [
        `${JSON.stringify(given.slice(0, 80))} is neither an address nor a domain`,
      ]);
    const now = await team.now();
    const done = await team.database.transaction((tx) =>
      suppress(team, tx, { value, reason: why, source }, now),
    );
    const known = done.isNew ? 'is written to no more' : 'was suppressed already';
    const back = done.withdrawn > 0 ? ` ${counted(done.withdrawn, 'queued mail')} taken back.` : '';
    const undo = done.isNew ? ` \`baton suppress --remove ${value}\` takes it back.` : '';
    return { data: { value, ...done }, text: `${value} ${known}.${back}${undo}` };
  },
};
