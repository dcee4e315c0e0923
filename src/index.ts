/** The public face of Baton: the only thing a team may import, as `baton`. */
export { z } from 'zod';
export {
  type AgentContext,
  type AgentDefinition,
  type AgentResult,
  defineAgent,
  type Notice,
  type Write,
} from './agent/define.ts';
export {
  type Complain,
  defineRules,
  defineRulesFile,
  type ReadRules,
  type RulesDefinition,
} from './agent/rules.ts';
export { BatonError, type BatonErrorOptions, type ErrorFacts, errorFacts } from './core/error.ts';
export type { Priority } from './core/priority.ts';
export { type Evidence, evidence, type Fact, factOf, isQuotedFrom } from './mind/evidence.ts';
export { senderFrom } from './notify/address.ts';
export type { Delivery } from './notify/channel.ts';
export type { Mail, Mailer } from './notify/smtp.ts';
export type { Database, Queryable, Transaction } from './store/database.ts';
export {
  type CaseEnd,
  type CaseNotice,
  type CaseStanding,
  type CaseTask,
  type CommandOutcome,
  defineTeam,
  defineWrite,
  type IntakeFile,
  type IntakeProblem,
  type IntakeReceipt,
  type IntakeResult,
  type Person,
  type RunningTeam,
  type RunStart,
  type ServicesContext,
  type StartedRun,
  type TeamCode,
  type TeamCommand,
  type TeamDemo,
  type WriteContext,
  type WriteDefinition,
} from './team/define.ts';
export { durationOf } from './team/schema/values.ts';
