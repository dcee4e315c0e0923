import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aStanding, aTask } from '../../testing/a-team.ts';
import { type Holding, longPlace, placeOf, shortPlace } from './place.ts';

const now = new Date('2026-11-23T12:00:00Z');
const owned: Holding = {
  owner_name: 'Mia Berg',
  assigned_at: new Date('2026-11-23T10:00:00Z'),
  responded_at: null,
  respond_by: new Date('2026-11-23T14:00:00Z'),
};
const waiting = aStanding({ caseId: 'LEAD-1' });

test('an owned lead without a response waits for it, and is overdue once it was due', () => {
  const place = placeOf(waiting, owned, now);
  assert.equal(place.name, 'awaiting-response');
  assert.equal(shortPlace(place, waiting, now), 'no answer 2 h');
  const late = placeOf(waiting, { ...owned, respond_by: new Date('2026-11-23T11:15:00Z') }, now);
  assert.equal(shortPlace(late, waiting, now), 'overdue 45 min');
  assert.equal(longPlace(late, waiting, now), 'no answer yet, overdue for 45 min');
  const never = placeOf(waiting, { ...owned, respond_by: null }, now);
  assert.equal(never.name, 'awaiting-response');
});

test('an open task comes first: a lead that was escalated waits for a person', () => {
  const standing = aStanding({
    caseId: 'LEAD-1',
    status: 'in-review',
    tasks: [aTask({ status: 'resolved' }), aTask()],
  });
  const place = placeOf(standing, owned, now);
  assert.equal(longPlace(place, standing, now), 'waits for a person (sales manager), 2 h 30 min so far');
});

test('a response ends the waiting, whether or not the run has heard of it', () => {
  const place = placeOf(waiting, { ...owned, responded_at: new Date('2026-11-23T11:50:00Z') }, now);
  assert.equal(shortPlace(place, waiting, now), 'responded');
  assert.equal(longPlace(place, waiting, now), 'responded 10 min ago');
});

test('ends are told in words, also those nobody has named', () => {
  const told = ['long-term-nurturing', 'marketing', 'sent-to-partner'].map((end) => {
    const standing = aStanding({ caseId: 'LEAD-1', status: 'done', end, step: null });
    return shortPlace(placeOf(standing, null, now), standing, now);
  });
  assert.deepEqual(told, ['nurturing', 'marketing', 'sent to partner']);
});

test('a case at an agent is at that step, and one without a run says so', () => {
  const working = aStanding({ caseId: 'LEAD-1', status: 'running', step: 'enrichment' });
  assert.equal(shortPlace(placeOf(working, null, now), working, now), 'at enrichment');
  assert.equal(shortPlace(placeOf(null, null, now), null, now), 'no run');
});

test('a case whose first run is over and that is in a sequence is nurtured, whatever its owner did before', () => {
  const inSequence = aStanding({ caseId: 'LEAD-1', workflow: 'nurturing', step: 'nurturing' });
  const place = placeOf(inSequence, null, now);
  assert.equal(place.name, 'nurturing');
  assert.equal(shortPlace(place, inSequence, now), 'nurturing');
  assert.equal(longPlace(place, inSequence, now), 'in a nurturing sequence');
  const again = aStanding({ caseId: 'LEAD-1', workflow: 'nurturing', step: 'follow-up' });
  assert.notEqual(placeOf(again, null, now).name, 'nurturing');
});
