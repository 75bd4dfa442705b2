import type { PlanDetail, PlanSummary, Version } from '@filiera/shared/api.ts';
import type { PlanRole } from '@filiera/shared/permissions.ts';
import { findTemplate } from '@filiera/shared/template/catalogue.ts';
import type { PlanAccess } from '../collab/access.ts';
import type { VersionListing } from '../store/store.ts';
import { membersOf } from './associations.ts';
import type { AppDeps } from './deps.ts';

/** The names of users, also of those who have left the association. */
async function namesOf(deps: AppDeps, ids: readonly string[]): Promise<(id: string) => string> {
  const users = await deps.store.listUsers([...new Set(ids)]);
  const names = new Map(users.map((user) => [user.id, user.name]));
  return (id) => names.get(id) ?? '';
}

export async function versionViews(deps: AppDeps, versions: readonly VersionListing[]): Promise<Version[]> {
  const name = await namesOf(
    deps,
    versions.flatMap(({ frozenBy, reopening, filings }) => [
      frozenBy,
      ...(reopening ? [reopening.userId] : []),
      ...filings.map(({ userId }) => userId),
    ]),
  );
  return versions.map(({ planId: _, frozenBy, reopening, filings, files, ...version }) => ({
    ...version,
    files: [...files],
    frozenBy: name(frozenBy),
    reopening: reopening && { at: reopening.at, by: name(reopening.userId), reason: reopening.reason },
    filings: filings.map(({ protocol, date, at, userId }) => ({ protocol, date, at, by: name(userId) })),
  }));
}

/** A plan as it stands in the list of one who may see it. */
export async function summaryOf(deps: AppDeps, { plan, role }: PlanAccess): Promise<PlanSummary> {
  const [association, figures, last] = await Promise.all([
    deps.store.getAssociation(plan.associationId),
    deps.live.figures(plan.id),
    deps.store.lastEdit(plan.id),
  ]);
  const name = last === null ? null : await namesOf(deps, [last.userId]);
  const template = findTemplate(plan.templateId, plan.templateVersion);
  return {
    id: plan.id,
    association: plan.associationId,
    associationName: association!.name,
    title: plan.title,
    template: {
      id: plan.templateId,
      version: plan.templateVersion,
      shortTitle: template?.shortTitle ?? plan.templateId,
    },
    status: plan.status,
    role,
    createdAt: plan.createdAt,
    editedAt: last?.at ?? null,
    editedBy: last === null || name === null ? null : name(last.userId),
    filled: figures.filled,
    total: figures.total,
    errors: figures.errors,
    warnings: figures.warnings,
  };
}

/** A plan with everyone who can open it and its frozen versions. */
export async function detailOf(deps: AppDeps, access: PlanAccess): Promise<PlanDetail> {
  const { plan } = access;
  const [summary, members, planRoles, versions] = await Promise.all([
    summaryOf(deps, access),
    membersOf(deps, plan.associationId),
    deps.store.listPlanRoles(plan.id),
    deps.store.listVersions(plan.id),
  ]);
  const roles = new Map<string, PlanRole>(planRoles.map(({ userId, role }) => [userId, role]));
  return {
    ...summary,
    members: members
      .map((member) => ({
        ...member,
        planRole: roles.get(member.id) ?? null,
        inherited: member.role === 'admin',
      }))
      .filter((member) => member.inherited || member.planRole !== null),
    versions: await versionViews(deps, versions),
  };
}
