import type { AssociationRole, PlanRole } from '@filiera/shared/permissions.ts';
import type { BrowserContextOptions } from 'playwright-core';
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts';
import { createPlan, giveRole, type Person, signUpFirst, signUpInvited } from './people.ts';
import { startServer, type TestServer } from './test-server.ts';

/** What most tests in browsers begin with: members of one association, each signed in at a browser of their own. */

/** Who comes, as what, and what they look at the pages with. */
export interface Guest extends Person {
  readonly role?: AssociationRole;
  readonly organisation?: string;
  readonly valueChain?: string;
  /** What their browser is like, such as `viewport` or `colorScheme`. */
  readonly screen?: BrowserContextOptions;
}

export interface Meeting<Name extends string> {
  readonly server: TestServer;
  readonly browser: TestBrowser;
  readonly people: Readonly<Record<Name, Visitor>>;
  /** Starts a plan that the first of them manages and others have these roles on. Returns its id. */
  startPlan(template: string, title: string, roles?: Partial<Record<Name, PlanRole>>): Promise<string>;
  /** What pages have complained of, of everyone; `remark`: what they are to complain of. Empty when all is well. */
  problems(remark?: RegExp): string[];
  /** Ends the browsers and the server, and removes its folder. */
  close(): Promise<void>;
}

/**
 * Starts a server (`env`: its configuration), whose association the first guest runs and has invited the others to.
 * `whole`: in a browser with all that belongs to one.
 */
export async function meet<Name extends string>(
  guests: Readonly<Record<Name, Guest>>,
  { env = {}, whole = false }: { env?: Readonly<Record<string, string>>; whole?: boolean } = {},
): Promise<Meeting<Name>> {
  const [server, browser] = await Promise.all([startServer({ env }), openBrowser({ whole })]);
  const names = Object.keys(guests) as Name[];
  const visitors = await Promise.all(names.map((name) => browser.visit(server, guests[name].screen)));
  const people = Object.fromEntries(names.map((name, index) => [name, visitors[index]])) as Record<
    Name,
    Visitor
  >;
  const [first, ...others] = names;
  if (first === undefined) throw new Error('nobody comes');
  await signUpFirst(people[first], guests[first]);
  for (const name of others) {
    await signUpInvited(people[first], people[name], guests[name], guests[name].role, guests[name]);
  }
  return {
    server,
    browser,
    people,
    async startPlan(template, title, roles = {}) {
      const { id } = await createPlan(people[first], template, title);
      for (const name of others) {
        const role = roles[name];
        if (role !== undefined) await giveRole(people[first], id, guests[name].email, role);
      }
      return id;
    },
    problems: (remark) =>
      visitors.flatMap((one) => one.problems).filter((problem) => remark?.test(problem) !== true),
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
