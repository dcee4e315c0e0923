/** `baton unsubscribe <token>`: what a mail's one-click address does, for a token that came in another way. */
import type { TeamCommand } from 'baton';
import { unsubscribe } from '../nurturing/unsubscribe.ts';
import type { DeskServices } from '../services.ts';
import { counted } from './text/layout.ts';

export const unsubscribeCommand: TeamCommand<DeskServices> = {
  usage: 'unsubscribe <token>',
  arguments: { token: 'what stands after "token=" in the address' },
  summary: 'take the token of a mail’s unsubscribe address: its person is written to no more',
  run: async (team, args) => {
    const outcome = await unsubscribe(team, args[0] ?? '', 'command line');
    if (outcome.kind === 'unknown-token') {
      const text =
        'This token is none of ours. It stands in a mail’s List-Unsubscribe header, after "token=".';
      return { data: { error: 'token-unknown' }, text, exitCode: 3 };
    }
    const back = outcome.withdrawn > 0 ? ` ${counted(outcome.withdrawn, 'queued mail')} taken back.` : '';
    const stopped = outcome.stopped.length > 0 ? ` Sequences stopped: ${outcome.stopped.join(', ')}.` : '';
    return { data: outcome, text: `${outcome.address} is written to no more.${back}${stopped}` };
  },
};
