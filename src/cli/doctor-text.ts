/** A health check as text: figures first, then what is wrong and what to do about it. Pure. */
import type { Examination } from '../insight/doctor/examine.ts';
import type { Finding } from '../insight/doctor/finding.ts';
import type { Repaired } from '../insight/doctor/repair.ts';
import type { TeamDefinition } from '../team/definition.ts';
import type { HealthTrend } from '../team/health.ts';
import { roughDuration } from './rough-duration.ts';
import { type Column, table } from './table.ts';

const SHOWN_CASES = 5;

export function examinationText(team: TeamDefinition, examination: Examination): string {
  const { trends, errors, findings, workers, dead_letters } = examination;
  const parts = [
    `${team.name}: the last 24 hours. At work: ${workers.length} worker${workers.length === 1 ? '' : 's'}.`,
    agentsTable(examination),
  ];
  if (dead_letters > 0) parts.push(`Dead letters: ${dead_letters}.`);
  if (errors.length > 0) {
    const lines = errors.map(({ step, code, day, before }) => {
      return `  ${step}: ${code}, ${day} (${before.toFixed(1)} a day before)`;
    });
    parts.push(['Errors that reached a person:', ...lines].join('\n'));
  }
  if (trends.length > 0) parts.push(['Business:', ...trends.map(trendLine)].join('\n'));
  parts.push(
    findings.length === 0
      ? 'All is well.'
      : [`Findings: ${findings.length}.`, ...findings.map(findingText)].join('\n'),
  );
  return parts.join('\n\n');
}

export function repairText(repaired: readonly Repaired[]): string {
  if (repaired.length === 0) return 'Nothing to repair.';
  return repaired.map(({ code, count }) => `Repaired: ${code}, ${count}. See \`baton inbox\`.`).join('\n');
}

/** One row for each agent: how fast it answers, what waits for it, what comes in and is done. */
function agentsTable({ agents, queues }: Examination): string {
  const heads = ['answers', 'half within', '95% within', 'again', 'waiting', 'in/h', 'done/h'];
  return table(
    [{ head: 'agent' }, ...heads.map((head): Column => ({ head, align: 'right' }))],
    agents.map(({ agent, name, day }) => {
      const queue = queues.find((each) => each.agent === agent);
      const { waiting = 0, in_per_hour = 0, done_per_hour = 0 } = queue ?? {};
      return [
        name,
        day.answered,
        within(day.p50_seconds),
        within(day.p95_seconds),
        day.retried,
        waiting,
        in_per_hour,
        done_per_hour,
      ];
    }),
  );
}

function within(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 10 ? `${seconds.toFixed(1)} s` : roughDuration(seconds * 1000);
}

function trendLine({ name, value, unit, before }: HealthTrend): string {
  if (value === null) return `  ${name}: nothing to measure`;
  const was = before === null ? '' : ` (${figure(before)} on an average day of the week before)`;
  return `  ${name}: ${figure(value)} ${unit}${was}`;
}

function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function findingText({ code, what, advice, cases }: Finding): string {
  const more = cases.length > SHOWN_CASES ? ` and ${cases.length - SHOWN_CASES} more` : '';
  const which = cases.length > 0 ? `\n    ${cases.slice(0, SHOWN_CASES).join(', ')}${more}` : '';
  return `  [${code}] ${what}${which}\n    → ${advice}`;
}
