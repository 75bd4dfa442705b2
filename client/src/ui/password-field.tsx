import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useText } from './text.tsx';

/** A password, hidden unless its owner wants to see it; the switch can be reached by keyboard. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useText();
  return (
    <PasswordInput
      required
      withAsterisk={false}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('form.password.show') }}
      {...props}
    />
  );
}
