import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRun } from '../conductor/run.ts';
import { makeRelease } from '../team/load.ts';
import { smallTeam } from '../team/team.fixture.ts';
import { subjectOf } from './subject.ts';

function subject(yaml: string, data: Record<string, unknown>): string | null {
  const files = { ...smallTeam, 'team.yaml': `${smallTeam['team.yaml']}${yaml}\n` };
  return subjectOf(makeRelease(files, 'small').team, 'GREET-1', { ...newRun('Tests'), data });
}

const both = 'subject: [\'data.guest.first + " " + data.guest.last\', data.company]';

test('a subject is what its parts give; a part that gives nothing is left out', () => {
  assert.equal(subject(both, { guest: { first: 'Ada', last: 'King' }, company: 'Acme' }), 'Ada King, Acme');
  assert.equal(subject(both, { guest: { first: 'Ada' }, company: 'Acme' }), 'Acme');
  assert.equal(subject(both, { company: 12 }), null);
  assert.equal(subject('', { company: 'Acme' }), null);
});

test('a subject from outside stays one line of bounded length', () => {
  assert.equal(subject('subject: data.company', { company: 'A\n\u001b[2Jcme\t GmbH' }), 'A [2Jcme GmbH');
  assert.equal(subject('subject: data.company', { company: 'x'.repeat(100_000) }), `${'x'.repeat(120)} …`);
});
