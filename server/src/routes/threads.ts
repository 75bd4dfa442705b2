import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import {
  type CommentText,
  commentBody,
  newCommentBody,
  newThreadBody,
  patchThreadBody,
  REACTIONS,
  type Reaction,
  type Thread,
  type Threads,
} from '@filiera/shared/threads/api.ts';
import { type Context, Hono } from 'hono';
import { newId, sha256 } from '../auth/tokens.ts';
import type { PlanAccess } from '../collab/access.ts';
import type { PlanRecord } from '../store/store.ts';
import type { CommentDeed, ThreadDeed, ThreadOutcome } from '../store/threads.ts';
import { hasPlace } from '../threads/anchors.ts';
import { ThreadAudience } from '../threads/audience.ts';
import { MemberRates } from '../threads/member-rates.ts';
import { eventsOf, type ThreadChange } from '../threads/news.ts';
import { peopleIn } from '../threads/people.ts';
import { Turns } from '../threads/turns.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { peopleOf } from './people-view.ts';
import { planFor, readBody, signedIn } from './request.ts';

const REFUSED = {
  gone: 'not-found',
  foreign: 'not-author',
  archived: 'plan-archived',
  full: 'threads-full',
  'key-taken': 'key-used',
} as const;

/** What a request to change something works with, in its turn. */
interface Turn extends PlanAccess, ThreadDeed {
  readonly audience: ThreadAudience;
}

/** Comments on plans, for those who may comment. */
export function threadRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store, live, config, now } = deps;
  const routes = new Hono<AppEnv>();
  const turns = new Turns();
  const words = new MemberRates(config.comments.perMinute, now);
  const clicks = new MemberRates(config.comments.clicksPerMinute, now);

  /** Counts what the member does. Throws `too-fast`. */
  const count = (c: Context<AppEnv>, rates: MemberRates): void => {
    const wait = rates.take(signedIn(c).id);
    if (wait !== null) throw new ApiFailure('too-fast', {}, { 'retry-after': String(wait) });
  };

  const peopleFor = (plan: PlanRecord, threads: readonly Thread[]): Promise<Threads['people']> =>
    peopleOf(store, plan, peopleIn(threads));

  /** Every page of the plan hears of it before the next change is made, so that they come in order. */
  const announce = async (plan: PlanRecord, { revision, thread }: ThreadChange): Promise<void> => {
    try {
      const people = await peopleFor(plan, [thread]);
      live.announceThreads(plan.id, { kind: 'threads', revision, threads: [thread], people });
    } catch (error) {
      // It is done all the same; pages find the gap at the next change, and whoever opens the plan has it.
      console.error(`plan ${plan.id}: its pages were not told of comments`, error);
    }
  };

  /**
   * Does what a member asks for, when it is this plan's turn: access is looked at and the job decides by what is there
   * then, nothing comes in between, and the plan's pages hear of it. Throws what the outcome says.
   */
  const change = async (
    c: Context<AppEnv>,
    rates: MemberRates,
    job: (turn: Turn) => Promise<{ readonly before: Thread | null; readonly outcome: ThreadOutcome }>,
  ): Promise<Extract<ThreadOutcome, { kind: 'done' | 'same' }>> => {
    const planId = c.req.param('id') ?? '';
    const by = signedIn(c).id;
    await planFor(deps, c, planId, 'comment');
    count(c, rates);
    const made = await turns.take(planId, async () => {
      const access = await planFor(deps, c, planId, 'comment');
      const audience = await ThreadAudience.of(store, access.plan);
      const turn: Turn = { ...access, planId, by, at: now(), audience };
      const { before, outcome } = await job(turn);
      if (outcome.kind === 'refused') throw new ApiFailure(REFUSED[outcome.why]);
      if (outcome.kind === 'done') await announce(access.plan, outcome);
      return { turn, before, outcome };
    });
    if (made.outcome.kind === 'done') {
      for (const event of eventsOf(made.turn, made.before, made.outcome)) await deps.tell(event);
    }
    return made.outcome;
  };

  /** The words with their mentions, and whom they are to reach. Throws `unknown-mention`, `bad-request`. */
  const addressed = (
    { audience, by }: Turn,
    text: CommentText,
    before: CommentText | null = null,
  ): { readonly text: CommentText; readonly mentions: readonly string[] } => {
    const named = audience.named(text, before);
    if (named === 'unknown') throw new ApiFailure('unknown-mention', { fields: ['text'] });
    if (named === 'long') throw new ApiFailure('bad-request', { fields: ['text'] });
    return { text: named, mentions: audience.mentioned(named).filter((userId) => userId !== by) };
  };

  const checkAssignee = ({ audience }: Turn, userId: string | null | undefined): void => {
    if (userId != null && !audience.has(userId))
      throw new ApiFailure('unknown-assignee', { fields: ['assignee'] });
  };

  const created = (c: Context<AppEnv>, outcome: { readonly kind: string; readonly thread: Thread }) =>
    c.json(outcome.thread satisfies Thread, outcome.kind === 'done' ? 201 : 200);

  routes.get('/plans/:id/threads', async (c) => {
    const { plan } = await planFor(deps, c, c.req.param('id'), 'comment');
    const { revision, threads } = await store.listThreads(plan.id);
    const people = await peopleFor(plan, threads);
    return c.json({ revision, threads: [...threads], people } satisfies Threads);
  });

  routes.post('/plans/:id/threads', async (c) => {
    await planFor(deps, c, c.req.param('id'), 'comment');
    const { key, ...body } = await readBody(c, newThreadBody);
    const outcome = await change(c, words, async (turn) => {
      const { plan, planId, by, at } = turn;
      const template = findTemplate(plan.templateId, plan.templateVersion);
      if (!template || !hasPlace(template, body.anchor)) {
        throw new ApiFailure('unknown-place', { fields: ['anchor'] });
      }
      // What was taken once is answered as it was then, also where it would not be taken any more.
      const content = sha256(JSON.stringify([planId, body]));
      const again = await store.answerTo({ planId, by, key, content });
      if (again !== null) return { before: null, outcome: again };
      checkAssignee(turn, body.assignee);
      const row = { planId, by, at, ...body, ...addressed(turn, body.text), key, content };
      const outcome = await store.openThread(
        { ...row, threadId: newId(), commentId: newId() },
        config.comments,
      );
      return { before: null, outcome };
    });
    return created(c, outcome);
  });

  routes.patch('/plans/:id/threads/:thread', async (c) => {
    const { id, thread: threadId } = c.req.param();
    await planFor(deps, c, id, 'comment');
    const patch = await readBody(c, patchThreadBody);
    const { thread } = await change(c, clicks, async (turn) => {
      const { planId, by, at, role } = turn;
      const before = await store.getThread(planId, threadId);
      if (before === null) throw new ApiFailure('not-found');
      const releases = (patch.resolved === true && before.resolved === null) || patch.blocking === false;
      if (before.blocking && releases && role !== 'manager' && before.createdBy !== by) {
        throw new ApiFailure('thread-blocking');
      }
      if (patch.assignee !== before.assignee) checkAssignee(turn, patch.assignee);
      return { before, outcome: await store.patchThread({ planId, threadId, by, at, patch }) };
    });
    return c.json(thread satisfies Thread);
  });

  routes.post('/plans/:id/threads/:thread/comments', async (c) => {
    const { id, thread: threadId } = c.req.param();
    await planFor(deps, c, id, 'comment');
    const { key, ...body } = await readBody(c, newCommentBody);
    const outcome = await change(c, words, async (turn) => {
      const { planId, by, at } = turn;
      const content = sha256(JSON.stringify([planId, threadId, body]));
      const again = await store.answerTo({ planId, by, key, content });
      if (again !== null) return { before: null, outcome: again };
      const before = await store.getThread(planId, threadId);
      const row = { planId, threadId, by, at, ...addressed(turn, body.text), key, content };
      return { before, outcome: await store.addComment({ ...row, commentId: newId() }, config.comments) };
    });
    return created(c, outcome);
  });

  /** One comment of one thread, with what was there before. */
  const onComment = async (
    c: Context<AppEnv>,
    rates: MemberRates,
    job: (turn: Turn, deed: CommentDeed, before: Thread) => Promise<ThreadOutcome>,
  ): Promise<Response> => {
    const { thread: threadId = '', comment: commentId = '' } = c.req.param() as Record<string, string>;
    const { thread } = await change(c, rates, async (turn) => {
      const { planId, by, at } = turn;
      const before = await store.getThread(planId, threadId);
      if (before === null) throw new ApiFailure('not-found');
      return { before, outcome: await job(turn, { planId, threadId, commentId, by, at }, before) };
    });
    return c.json(thread satisfies Thread);
  };

  routes.patch('/plans/:id/threads/:thread/comments/:comment', async (c) => {
    await planFor(deps, c, c.req.param('id'), 'comment');
    const body = await readBody(c, commentBody);
    return onComment(c, words, (turn, deed, before) => {
      const comment = before.comments.find(({ id }) => id === deed.commentId);
      // Whose words it are not hears that first.
      if (comment && comment.authorId !== deed.by) throw new ApiFailure('not-author');
      return store.editComment(
        { ...deed, ...addressed(turn, body.text, comment?.text ?? null) },
        config.comments,
      );
    });
  });

  routes.delete('/plans/:id/threads/:thread/comments/:comment', (c) =>
    onComment(c, clicks, (_, deed) => store.deleteComment(deed)),
  );

  /** Throws `not-found` for what is none of the reactions. */
  const reactionOf = (name: string): Reaction => {
    const reaction = REACTIONS.find((one) => one === name);
    if (reaction === undefined) throw new ApiFailure('not-found');
    return reaction;
  };
  for (const [method, given] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    routes.on(method, '/plans/:id/threads/:thread/comments/:comment/reactions/:reaction', (c) =>
      onComment(c, clicks, (_, deed) =>
        store.setReaction({ ...deed, reaction: reactionOf(c.req.param('reaction')), given }),
      ),
    );
  }

  return routes;
}
