import type { Differences } from '@filiera/shared/dossier/api.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import { type Context, Hono } from 'hono';
import { sha256 } from '../freeze/canonical.ts';
import { bridgesBetween, type TwoPlans } from '../freeze/differences/differences.ts';
import { dossierName, SUMS_NAME, sums, zipOf } from '../freeze/dossier.ts';
import { frozenNames } from '../freeze/verified.ts';
import { planAt } from '../history/plan-at.ts';
import type { PlanRecord, VersionListing } from '../store/store.ts';
import { sendFile } from './attachment.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ApiFailure } from './failure.ts';
import { peopleOf } from './people-view.ts';
import { planFor } from './request.ts';

/** A frozen version as a whole: its files in one archive, and what came after it. */
export function dossierRoutes(deps: AppDeps): Hono<AppEnv> {
  const { store } = deps;
  const routes = new Hono<AppEnv>();

  const versionOf = async (
    c: Context<AppEnv>,
    action: 'open' | 'download',
  ): Promise<{ plan: PlanRecord; version: VersionListing; next: VersionListing | null; called: string }> => {
    const { plan } = await planFor(deps, c, c.req.param('id') ?? '', action);
    const versions = await store.listVersions(plan.id);
    const number = Number(c.req.param('number'));
    const version = versions.find((one) => one.number === number);
    if (!version) throw new ApiFailure('not-found');
    const association = await store.getAssociation(plan.associationId);
    const called = `${association!.name} - ${plan.title} - versione ${number}`;
    return { plan, version, next: versions.find((one) => one.number === number + 1) ?? null, called };
  };

  routes.get('/plans/:id/versions/:number{[1-9][0-9]{0,5}}/dossier.zip', async (c) => {
    const { plan, version, called } = await versionOf(c, 'download');
    const etag = version.dossier && `"${version.dossier}"`;
    const headers = { 'cache-control': 'private, no-cache', ...(etag ? { etag } : {}) };
    const known = c.req.header('if-none-match')?.split(',') ?? [];
    if (etag && known.some((tag) => tag.trim().replace(/^W\//, '') === etag))
      return c.body(null, 304, headers);
    const files = await Promise.all(
      version.files.map(async ({ name }) => (await store.getVersionFile(plan.id, version.number, name))!),
    );
    const checksums = files.find(({ name }) => name === SUMS_NAME)?.content ?? sums(files);
    const json = files.find(({ name }) => name === 'plan.json')!;
    // Under the name that the plan had then, since that is in the archive whose digest is kept.
    const folder = dossierName(frozenNames(json.content).title, version.number);
    const archive = zipOf(
      files.filter(({ name }) => name !== SUMS_NAME),
      checksums,
      folder,
    );
    if (version.dossier !== null && sha256(archive) !== version.dossier)
      throw new Error(
        `version ${version.number} of plan ${plan.id} gives another archive than when it was frozen`,
      );
    const file = { content: archive, mediaType: 'application/zip' };
    return sendFile(c, file, `${called} - fascicolo.zip`, headers);
  });

  /** From a version to the next, or to the plan as it is now. */
  const compared = async (
    c: Context<AppEnv>,
  ): Promise<{ plans: TwoPlans; plan: PlanRecord; differences: Differences; called: string }> => {
    const { plan, version, next, called } = await versionOf(c, 'open');
    const template = findTemplate(plan.templateId, plan.templateVersion);
    if (template === null) throw new ApiFailure('unknown-template');
    // What has arrived by now is in the log before it is asked.
    if (next === null) await deps.live.state(plan.id);
    const last = next === null ? ((await store.lastEdit(plan.id))?.seq ?? 0) : next.seq;
    const [before, after, comparison] = await Promise.all([
      planAt(deps.history, plan, template, version.seq),
      planAt(deps.history, plan, template, last),
      deps.history.ask(plan, { kind: 'compare', from: version.seq, to: last }),
    ]);
    if (before === null || after === null || comparison === null)
      throw new Error(`the log of plan ${plan.id} does not reach row ${last}`);
    const plans = { template, before, after };
    const authors = [
      ...comparison.texts.flatMap(({ paragraphs }) => paragraphs.flatMap(({ runs }) => runs)),
      ...comparison.cells,
    ].flatMap(({ userId }) => userId ?? []);
    const differences: Differences = {
      from: { version: version.number, seq: version.seq, at: version.frozenAt },
      to: { version: next?.number ?? null, seq: last, at: next?.frozenAt ?? deps.now() },
      reason: version.reopening?.reason ?? null,
      comparison: { ...comparison, people: await peopleOf(store, plan, authors) },
      bridges: bridgesBetween(plans),
    };
    return { plans, plan, differences, called };
  };

  routes.get('/plans/:id/versions/:number{[1-9][0-9]{0,5}}/differences', async (c) =>
    c.json((await compared(c)).differences),
  );

  routes.get('/plans/:id/versions/:number{[1-9][0-9]{0,5}}/differences.docx', async (c) => {
    const { plans, plan, differences, called } = await compared(c);
    const association = await store.getAssociation(plan.associationId);
    const { from, to, reason, comparison } = differences;
    const [made] = await deps.makers.papers({
      kind: 'differences',
      plans,
      comparison: { texts: comparison.texts, cells: comparison.cells },
      facts: {
        association: association!.name,
        planTitle: plan.title,
        from,
        to,
        reason,
        names: new Map(comparison.people.map(({ id, name }) => [id, name])),
      },
    });
    return sendFile(c, made!, `${called} - differenze.docx`);
  });

  return routes;
}
