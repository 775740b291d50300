import twilio from 'twilio';

export default async function prove({ uri, inbox, assert, admin }) {
  const account = 'ACsandbox00000000000000000000000000';
  const http = new twilio.RequestClient();
  // The client has no setting for the host: every request is led to the sandbox.
  const httpClient = { request: (options) => http.request({ ...options, uri: options.uri.replace(/^https:\/\/[^/]+/, uri) }) };
  const client = twilio(account, 'sandbox', { httpClient });
  const sid = 'PN00000000000000000000000000000001';
  await admin.seed('numbers', sid, {
    sid, account_sid: account, phone_number: '+15550001', voice_url: `${inbox}/target`, voice_method: 'POST',
    voice_fallback_url: `${inbox}/fallback`, voice_application_sid: null, trunk_sid: 'TK1', sms_url: `${inbox}/target`,
  });
  const all = await client.incomingPhoneNumbers.list({ limit: 20 });
  assert.equal(all[0].trunkSid, 'TK1');
  const changed = await client.incomingPhoneNumbers(sid).update({ voiceApplicationSid: 'AP1' });
  assert.equal(changed.voiceApplicationSid, 'AP1');
  assert.equal(changed.trunkSid, null);
  const moved = await client.incomingPhoneNumbers(sid).update({ voiceApplicationSid: '', voiceUrl: `${inbox}/voice?a=1` });
  assert.equal(moved.voiceUrl, `${inbox}/voice?a=1`);
  assert.equal((await client.incomingPhoneNumbers(sid).fetch()).trunkSid, null);
  await admin.fire('voice', { To: '+15550001', From: '+15550002', CallSid: 'CA1' });
  const got = (await (await fetch(`${inbox}/__got?path=/voice`)).json())[0];
  const params = Object.fromEntries(new URLSearchParams(got.body));
  assert.ok(twilio.validateRequest('sandbox', got.headers['x-twilio-signature'], `${inbox}/voice?a=1`, params));
  await assert.rejects(client.incomingPhoneNumbers('PNnone').fetch(), (error) => error.status === 404);
}
