import { Client } from '@microsoft/microsoft-graph-client';

export default async function prove({ uri, inbox, assert, admin }) {
  const middleware = {
    // The library gives its token to https hosts only; the sandbox speaks plain HTTP on the loopback address.
    async execute(context) {
      const headers = { ...context.options?.headers, Authorization: 'Bearer sandbox' };
      context.response = await fetch(context.request, { ...context.options, headers });
    },
  };
  const graph = Client.initWithMiddleware({ baseUrl: uri, defaultVersion: 'v1.0', middleware });
  const hour = new Date(Date.now() + 3600_000).toISOString();
  const wish = { changeType: 'updated', notificationUrl: `${inbox}/graph`, resource: 'users/1/events', expirationDateTime: hour, clientState: 'secret' };
  const made = await graph.api('/subscriptions').post(wish);
  assert.equal((await graph.api('/subscriptions').get()).value.length, 1);
  const later = new Date(Date.now() + 7200_000).toISOString();
  const renewed = await graph.api(`/subscriptions/${made.id}`).patch({ expirationDateTime: later });
  assert.equal(renewed.expirationDateTime, later);
  await assert.rejects(graph.api(`/subscriptions/${made.id}`).patch({ notificationUrl: `${inbox}/other` }), (error) => error.statusCode === 400);
  const tooLong = new Date(Date.now() + 5 * 86400_000).toISOString();
  await assert.rejects(graph.api('/subscriptions').post({ ...wish, expirationDateTime: tooLong }), (error) => error.statusCode === 400);
  await admin.fire('users/1/events/7', { id: '7' });
  const got = (await (await fetch(`${inbox}/__got?path=/graph`)).json())[0];
  assert.equal(JSON.parse(got.body).value[0].clientState, 'secret');
  await graph.api(`/subscriptions/${made.id}`).delete();
  await assert.rejects(graph.api(`/subscriptions/${made.id}`).get(), (error) => error.statusCode === 404);
}
