import { channelContract } from './channel-contract.fixture.ts';
import { logChannel } from './log-channel.ts';

channelContract('log', {
  faults: ['busy', 'hangs'],
  keyOf: (key) => key,
  async open(_context, fault) {
    const accepted: string[] = [];
    const channel = logChannel(({ idempotency_key }) => {
      if (fault === 'hangs') return new Promise(() => undefined);
      if (fault === 'busy') throw new Error('No space left on the device');
      accepted.push(idempotency_key);
    });
    return { channel, accepted };
  },
});
