import { Octokit } from '@octokit/rest';

export default async function prove({ uri, inbox, assert }) {
  const github = new Octokit({ auth: 'sandbox', baseUrl: uri, log: { debug() {}, info() {}, warn() {}, error() {} } });
  const repo = { owner: 'acme', repo: 'shop' };
  for (let i = 0; i < 3; i++) {
    await github.rest.repos.createWebhook({ ...repo, events: ['issues'], config: { url: `${inbox}/target`, content_type: 'json', secret: 's3cret' } });
  }
  const hooks = await github.paginate(github.rest.repos.listWebhooks, { ...repo, per_page: 2 });
  assert.equal(hooks.length, 3);
  const hook_id = hooks[0].id;
  assert.equal(hooks[0].config.secret, '********');
  // A parameter named url would be taken for the address of the call itself, so it travels as data.
  await github.rest.repos.updateWebhookConfigForRepo({ ...repo, hook_id, data: { url: `${inbox}/github` } });
  await github.rest.repos.pingWebhook({ ...repo, hook_id });
  const got = (await (await fetch(`${inbox}/__got?path=/github`)).json())[0];
  assert.equal(got.headers['x-github-event'], 'ping');
  assert.match(got.headers['x-hub-signature-256'], /^sha256=[0-9a-f]{64}$/);
  const { data: [delivery] } = await github.rest.repos.listWebhookDeliveries({ ...repo, hook_id });
  await github.rest.repos.redeliverWebhookDelivery({ ...repo, hook_id, delivery_id: delivery.id });
  const twice = await (await fetch(`${inbox}/__got?path=/github`)).json();
  assert.equal(twice.length, 2);
  assert.equal(twice[1].headers['x-github-delivery'], twice[0].headers['x-github-delivery']);
  const { data: off } = await github.rest.repos.updateWebhook({ ...repo, hook_id, active: false });
  assert.equal(off.active, false);
  assert.equal(off.config.url, `${inbox}/github`);
  await github.rest.repos.deleteWebhook({ ...repo, hook_id });
  await assert.rejects(github.rest.repos.getWebhook({ ...repo, hook_id }), (error) => error.status === 404);
}
