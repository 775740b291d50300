import Stripe from 'stripe';

export default async function prove({ uri, inbox, assert, admin }) {
  const { hostname, port } = new URL(uri);
  const stripe = new Stripe('sandbox', { host: hostname, port: Number(port), protocol: 'http' });
  const made = await stripe.webhookEndpoints.create({ url: `${inbox}/target`, enabled_events: ['invoice.paid'] });
  assert.match(made.secret, /^whsec_/);
  const read = await stripe.webhookEndpoints.retrieve(made.id);
  assert.equal(read.secret, undefined);
  const moved = await stripe.webhookEndpoints.update(made.id, { url: `${inbox}/hold`, metadata: { rollback_run: 'r1' } });
  assert.equal(moved.url, `${inbox}/hold`);
  assert.equal(moved.metadata.rollback_run, 'r1');
  await admin.fire('invoice.paid', { amount: 5 });
  const off = await stripe.webhookEndpoints.update(made.id, { disabled: true });
  assert.equal(off.status, 'disabled');
  await admin.fire('invoice.paid', { amount: 6 });
  assert.equal((await admin.deliveries()).length, 1);
  const events = [];
  for await (const event of stripe.events.list({ limit: 1, created: { gte: 0 } })) events.push(event);
  assert.equal(events.length, 2);
  await assert.rejects(stripe.webhookEndpoints.retrieve('we_none'), Stripe.errors.StripeInvalidRequestError);
  await assert.rejects(new Stripe('wrong', { host: hostname, port: Number(port), protocol: 'http' }).events.list(), Stripe.errors.StripeAuthenticationError);
  // The vendor's own check of the signature, over what really arrived.
  const got = (await (await fetch(`${inbox}/__got?path=/hold`)).json())[0];
  const event = stripe.webhooks.constructEvent(got.body, got.headers['stripe-signature'], made.secret);
  assert.equal(event.data.object.amount, 5);
}
