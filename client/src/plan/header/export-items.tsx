import { PAGES, type PlanDetail } from '@filiera/shared/api.ts';
import { planAllows } from '@filiera/shared/permissions.ts';
import { Menu } from '@mantine/core';
import { IconDownload, IconFileZip, IconVersions } from '@tabler/icons-react';
import { Link } from 'wouter';
import { versionFileUrl } from '../../api/client.ts';
import type { Access } from '../../collab/plan-session.ts';
import { usePlanState } from '../../collab/use-plan.tsx';
import { fileLabel, filesInOrder, isMain } from '../../dossier/file-words.ts';
import { archiveUrl, MADE } from '../../dossier/requests.ts';
import { useSaving } from '../../dossier/use-saving.ts';
import { useText } from '../../ui/text.tsx';

/** May a copy of the plan as it is be made: while it is open, by whoever may have one. */
const copies = ({ role, status }: Access): boolean => status === 'open' && planAllows(role, 'working-copy');

/** Is there anything to be taken out of the plan? */
export const hasExports = (plan: PlanDetail, access: Access): boolean =>
  plan.versions.length > 0 || copies(access);

/** What can be taken out of a plan: copies of it as it is, and its last final version. */
export function ExportItems({ plan }: { readonly plan: PlanDetail }) {
  const { t } = useText();
  const access = usePlanState((state) => state.access);
  const saving = useSaving();
  const version = plan.versions.at(-1);
  const copy = (label: string, path: string) => (
    <Menu.Item
      leftSection={<IconDownload size={18} aria-hidden="true" />}
      disabled={saving.isPending}
      onClick={() => saving.mutate(path)}
    >
      {label}
    </Menu.Item>
  );
  return (
    <>
      {copies(access) && (
        <>
          <Menu.Label>{t('copy.title')}</Menu.Label>
          {copy(t('copy.docx'), MADE.word(plan.id, false))}
          {planAllows(access.role, 'comment') && copy(t('copy.docx.comments'), MADE.word(plan.id, true))}
          {copy(t('copy.pdf'), MADE.pdf(plan.id))}
        </>
      )}
      {version && (
        <>
          <Menu.Label>{t('version.band', { n: version.number })}</Menu.Label>
          {filesInOrder(version.files)
            .filter(isMain)
            .map(({ name }) => (
              <Menu.Item
                key={name}
                component="a"
                href={versionFileUrl(plan.id, version.number, name)}
                download
                leftSection={<IconDownload size={18} aria-hidden="true" />}
              >
                {fileLabel(name, t)}
              </Menu.Item>
            ))}
          {version.dossier !== null && (
            <Menu.Item
              component="a"
              href={archiveUrl(plan.id, version.number)}
              download
              leftSection={<IconFileZip size={18} aria-hidden="true" />}
            >
              {t('version.zip')}
            </Menu.Item>
          )}
          <Menu.Item
            component={Link}
            href={PAGES.versions(plan.id)}
            leftSection={<IconVersions size={18} aria-hidden="true" />}
          >
            {t('version.all')}
          </Menu.Item>
        </>
      )}
    </>
  );
}
