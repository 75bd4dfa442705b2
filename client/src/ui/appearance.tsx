import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useText } from './text.tsx';
import { resolveVariables, theme } from './theme.ts';

/** Gives the theme to everything inside, with the words that Mantine's parts say of themselves. */
export function Appearance({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  const spoken = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: { CloseButton: { defaultProps: { 'aria-label': t('action.close') } } },
      }),
    [t],
  );
  return (
    <MantineProvider theme={spoken} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
