/**
 * What the five agents hand on, key by key of a message's payload. Terms are the field's: an Inquiry
 * is what arrived and never changes; a Lead is a person and a need. A value that nothing says is null.
 */
export * from './lead/assignment.ts';
export * from './lead/enrichment.ts';
export * from './lead/follow-up.ts';
export * from './lead/inquiry.ts';
export * from './lead/lead-data.ts';
export * from './lead/nurturing.ts';
export * from './lead/qualification.ts';
