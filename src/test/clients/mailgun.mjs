import FormData from 'form-data';
import Mailgun from 'mailgun.js';
import { createHmac } from 'node:crypto';

export default async function prove({ uri, inbox, assert, admin }) {
  const mailgun = new Mailgun(FormData).client({ username: 'api', key: 'sandbox', url: uri });
  const made = await mailgun.routes.create({
    priority: '1', description: 'desk', expression: 'match_recipient("help@.*")', action: [`forward("${inbox}/target")`, 'stop()'],
  });
  assert.equal((await mailgun.routes.list({ limit: 10, skip: 0 })).length, 1);
  await mailgun.routes.update(made.id, { priority: 1, action: [`forward("${inbox}/mail")`, 'stop()'] });
  const read = await mailgun.routes.get(made.id);
  assert.deepEqual(read.actions, [`forward("${inbox}/mail")`, 'stop()']);
  assert.equal(read.expression, 'match_recipient("help@.*")');
  // The hold: a route before all others that stores, tells us, and stops.
  const hold = await mailgun.routes.create({
    priority: '0', expression: 'match_recipient("help@.*")', action: [`store(notify="${inbox}/stored")`, 'stop()'],
  });
  await admin.fire('mail', { recipient: 'help@acme.test', subject: 'one' });
  await mailgun.routes.destroy(hold.id);
  await admin.fire('mail', { recipient: 'help@acme.test', subject: 'two' });
  const stored = await (await fetch(`${inbox}/__got?path=/stored`)).json();
  const mail = await (await fetch(`${inbox}/__got?path=/mail`)).json();
  assert.deepEqual([stored.length, mail.length], [1, 1]);
  const fields = new URLSearchParams(mail[0].body);
  const expected = createHmac('sha256', 'mailgun-signing-key').update(fields.get('timestamp') + fields.get('token')).digest('hex');
  assert.equal(fields.get('signature'), expected);
  await assert.rejects(mailgun.routes.get('none'), (error) => error.status === 404);
}
