import type { PlanRole } from '@filiera/shared/permissions.ts';
import type { PlanFigures, PlanRecord, Store } from '../store.ts';
import type { Database } from './database.ts';
import type { WriteAhead } from './write-ahead.ts';

const PLAN = `id, association_id AS "associationId", template_id AS "templateId",
  template_version AS "templateVersion", title, status, status_before AS "statusBefore",
  created_by AS "createdBy", created_at AS "createdAt", seq,
  (SELECT count(*) FROM versions WHERE plan_id = plans.id) AS epoch`;

type Plans = Pick<
  Store,
  | 'createPlan'
  | 'getPlan'
  | 'listPlans'
  | 'listPlanIds'
  | 'renamePlan'
  | 'archivePlan'
  | 'getPlanRole'
  | 'listPlanRoles'
  | 'setPlanRole'
  | 'getFigures'
  | 'putFigures'
>;

/** Plans as they stand in lists, who may do what on them, and their figures. */
export function plans(db: Database, ahead: WriteAhead): Plans {
  return {
    async createPlan(plan) {
      db.run(
        `INSERT INTO plans (id, association_id, template_id, template_version, title, status, status_before,
           created_by, created_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        plan.id,
        plan.associationId,
        plan.templateId,
        plan.templateVersion,
        plan.title,
        plan.status,
        plan.statusBefore,
        plan.createdBy,
        plan.createdAt,
        plan.seq,
      );
    },
    getPlan(id) {
      return ahead.settled(() => db.get<PlanRecord>(`SELECT ${PLAN} FROM plans WHERE id = ?`, id));
    },
    listPlans(associationIds) {
      return ahead.settled(() =>
        db.all<PlanRecord>(
          `SELECT ${PLAN} FROM plans WHERE association_id IN (SELECT value FROM json_each(?))
           ORDER BY created_at DESC, id`,
          JSON.stringify(associationIds),
        ),
      );
    },
    async listPlanIds() {
      return db.all<{ id: string }>('SELECT id FROM plans ORDER BY created_at, id').map(({ id }) => id);
    },
    async renamePlan(id, title) {
      db.run('UPDATE plans SET title = ? WHERE id = ?', title, id);
    },
    archivePlan(id, archived) {
      const sql = archived
        ? `UPDATE plans SET status_before = status, status = 'archived' WHERE id = ? AND status <> 'archived'`
        : `UPDATE plans SET status = status_before WHERE id = ? AND status = 'archived'`;
      return ahead.changing(() => {
        db.run(sql, id);
      });
    },

    async getPlanRole(planId, userId) {
      const row = db.get<{ role: PlanRole }>(
        'SELECT role FROM plan_roles WHERE plan_id = ? AND user_id = ?',
        planId,
        userId,
      );
      return row?.role ?? null;
    },
    async listPlanRoles(planId) {
      return db.all<{ userId: string; role: PlanRole }>(
        'SELECT user_id AS "userId", role FROM plan_roles WHERE plan_id = ? ORDER BY user_id',
        planId,
      );
    },
    async setPlanRole(planId, userId, role) {
      if (role === null) {
        db.run('DELETE FROM plan_roles WHERE plan_id = ? AND user_id = ?', planId, userId);
        return;
      }
      db.run(
        `INSERT INTO plan_roles (plan_id, user_id, role) VALUES (?, ?, ?)
         ON CONFLICT (plan_id, user_id) DO UPDATE SET role = excluded.role`,
        planId,
        userId,
        role,
      );
    },

    async getFigures(planId) {
      return db.get<PlanFigures>(
        'SELECT seq, filled, total, errors, warnings FROM plan_figures WHERE plan_id = ?',
        planId,
      );
    },
    async putFigures(planId, figures) {
      // Figures of an older state that arrive late do not replace newer ones.
      db.run(
        `INSERT INTO plan_figures (plan_id, seq, filled, total, errors, warnings) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (plan_id) DO UPDATE SET seq = excluded.seq, filled = excluded.filled,
           total = excluded.total, errors = excluded.errors, warnings = excluded.warnings
         WHERE excluded.seq >= plan_figures.seq`,
        planId,
        figures.seq,
        figures.filled,
        figures.total,
        figures.errors,
        figures.warnings,
      );
    },
  };
}
