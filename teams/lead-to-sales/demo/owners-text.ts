/** Who got the leads, how even that is, and how fast. Pure. */
import Table from 'cli-table3';
import { type FairnessLedger, fairnessText } from '../commands/fairness.ts';
import { bare } from '../commands/leads-table.ts';
import { bold, dim, labelled, paragraph, plain } from '../commands/text/layout.ts';
import type { DayFigures, OwnerFigures } from './figures.ts';

function because({ because: reasons }: OwnerFigures): string {
  return reasons.map(({ reason, count }) => `${plain(reason, 60)} ${dim(`×${count}`)}`).join(', ');
}

/** One line for each owner who got leads, and why the others got none. */
export function owners(figures: DayFigures): string[] {
  const given = figures.owners.filter(({ assigned }) => assigned > 0);
  if (given.length === 0) return [];
  const table = new Table({
    chars: { ...bare, middle: '  ' },
    head: ['owner', 'leads', 'hot', 'warm', 'territory', 'chosen because'].map(bold),
    colWidths: [20, 5, 4, 4, 18, 37],
    colAligns: ['left', 'right', 'right', 'right', 'left', 'left'],
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const owner of given) {
    const territory = owner.territories.map((name) => (name === '*' ? 'anywhere' : name)).join(', ');
    table.push([owner.name, owner.assigned, owner.hot, owner.warm, plain(territory, 36), because(owner)]);
  }
  const none = figures.owners
    .filter(({ assigned, note }) => assigned === 0 && note !== null)
    .map(({ name, note }) => `${name} ${note}`);
  return [
    ...table
      .toString()
      .split('\n')
      .map((line) => `  ${line.trimEnd()}`),
    ...(none.length === 0 ? [] : [labelled('Given none:', `${none.join('; ')}.`, 11)]),
  ];
}

/** What each was entitled to against what each received. */
export function fairness(ledger: FairnessLedger): string[] {
  return fairnessText(ledger)
    .split('\n')
    .flatMap((line) => (line.length > 96 ? paragraph(line, 2, 2) : `  ${line}`.trimEnd()).split('\n'));
}

function seconds(value: number): string {
  return value < 120 ? `${value.toFixed(1)} s` : `${Math.round(value / 60)} min`;
}

/** From arrival to the first owner. */
export function speed({ seconds_to_owner: { p50, p95 } }: DayFigures): string[] {
  if (p50 === null || p95 === null) return [];
  return [
    `  Half of the leads had an owner within ${seconds(p50)} (p50), 95 % within ${seconds(p95)} (p95).`,
  ];
}
