/** The sample day of the sales desk, as `baton demo` plays it. */
import type { TeamDemo } from 'baton';
import type { DeskServices } from '../services.ts';
import { prepare } from './prepare.ts';
import { summarise } from './summarise.ts';

export const demo: TeamDemo<DeskServices> = { prepare, summarise };
