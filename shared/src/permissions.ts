/**
 * Who may do what: the one table that the server enforces and the client reads to decide which controls to show.
 */

/** What a member is in an association. `admin` runs it (usually the President's office or the cluster manager). */
export const ASSOCIATION_ROLES = ['admin', 'manager', 'member'] as const;
export type AssociationRole = (typeof ASSOCIATION_ROLES)[number];

/** What a member is on one plan. */
export const PLAN_ROLES = ['manager', 'contributor', 'commenter', 'reader'] as const;
export type PlanRole = (typeof PLAN_ROLES)[number];

/** `open` is being written; `frozen` has a final version and takes no edit; `archived` is put away, unchanged. */
export const PLAN_STATUSES = ['open', 'frozen', 'archived'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

const ASSOCIATION_TABLE = {
  'see-members': ['admin', 'manager', 'member'],
  'create-plan': ['admin', 'manager'],
  invite: ['admin', 'manager'],
  'manage-members': ['admin'],
} as const satisfies Record<string, readonly AssociationRole[]>;

const PLAN_TABLE = {
  open: ['manager', 'contributor', 'commenter', 'reader'],
  download: ['manager', 'contributor', 'commenter', 'reader'],
  comment: ['manager', 'contributor', 'commenter'],
  edit: ['manager', 'contributor'],
  rename: ['manager'],
  archive: ['manager'],
  'assign-roles': ['manager'],
  freeze: ['manager'],
  /** Go on after a frozen version. */
  reopen: ['manager'],
  /** A copy of the plan as it is, marked as a draft. */
  'working-copy': ['manager', 'contributor', 'commenter', 'reader'],
  /** Put down where, and under which number, a frozen version was handed in. */
  filing: ['manager'],
} as const satisfies Record<string, readonly PlanRole[]>;

export type AssociationAction = keyof typeof ASSOCIATION_TABLE;
export type PlanAction = keyof typeof PLAN_TABLE;
export const ASSOCIATION_ACTIONS = Object.keys(ASSOCIATION_TABLE) as AssociationAction[];
export const PLAN_ACTIONS = Object.keys(PLAN_TABLE) as PlanAction[];

/** May a member with this role in the association do this? */
export function associationAllows(role: AssociationRole, action: AssociationAction): boolean {
  return (ASSOCIATION_TABLE[action] as readonly AssociationRole[]).includes(role);
}

/** May a member with this role invite somebody as `invited`? Nobody hands out a role that they could not give. */
export function mayInviteAs(role: AssociationRole, invited: AssociationRole): boolean {
  return (
    associationAllows(role, 'invite') && (invited !== 'admin' || associationAllows(role, 'manage-members'))
  );
}

/** May a member with this role on the plan do this, whatever the plan's status? */
export function planAllows(role: PlanRole, action: PlanAction): boolean {
  return (PLAN_TABLE[action] as readonly PlanRole[]).includes(role);
}

/** May a member with this role change the plan's content now? Only while it is open. */
export function mayEdit(role: PlanRole, status: PlanStatus): boolean {
  return status === 'open' && planAllows(role, 'edit');
}

/**
 * The role that counts on a plan. An association's `admin` acts as manager of each of its plans, so that no plan
 * is orphaned when its manager leaves; anyone else needs a role of their own. `null`: the plan is not theirs to see.
 */
export function effectivePlanRole(association: AssociationRole, plan: PlanRole | null): PlanRole | null {
  return association === 'admin' ? 'manager' : plan;
}
