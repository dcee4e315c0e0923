/** A team's code and its data together. The way in for the rest of the engine. */
export { bindTeam } from './bind-team.ts';
export { checkTeam } from './check-team.ts';
export { loadTeamCode } from './load-code.ts';
