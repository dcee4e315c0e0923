/** The public face of Baton: the only thing a team may import, as `baton`. */
export { z } from 'zod';
export {
  type AgentContext,
  type AgentDefinition,
  type AgentResult,
  type DependencyReport,
  defineAgent,
  dependencyDown,
  type HandContext,
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
export {
  DATA_QUALITY_KEY,
  type QualityFinding,
  qualityFindings,
  type RuleConflict,
  ruleConflicts,
} from './core/findings.ts';
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
  type RetentionKind,
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
export type { HealthFinding, HealthTrend, TeamHealth } from './team/health.ts';
export type {
  AnswerForm,
  FieldError,
  Inbox,
  InboxFilter,
  InboxTask,
  InboxTaskView,
  TaskAct,
  TaskAnswer,
  TaskDeed,
  TaskForm,
  TaskReceiver,
} from './team/inbox.ts';
export { durationOf } from './team/schema/values.ts';
