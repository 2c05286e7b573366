// One browser and one demo for all tests.

import { after } from "node:test";

import { launch } from "./browser.js";
import { demo } from "./service.js";

export const [browser, service] = await Promise.all([launch(), demo()]);
after(async () => {
  await browser.close();
  await service.stop();
});

/** A transfer's page that stays as it is: no block comes on that chain. */
export const still = service.examples.find(({ path }) => path.includes("demo-slow")).path;
