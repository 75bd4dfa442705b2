import { useMutation } from '@tanstack/react-query';
import { failureText } from '../api/failure.ts';
import { announce, notify, notifyFailure } from '../ui/announce.tsx';
import { useText } from '../ui/text.tsx';
import { saveMade } from './save-file.ts';

/** Saves what the server takes a while to make, and says so: that it is on its way, that it is there, or why not. */
export function useSaving() {
  const { t } = useText();
  return useMutation({
    mutationFn: saveMade,
    onMutate: () => announce(t('copy.making')),
    onSuccess: (name) => notify(t('copy.done', { name })),
    onError: (failure) => notifyFailure(t(failureText(failure))),
  });
}
