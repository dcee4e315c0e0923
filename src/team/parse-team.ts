/** From a folder's files to a typed team, or to everything that is wrong with it. Pure: no disk, no clock. */
import { z } from 'zod';
import { DEFAULT_NOTICE_RULES, type NoticeRules } from '../notify/config.ts';
import { noticeProblems } from './check-notices.ts';
import { didYouMean } from './closest.ts';
import { compileAgent } from './compile/agent.ts';
import { endsOf } from './compile/reach.ts';
import { compileBreaker } from './compile/recovery.ts';
import type { ExpressionPlace, TeamNames } from './compile/scope.ts';
import { compileWorkflow } from './compile/workflow.ts';
import type { AgentProfile, TeamDefinition, TeamFiles, WorkflowDefinition } from './definition.ts';
import { fitsPattern, type KeptPatterns, keptPatterns, listedWords, WORDS_FILE } from './kept-files.ts';
import { fileProblem, type Problem, sortProblems } from './problem.ts';
import { preferenceOf } from './schema/notices.ts';
import { type TeamRecoverySource, teamRecovery } from './schema/recovery.ts';
import { teamSource } from './schema/team.ts';
import { parseYaml, type YamlFile, type YamlPath } from './yaml-file.ts';
import { checkYaml } from './zod-problems.ts';

export interface ParsedTeam {
  /** Null where there are problems. */
  readonly team: TeamDefinition | null;
  /** All of them, by file and place. */
  readonly problems: readonly Problem[];
}

export interface ReadTeam extends ParsedTeam {
  readonly expressions: readonly ExpressionPlace[];
}

const name = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const workflowFile = /^workflows\/([^/]+)\.yaml$/;
const agentFile = /^agents\/([^/]+)\/agent\.md$/;
const agentData = /^agents\/([^/]+)\/[^/]+\.yaml$/;
const forms = ['team.yaml', 'workflows/<name>.yaml', 'agents/<name>/agent.md', 'agents/<name>/<name>.yaml'];

/** Parses and checks a team. `id` is its folder's name, and its own where team.yaml gives none. Never throws. */
export function parseTeam(files: TeamFiles, id: string): ParsedTeam {
  const { team, problems } = readTeam(files, id);
  return { team, problems };
}

/** `parseTeam`, and the CEL expressions with their places, for the check against the team's code. */
export function readTeam(files: TeamFiles, id: string): ReadTeam {
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, unixText(text)]));
  const text = texts.get('team.yaml');
  const yaml = text === undefined ? null : parseYaml('team.yaml', text);
  const problems: Problem[] = [...strayFiles(id, [...texts.keys()], keptPatterns(yaml?.value))];
  for (const [path, content] of texts) {
    // Postgres stores no text with this character.
    if (content.includes('\0'))
      problems.push(fileProblem(path, 'This file holds a NUL character; it is no text.'));
  }
  const agents = readAgents(texts, problems);
  if (!yaml)
    problems.push(fileProblem('team.yaml', 'This file is missing: a team is a folder with a team.yaml.'));
  problems.push(...(yaml?.problems ?? []));

  const names: TeamNames = {
    agents: [...agents.keys()],
    queues: yaml && keysOf(yaml, 'queues'),
    groups: yaml && keysOf(yaml, 'groups'),
    recovery: yaml && recoveryOf(yaml),
  };
  const expressions: ExpressionPlace[] = [];
  const workflows = new Map<string, WorkflowDefinition | null>();
  for (const [path, content] of texts) {
    const workflowId = workflowFile.exec(path)?.[1];
    if (workflowId === undefined || !name.test(workflowId)) continue;
    const compiled = compileWorkflow(workflowId, path, content, names);
    workflows.set(workflowId, compiled.workflow);
    problems.push(...compiled.problems);
    expressions.push(...compiled.expressions);
  }
  for (const path of texts.keys()) {
    const workflow = workflows.get(workflowFile.exec(path)?.[1] ?? '');
    if (workflow) problems.push(...triggerProblems(path, workflow, workflows));
  }
  const head = yaml && yaml.problems.length === 0 ? readHead(yaml, workflows, texts, problems) : null;
  for (const [index, { source }] of (head?.subject ?? []).entries()) {
    if (yaml) expressions.push({ yaml, path: ['subject', index], source, leadIn: 0, outputOf: null });
  }
  if (!head || problems.length > 0) return { team: null, problems: sortProblems(problems), expressions };
  const team: TeamDefinition = { id, ...head, workflows: known(workflows), agents: known(agents) };
  return { team, problems: [], expressions };
}

/** A text as every machine should see it: without a byte order mark, lines ended by LF. */
export function unixText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}

function strayFiles(id: string, paths: readonly string[], { rules }: KeptPatterns): Problem[] {
  const problems: Problem[] = [];
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(id)) {
    const message = `The team's folder is called ${JSON.stringify(id.slice(0, 80))}; use letters, digits, hyphens, dots and underscores, beginning with a letter or digit.`;
    problems.push(fileProblem('team.yaml', message));
  }
  for (const path of paths) {
    if (path === 'team.yaml' || path === WORDS_FILE) continue;
    if (rules.some((pattern) => fitsPattern(pattern, path))) continue;
    const folder = (workflowFile.exec(path) ?? agentFile.exec(path) ?? agentData.exec(path))?.[1];
    if (folder === undefined) problems.push(fileProblem(path, 'This file is no part of a team.', forms));
    else if (!name.test(folder) || folder.length > 60) {
      const message = `${JSON.stringify(folder.slice(0, 60))} cannot be a name: use small letters, digits and single hyphens, beginning with a letter, such as "follow-up".`;
      problems.push(fileProblem(path, message));
    }
  }
  return problems;
}

function readAgents(
  texts: ReadonlyMap<string, string>,
  problems: Problem[],
): Map<string, AgentProfile | null> {
  const agents = new Map<string, AgentProfile | null>();
  for (const [path, text] of texts) {
    const agent = agentFile.exec(path)?.[1];
    if (agent !== undefined && name.test(agent)) {
      const { profile, problems: found } = compileAgent(agent, text);
      agents.set(agent, profile);
      problems.push(...found);
    }
    const owner = agentData.exec(path)?.[1];
    if (owner === undefined) continue;
    if (!texts.has(`agents/${owner}/agent.md`)) {
      problems.push(fileProblem(path, `There is no agents/${owner}/agent.md beside this file.`));
    }
  }
  return agents;
}

/** The keys of a map in team.yaml, also where the rest of the file is wrong; null where it cannot be read at all. */
function keysOf(yaml: YamlFile, key: 'queues' | 'groups'): string[] | null {
  if (yaml.problems.length > 0) return null;
  const found = z.object({ [key]: z.record(z.string(), z.unknown()) }).safeParse(yaml.value);
  return Object.keys(found.data?.[key] ?? {});
}

/** What team.yaml says of recovery, also where the rest of the file is wrong; null where that cannot be read. */
function recoveryOf(yaml: YamlFile): TeamRecoverySource | null {
  if (yaml.problems.length > 0) return null;
  return z.object({ recovery: teamRecovery }).safeParse(yaml.value).data?.recovery ?? null;
}

/** Queues and groups that `recovery` names must be there. */
function recoveryProblems(
  yaml: YamlFile,
  { recovery, queues, groups }: z.output<typeof teamSource>,
): Problem[] {
  const problems: Problem[] = [];
  const check = (path: (string | number)[], name: string, what: string, known: object): void => {
    if (Object.hasOwn(known, name)) return;
    const allowed = Object.keys(known);
    const message = `There is no ${what} "${name}".${didYouMean(name, allowed)}`;
    problems.push(yaml.problem(['recovery', ...path], message, { allowed }));
  };
  for (const [scenario, policy] of Object.entries(recovery ?? {})) {
    if (!policy) continue;
    if ('queue' in policy && policy.queue) check([scenario, 'queue'], policy.queue, 'queue', queues);
    const told = policy.notify ?? [];
    for (const [index, group] of told.entries()) {
      check([scenario, 'notify', index], group, 'group', groups ?? {});
    }
    if ('safe_default' in policy && policy.safe_default) {
      const known = { stands: true, changed: true };
      check([scenario, 'safe_default', 'answer'], policy.safe_default.answer, 'answer', known);
    }
  }
  return problems;
}

/** A workflow that follows others must name workflows there are, and ends that they have. */
function triggerProblems(
  path: string,
  { trigger }: WorkflowDefinition,
  workflows: ReadonlyMap<string, WorkflowDefinition | null>,
): Problem[] {
  if (trigger.kind !== 'after') return [];
  return trigger.ended.flatMap(({ workflow, ends }) => {
    const followed = workflows.get(workflow);
    if (followed === undefined) {
      const message = `\`after\` names the workflow "${workflow}", and there is none.${didYouMean(workflow, [...workflows.keys()])}`;
      return [fileProblem(path, message, [...workflows.keys()])];
    }
    if (followed === null) return [];
    const known = endsOf(followed.steps);
    return ends.flatMap((end) => {
      if (known.includes(end)) return [];
      const message = `\`after\` names the end "${end}", which ${workflow} does not have.${didYouMean(end, known)}`;
      return [fileProblem(path, message, known)];
    });
  });
}

/** Workflows beside the one in force must say when they begin. */
function besideProblems(
  yaml: YamlFile,
  beside: readonly string[],
  workflows: ReadonlyMap<string, WorkflowDefinition | null>,
): Problem[] {
  return beside.flatMap((workflow, index) => {
    const found = workflows.get(workflow);
    const place = ['beside', index];
    if (found === undefined) {
      const message = `There is no workflows/${workflow}.yaml.${didYouMean(workflow, [...workflows.keys()])}`;
      return [yaml.problem(place, message, { allowed: [...workflows.keys()] })];
    }
    if (found === null || found.trigger.kind === 'after' || found.trigger.kind === 'schedule') return [];
    const message = `${workflow} has neither an \`after\` nor a \`schedule\` trigger, so nothing would start it beside another.`;
    return [yaml.problem(place, message)];
  });
}

/** What `rules` and `words` name must be there. */
function emptyPatterns(
  yaml: YamlFile,
  named: z.output<typeof teamSource>,
  texts: ReadonlyMap<string, string>,
): Problem[] {
  const kept = { rules: [...texts.keys()], words: listedWords(texts.get(WORDS_FILE)) };
  return (['rules', 'words'] as const).flatMap((key) =>
    (named[key] ?? []).flatMap((pattern, index) =>
      kept[key].some((path) => fitsPattern(pattern, path))
        ? []
        : [yaml.problem([key, index], `There is no file ${pattern}.`)],
    ),
  );
}

/** Queues may name only groups and queues there are. */
function queueProblems(yaml: YamlFile, { queues, groups }: z.output<typeof teamSource>): Problem[] {
  const problems: Problem[] = [];
  const check = (kind: 'group' | 'queue', name: string, among: object, path: YamlPath): void => {
    if (Object.hasOwn(among, name)) return;
    const allowed = Object.keys(among);
    const message = `There is no ${kind} "${name}".${didYouMean(name, allowed)}`;
    problems.push(yaml.problem(path, message, { allowed }));
  };
  for (const [queue, { notify, escalate }] of Object.entries(queues)) {
    const path = ['queues', queue];
    for (const [index, group] of (notify ?? []).entries()) {
      check('group', group, groups ?? {}, [...path, 'notify', index]);
    }
    for (const [index, level] of (escalate ?? []).entries()) {
      check('queue', level.to, queues, [...path, 'escalate', index, 'to']);
      for (const [at, group] of (level.notify ?? []).entries()) {
        check('group', group, groups ?? {}, [...path, 'escalate', index, 'notify', at]);
      }
    }
  }
  return problems;
}

function readHead(
  yaml: YamlFile,
  compiled: ReadonlyMap<string, WorkflowDefinition | null>,
  texts: ReadonlyMap<string, string>,
  problems: Problem[],
): (Omit<TeamDefinition, 'id' | 'workflows' | 'agents'> & { readonly id?: string }) | null {
  const workflows = [...compiled.keys()];
  const checked = checkYaml(yaml, teamSource);
  problems.push(...checked.problems);
  if (!checked.data) return null;
  const { data } = checked;
  if (!workflows.includes(data.workflow)) {
    const message = `There is no workflows/${data.workflow}.yaml.${didYouMean(data.workflow, workflows)}`;
    problems.push(yaml.problem(['workflow'], message, { allowed: workflows }));
  }
  const beside = data.beside ?? [];
  problems.push(...besideProblems(yaml, beside, compiled), ...emptyPatterns(yaml, data, texts));
  problems.push(...recoveryProblems(yaml, data));
  const groups = data.groups ?? {};
  problems.push(...queueProblems(yaml, data));
  problems.push(...noticeProblems(yaml, data));
  return {
    ...(data.id === undefined ? {} : { id: data.id }),
    name: data.name,
    description: data.description ?? '',
    casePrefix: data.case_prefix,
    workflow: data.workflow,
    beside,
    subject: data.subject ?? [],
    queues: Object.fromEntries(
      Object.entries(data.queues).map(([queue, { title, notify, escalate, notices }]) => [
        queue,
        {
          title,
          notify: notify ?? [],
          escalate: (escalate ?? []).map((level) => ({
            afterMs: level.after,
            to: level.to,
            notify: level.notify ?? [],
          })),
          ...(notices ? { notices: preferenceOf(notices) } : {}),
        },
      ]),
    ),
    groups: Object.fromEntries(
      Object.entries(groups).map(([id, group]) => [id, { title: group.title, ...preferenceOf(group) }]),
    ),
    channels: data.channels ?? {},
    people: Object.fromEntries(
      Object.entries(data.people ?? {}).map(([id, wishes]) => [id, preferenceOf(wishes)]),
    ),
    noticeRules: noticeRulesOf(data.notices),
    health: {
      waitsMs: data.health.waits,
      slower: data.health.slower,
      errors: data.health.errors,
      noticesMs: data.health.notices,
      trend: data.health.trend,
    },
    retention: data.retention ?? {},
    breaker: compileBreaker(data.recovery?.api_failure),
  };
}

function noticeRulesOf(given: z.output<typeof teamSource>['notices']): NoticeRules {
  const { sameWithinMs, retry } = DEFAULT_NOTICE_RULES;
  return {
    sameWithinMs: given?.same_within ?? sameWithinMs,
    retry: {
      firstMs: given?.retry?.first ?? retry.firstMs,
      longestMs: given?.retry?.longest ?? retry.longestMs,
      giveUpAfterMs: given?.retry?.give_up_after ?? retry.giveUpAfterMs,
    },
  };
}

function known<Value>(entries: ReadonlyMap<string, Value | null>): Record<string, Value> {
  const found: [string, Value][] = [];
  for (const [key, value] of entries) if (value !== null) found.push([key, value]);
  return Object.fromEntries(found);
}
