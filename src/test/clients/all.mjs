// Runs every script named in the arguments against the sandboxes of the environment, one line each.
import assert from 'node:assert/strict';

const places = JSON.parse(process.env.SANDBOXES);
let failed = 0;
for (const name of process.argv.slice(2)) {
  try {
    const { default: prove } = await import(`./${name}.mjs`);
    await prove({ uri: places[name], inbox: places.inbox, assert, admin: admin(places[name]) });
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}: ${error.stack}`);
  }
}
process.exit(failed ? 1 : 0);

// The sandbox's own paths: what a person does in the console, and what happens at the provider.
function admin(uri) {
  const post = (path, json) =>
    fetch(`${uri}/__sandbox/${path}`, { method: 'POST', body: JSON.stringify(json) });
  return {
    seed: (shelf, id, row) => post('seed', { shelf, id, row }),
    fire: (topic, payload) => post('fire', { topic, payload }),
    deliveries: async () => (await (await fetch(`${uri}/__sandbox/deliveries`)).json()).deliveries,
  };
}
