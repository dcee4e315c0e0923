/** Whether the recipients of team.yaml fit its channels. */
import type { z } from 'zod';
import { didYouMean } from './closest.ts';
import type { Problem } from './problem.ts';
import type { teamSource } from './schema/team.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

type Source = z.output<typeof teamSource>;
type Wishes = NonNullable<NonNullable<Source['people']>[string]>;

/** Problems by place: channels that are not there, mail without an address, times without a time zone. */
export function noticeProblems(yaml: YamlFile, source: Source): Problem[] {
  const { channels = {}, groups = {}, people = {}, queues } = source;
  const wished: readonly (readonly [YamlPath, Wishes, 'group' | 'queue' | 'person'])[] = [
    ...Object.entries(groups).map(([id, wishes]) => [['groups', id], wishes, 'group'] as const),
    ...Object.entries(queues).flatMap(([id, { notices }]) =>
      notices ? [[['queues', id, 'notices'], notices, 'queue'] as const] : [],
    ),
    ...Object.entries(people).map(([id, wishes]) => [['people', id], wishes, 'person'] as const),
  ];
  return [
    ...wished.flatMap(([path, wishes, whose]) => wishProblems(yaml, path, wishes, whose, channels)),
    ...outsideProblems(yaml, channels),
    ...(channels.log !== undefined && channels.log.kind !== 'log'
      ? [yaml.problem(['channels', 'log'], '"log" is the log itself: give this channel another name.')]
      : []),
  ];
}

function wishProblems(
  yaml: YamlFile,
  path: YamlPath,
  { channel, to, time_zone, digest, quiet_hours }: Wishes,
  whose: 'group' | 'queue' | 'person',
  channels: NonNullable<Source['channels']>,
): Problem[] {
  const known = ['log', ...Object.keys(channels)];
  if (whose === 'group' && channel === undefined) {
    return [
      yaml.problem(path, 'Say by which `channel` this group is told, such as log.', { allowed: known }),
    ];
  }
  if (channel !== undefined && !known.includes(channel)) {
    const message = `There is no channel "${channel}" under \`channels\`.${didYouMean(channel, known)}`;
    return [yaml.problem([...path, 'channel'], message, { allowed: known })];
  }
  const problems: Problem[] = [];
  const isMail = channel !== undefined && channels[channel]?.kind === 'smtp';
  if (isMail && whose === 'group' && to === undefined) {
    const message = `Channel "${channel}" sends mail: say with \`to\` to which address.`;
    problems.push(yaml.problem([...path, 'channel'], message));
  }
  const timed = quiet_hours ? 'quiet_hours' : digest && 'at' in digest ? 'digest' : null;
  // A person's own time zone is known from elsewhere.
  if (timed !== null && time_zone === undefined && whose !== 'person') {
    const message = `Say with \`time_zone\` whose time \`${timed}\` means, such as Europe/Berlin.`;
    problems.push(yaml.problem([...path, timed], message));
  }
  return problems;
}

function outsideProblems(yaml: YamlFile, channels: NonNullable<Source['channels']>): Problem[] {
  const outside = Object.entries(channels).filter(([, config]) => config.kind === 'smtp' && config.outside);
  return outside.slice(1).map(([name]) => {
    const message = `Mail to people outside leaves by one channel, and "${outside[0]?.[0]}" says \`outside\` too.`;
    return yaml.problem(['channels', name, 'outside'], message);
  });
}
