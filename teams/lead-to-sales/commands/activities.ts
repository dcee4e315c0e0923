/** `baton activities import FILE…`: history from Salesforce and HubSpot exports; `baton activities show ADDRESS` what is known of a person. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { type ImportedActivities, importActivities, readPeople } from '../history/import-activities.ts';
import { readListFile } from '../lists/read-list-file.ts';
import { isTimeZone } from '../local-time.ts';
import type { DeskServices } from '../services.ts';
import { importedActivitiesOf } from '../store/imported-activities.ts';
import { importExitCode, problemLines } from './import-file.ts';
import { counted, plain } from './text/layout.ts';
import { dayAndTime, hereTimeZone } from './text/times.ts';
import { optionProblems, usageProblem } from './usage.ts';

const USAGE =
  'activities import FILE… [--people FILE] [--system NAME] [--timezone ZONE] | activities show ADDRESS';

const activitiesOptions = z.object({
  people: z.array(z.string().min(1)).optional(),
  system: z.enum(['salesforce', 'hubspot']).optional(),
  timezone: z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').optional(),
});
type Options = z.output<typeof activitiesOptions>;

function told(
  path: string,
  { system, added, updated, without_address, problems }: ImportedActivities,
): string {
  const unknown =
    without_address > 0
      ? ` ${without_address} without an address: give the export of the contacts with --people.`
      : '';
  const from = system === null ? '' : ` from ${system === 'hubspot' ? 'HubSpot' : 'Salesforce'}`;
  const count = `${added} ${added === 1 ? 'activity' : 'activities'} added${from}, ${updated} brought up to date`;
  const bad = problems.length === 0 ? '' : `; ${counted(problems.length, 'problem')} above`;
  return [...problemLines(problems), `${path}: ${count}${bad}.${unknown}`].join('\n');
}

async function importAll(
  team: RunningTeam<DeskServices>,
  paths: readonly string[],
  {
    people: lists = [],
    system = null,
    timezone = 'UTC',
  }: Omit<Options, 'system'> & { system?: Options['system'] | null },
): Promise<CommandOutcome> {
  const people = new Map<string, string>();
  for (const path of lists) {
    const read = await readListFile(path, 'contacts or leads');
    if ('problem' in read) return { data: { error: read.error, path }, text: read.problem, exitCode: 2 };
    for (const [id, address] of readPeople(read.text)) people.set(id, address);
  }
  const results: (ImportedActivities & { readonly file: string })[] = [];
  const texts: string[] = [];
  for (const path of paths) {
    const read = await readListFile(path, 'activities');
    if ('problem' in read)
      return {
        data: { error: read.error, path },
        text: [...texts, read.problem].join('\n'),
        exitCode: 2,
      };
    const result = await importActivities(team.database, path, read.text, { system, timezone, people });
    results.push({ file: path, ...result });
    texts.push(told(path, result));
  }
  const taken = results.reduce((sum, { added, updated }) => sum + added + updated, 0);
  const exitCode = importExitCode(
    taken,
    results.flatMap(({ problems }) => problems),
  );
  return { data: { files: results }, text: texts.join('\n'), exitCode };
}

async function show(team: RunningTeam<DeskServices>, address: string): Promise<CommandOutcome> {
  const rows = await importedActivitiesOf(team.database, address, 100);
  const lines = rows.map(({ at, kind, subject, owner, system }) => {
    const by = owner === null ? '' : `, ${plain(owner, 40)}`;
    return `${dayAndTime(at, hereTimeZone())}  ${kind}  ${plain(subject ?? 'without a subject', 80)}${by} (${system})`;
  });
  const none = `Nothing is known of ${plain(address, 100)} from before the desk.`;
  return { data: { address, activities: rows }, text: rows.length === 0 ? none : lines.join('\n') };
}

export const activitiesCommand: TeamCommand<DeskServices> = {
  usage: 'activities <action> <values...>',
  arguments: { action: 'import or show', values: 'files to import, or the address to show' },
  summary:
    'import history from Salesforce or HubSpot exports (import FILE…), or show a person’s (show ADDRESS)',
  options: [
    { flags: '--people <files...>', summary: 'exports of contacts and leads, to find addresses by id' },
    { flags: '--system <name>', summary: 'salesforce or hubspot (default: the columns tell)' },
    { flags: '--timezone <zone>', summary: 'of times without one (default: UTC)' },
  ],
  run: async (team, args, options) => {
    const parsed = activitiesOptions.safeParse(options);
    const [action, ...values] = args;
    const [first] = values;
    const isKnown = (action === 'import' || action === 'show') && first !== undefined;
    if (!parsed.success || !isKnown) {
      const said = optionProblems(parsed.error);
      return usageProblem(USAGE, said);
    }
    return action === 'show' ? show(team, first) : importAll(team, values, parsed.data);
  },
};
