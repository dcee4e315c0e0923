/** For tests: mail servers on loopback, well and unwell, and the mails they took. */
import { createServer } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Fault } from './channel-contract.fixture.ts';
import { listenOnLoopback } from './loopback.fixture.ts';

type Context = { after(clean: () => unknown): void };

export interface SmtpReceiver {
  readonly port: number;
  readonly mails: readonly ParsedMail[];
  readonly raw: readonly string[];
  /** Envelope recipients, one for each mail. */
  readonly recipients: readonly string[];
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

/** Takes whatever comes, unless `options` have it otherwise. */
export async function openSmtpReceiver(
  context: Context,
  options: SMTPServerOptions = {},
): Promise<SmtpReceiver> {
  const mails: ParsedMail[] = [];
  const raw: string[] = [];
  const recipients: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', ...(options.onAuth ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 1,
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const whole = Buffer.concat(parts);
        simpleParser(whole).then((mail) => {
          mails.push(mail);
          raw.push(whole.toString('utf8'));
          recipients.push(...session.envelope.rcptTo.map(({ address }) => address));
          callback();
        }, callback);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  context.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return { port, mails, raw, recipients };
}

/** A mail server that is as the fault says; gives its port. */
export async function openFaultySmtp(context: Context, fault: Fault): Promise<number> {
  if (fault === 'busy') {
    const onMailFrom: SMTPServerOptions['onMailFrom'] = (_address, _session, done) =>
      done(refusal(451, '4.3.0 Try again later'));
    return (await openSmtpReceiver(context, { onMailFrom })).port;
  }
  if (fault === 'refuses') {
    const onRcptTo: SMTPServerOptions['onRcptTo'] = (_address, _session, done) =>
      done(refusal(550, '5.1.1 No such user'));
    return (await openSmtpReceiver(context, { onRcptTo })).port;
  }
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (fault === 'drops') socket.destroy();
    if (fault === 'babbles') socket.end('HTTP/1.1 200 OK\r\nServer: none\r\n\r\n<html>\u0000\u0001\r\n');
  });
  const port = await listenOnLoopback(context, server);
  if (fault === 'away') await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A mail server that takes the whole mail and closes without a word. */
export async function openForgetfulSmtp(context: Context): Promise<number> {
  const server = createServer((socket) => {
    let isData = false;
    socket.on('error', () => undefined);
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (isData) {
        if (text.endsWith('\r\n.\r\n')) socket.destroy();
      } else if (text.startsWith('DATA')) {
        isData = true;
        socket.write('354 go on\r\n');
      } else socket.write(text.startsWith('EHLO') ? '250-here\r\n250 SIZE 1000000\r\n' : '250 ok\r\n');
    });
  });
  return listenOnLoopback(context, server);
}
