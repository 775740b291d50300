import { WebClient } from '@slack/web-api';

export default async function prove({ uri, inbox, assert, admin }) {
  const slack = new WebClient('sandbox', { slackApiUrl: `${uri}/api/`, retryConfig: { retries: 0 } });
  await admin.seed('apps', 'A1', {
    display_information: { name: 'Desk' },
    features: { slash_commands: [{ command: '/ticket', url: `${inbox}/target` }] },
    settings: { event_subscriptions: { request_url: `${inbox}/target`, bot_events: ['message.im'] }, socket_mode_enabled: false },
  });
  const { manifest } = await slack.apps.manifest.export({ app_id: 'A1' });
  assert.equal(manifest.settings.event_subscriptions.request_url, `${inbox}/target`);
  // Only what is sent stays: a manifest of one setting takes everything else away.
  await slack.apps.manifest.update({ app_id: 'A1', manifest: JSON.stringify({ display_information: { name: 'Desk' } }) });
  assert.equal((await slack.apps.manifest.export({ app_id: 'A1' })).manifest.features, undefined);
  manifest.settings.event_subscriptions.request_url = `${inbox}/events`;
  await slack.apps.manifest.update({ app_id: 'A1', manifest: JSON.stringify(manifest) });
  const back = (await slack.apps.manifest.export({ app_id: 'A1' })).manifest;
  assert.deepEqual(back, manifest);
  await assert.rejects(slack.apps.manifest.update({ app_id: 'A1', manifest: '{' }), (error) => error.data.error === 'invalid_manifest');
  await assert.rejects(slack.apps.manifest.export({ app_id: 'none' }), (error) => error.data.error === 'invalid_app_id');
  await admin.fire('message.im', { text: 'hello' });
  const got = (await (await fetch(`${inbox}/__got?path=/events`)).json())[0];
  assert.equal(JSON.parse(got.body).event.text, 'hello');
}
