import { IconUsers } from '@tabler/icons-react';
import headerStyles from '../plan/header/header.module.css';
import { useText } from '../ui/text.tsx';
import { useAuthorsView } from './authors-view.tsx';

/** Shows the texts by their authors, or as they are. */
export function AuthorsToggle() {
  const { t } = useText();
  const { shown, setShown } = useAuthorsView();
  return (
    <button
      type="button"
      className={headerStyles.toggle}
      aria-pressed={shown}
      title={t('authors.show.title')}
      onClick={() => setShown(!shown)}
    >
      <IconUsers size={18} aria-hidden="true" />
      <span className={headerStyles.words}>{t('authors.show')}</span>
    </button>
  );
}
