/** `baton owners`: lists who may own leads, takes in a list of them, and keeps their absences. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { isTimeZone, localDay, localDayStart, localWeekStart } from '../local-time.ts';
import type { DeskServices } from '../services.ts';
import { loadsOf } from '../store/assignments.ts';
import { allOwners, type Owner, ownerById, setAbsence } from '../store/owners.ts';
import { day } from './csv-cells.ts';
import { importFile } from './import-file.ts';
import { importOwners } from './import-owners.ts';
import { type OwnerLine, ownerLines, ownersTable } from './owners-table.ts';
import { counted } from './text/layout.ts';
import { optionProblems, usageProblem } from './usage.ts';

type Team = RunningTeam<DeskServices>;

const USAGE = 'owners [--import FILE | --absent OWNER [--from DAY] [--until DAY] | --back OWNER]';

const ownersOptions = z
  .object({
    import: z.string().min(1).optional(),
    absent: z.string().trim().min(1).optional(),
    from: day.optional(),
    until: day.optional(),
    back: z.string().trim().min(1).optional(),
  })
  .refine(
    (given) => [given.import, given.absent, given.back].filter((one) => one !== undefined).length <= 1,
    { path: ['import, --absent, --back'], message: 'give one of them at a time' },
  )
  .refine((given) => given.absent !== undefined || (given.from ?? given.until) === undefined, {
    path: ['from, --until'],
    message: 'they belong to --absent ID',
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    message: 'a day not before --from',
  });

async function linesOf(team: Team, owners: readonly Owner[], now: Date): Promise<OwnerLine[]> {
  const spans = owners.map(({ owner_id, timezone }) => {
    const zone = isTimeZone(timezone) ? timezone : 'UTC';
    return { owner_id, dayStart: localDayStart(now, zone), weekStart: localWeekStart(now, zone) };
  });
  const loads = await loadsOf(team.database, spans);
  return ownerLines(owners, loads, now);
}

async function listOwners(team: Team, now: Date): Promise<CommandOutcome> {
  const lines = await linesOf(team, await allOwners(team.database), now);
  return { data: { owners: lines }, text: ownersTable(lines) };
}

function unknownOwner(ownerId: string): CommandOutcome {
  const text = `Nobody among the owners has the id "${ownerId}". \`baton owners\` lists them.`;
  return { data: { error: 'owner-unknown', owner_id: ownerId }, text, exitCode: 3 };
}

async function markAbsent(
  team: Team,
  ownerId: string,
  days: { readonly from?: string | undefined; readonly until?: string | undefined },
  now: Date,
): Promise<CommandOutcome> {
  const known = await ownerById(team.database, ownerId);
  if (known === null) return unknownOwner(ownerId);
  const from = days.from ?? localDay(now, isTimeZone(known.timezone) ? known.timezone : 'UTC');
  if (days.until !== undefined && days.until < from) {
    const text = `--until ${days.until} lies before ${from}, ${known.name}'s today. Give --from as well for days gone by.`;
    return usageProblem(USAGE, [text]);
  }
  const owner = await setAbsence(team.database, ownerId, from, days.until ?? null);
  if (owner === null) return unknownOwner(ownerId);
  const [line] = await linesOf(team, [owner], now);
  const open = line?.open ?? 0;
  const span =
    days.until === undefined
      ? `from ${from}, until \`baton owners --back ${ownerId}\``
      : `from ${from} until ${days.until}`;
  const left =
    open === 0
      ? ''
      : ` ${counted(open, 'lead')} of theirs ${open === 1 ? 'waits' : 'wait'} for a first response and ${open === 1 ? 'stays' : 'stay'} with them.`;
  return { data: { owner: line ?? owner }, text: `${owner.name} is absent ${span}.${left}` };
}

async function markBack(team: Team, ownerId: string, now: Date): Promise<CommandOutcome> {
  const owner = await setAbsence(team.database, ownerId, null, null);
  if (owner === null) return unknownOwner(ownerId);
  const [line] = await linesOf(team, [owner], now);
  const text = owner.active
    ? `${owner.name} is back and takes leads again.`
    : `${owner.name} is back, but not active: no leads until a list with active "yes" is imported.`;
  return { data: { owner: line ?? owner }, text };
}

export const ownersCommand: TeamCommand<DeskServices> = {
  usage: 'owners',
  summary: 'list who may own leads, import them, or note an absence',
  options: [
    {
      flags: '--import <file>',
      summary: 'add or update owners from a CSV file: ours, or users as Salesforce or HubSpot export them',
    },
    { flags: '--absent <owner>', summary: 'this owner takes no leads for a while' },
    { flags: '--from <day>', summary: 'first day of the absence, YYYY-MM-DD (default: today)' },
    { flags: '--until <day>', summary: 'last day of the absence (default: until --back)' },
    { flags: '--back <owner>', summary: 'this owner is back' },
  ],
  run: async (team, _args, options) => {
    const parsed = ownersOptions.safeParse(options);
    if (!parsed.success) {
      return usageProblem(USAGE, optionProblems(parsed.error));
    }
    const { import: path, absent, back, ...days } = parsed.data;
    if (path !== undefined) {
      return importFile(path, 'owner', (csv, name) => importOwners(team.database, csv, name));
    }
    const now = await team.now();
    if (absent !== undefined) return markAbsent(team, absent, days, now);
    if (back !== undefined) return markBack(team, back, now);
    return listOwners(team, now);
  },
};
