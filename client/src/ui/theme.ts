import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

/**
 * The visual language in one place: sober blues on paper, after the design system of Italian public services. Every
 * colour that carries words holds WCAG AA on the ground it stands on, in both schemes.
 */

const blue: MantineColorsTuple = [
  '#e9f2fb',
  '#cce0f5',
  '#99c2eb',
  '#73aee6',
  '#3385d6',
  '#1a75d1',
  '#0066cc',
  '#0059b3',
  '#004d99',
  '#003d7a',
];
const green: MantineColorsTuple = [
  '#e6f4ef',
  '#cce9df',
  '#99d2bf',
  '#66bc9f',
  '#33a680',
  '#1a936a',
  '#008055',
  '#006e49',
  '#005c3d',
  '#004a31',
];
/** Amber as such (6) is for marks and edges; words take shade 7. */
const orange: MantineColorsTuple = [
  '#fdf4e6',
  '#fae6ca',
  '#f2cb94',
  '#e6b05c',
  '#d99429',
  '#d28614',
  '#cc7a00',
  '#8f5600',
  '#7a4a00',
  '#5c3700',
];
const red: MantineColorsTuple = [
  '#fbecef',
  '#f6d5db',
  '#ecabb7',
  '#e88d9d',
  '#d75970',
  '#d2465f',
  '#cc334d',
  '#b32a41',
  '#8f2234',
  '#6b1927',
];
/** 3 is the line, 4 the edge of what can be typed into (3:1 on paper), 5 and 6 words of less weight (AA). */
const gray: MantineColorsTuple = [
  '#f5f7fa',
  '#edf0f3',
  '#e3e6e9',
  '#d9dadb',
  '#818d99',
  '#62707e',
  '#556575',
  '#435363',
  '#2c4157',
  '#17324d',
];
/** The ink, darkened into grounds: 0 words, 2 words of less weight, 4 lines, 6 what is typed into, 7 paper. */
const dark: MantineColorsTuple = [
  '#e6ecf2',
  '#c8d3dd',
  '#a7b5c2',
  '#93a3b3',
  '#3d5063',
  '#2b3d4f',
  '#1c2d3d',
  '#16242f',
  '#0f1a24',
  '#0a121a',
];

const INK = '#17324d';

export const theme: MantineThemeOverride = createTheme({
  colors: { blue, green, orange, red, gray, dark, teal: green, yellow: orange },
  primaryColor: 'blue',
  primaryShade: 6,
  black: INK,
  white: '#ffffff',
  fontFamily: "'Titillium Web', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'Roboto Mono', ui-monospace, Consolas, monospace",
  fontWeights: { regular: '400', medium: '600', bold: '700' },
  // Steps of 1.2 from 16 px; `sm` is the half step below.
  fontSizes: { xs: '0.8333rem', sm: '0.9129rem', md: '1rem', lg: '1.2rem', xl: '1.44rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '1.728rem', lineHeight: '1.25' },
      h2: { fontSize: '1.44rem', lineHeight: '1.3' },
      h3: { fontSize: '1.2rem', lineHeight: '1.35' },
      h4: { fontSize: '1rem', lineHeight: '1.4' },
      h5: { fontSize: '1rem', lineHeight: '1.4' },
      h6: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '16px' },
  defaultRadius: 'md',
  shadows: {
    xs: '0 1px 2px rgb(23 50 77 / 12%)',
    sm: '0 2px 6px rgb(23 50 77 / 14%)',
    md: '0 4px 16px rgb(23 50 77 / 16%)',
    lg: '0 8px 24px rgb(23 50 77 / 18%)',
    xl: '0 12px 40px rgb(23 50 77 / 22%)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    Autocomplete: { defaultProps: { size: 'md' } },
    Button: { defaultProps: { size: 'md' } },
    ModalRoot: { defaultProps: { transitionProps: { duration: 150 } } },
    // The first item takes the focus; Mantine's placeholder would be a child that a menu may not have.
    Menu: {
      defaultProps: {
        transitionProps: { duration: 100 },
        shadow: 'md',
        withInitialFocusPlaceholder: false,
      },
    },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 100 } } },
    Skeleton: { defaultProps: { animate: true } },
  },
});

/** Words on a tinted or bare ground (`light` and `subtle` controls): dark enough, or light enough, to read. */
function tintedWords(shade: 2 | 7): Record<string, string> {
  const tuples = { blue, green, orange, red, teal: green, yellow: orange };
  return Object.fromEntries(
    Object.entries(tuples).map(([name, tuple]) => [`--mantine-color-${name}-light-color`, tuple[shade]]),
  );
}

/**
 * The project's own variables, beside Mantine's. `ground` lies under `paper`; `tint` is the ground of what is
 * computed; each of success, warning and danger has a `text` for words, a `mark` for icons and edges and a `ground`.
 */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: { '--fil-radius': '6px', '--fil-measure': '72ch' },
  light: {
    ...tintedWords(7),
    '--mantine-color-error': red[7],
    '--fil-ground': '#f5f7fa',
    '--fil-paper': '#ffffff',
    '--fil-ink': INK,
    '--fil-muted': gray[6],
    '--fil-line': gray[3],
    '--fil-edge': gray[4],
    '--fil-tint': '#eef3f8',
    '--fil-hover': '#f0f4f8',
    '--fil-pending': '#e6ebf0',
    '--fil-link': blue[6],
    '--fil-focus': blue[6],
    '--fil-brand-text': blue[6],
    '--fil-brand-ground': blue[0],
    '--fil-success-text': green[7],
    '--fil-success-mark': green[6],
    '--fil-success-ground': green[0],
    '--fil-warning-text': orange[7],
    '--fil-warning-mark': orange[6],
    '--fil-warning-ground': orange[0],
    '--fil-danger-text': red[7],
    '--fil-danger-mark': red[6],
    '--fil-danger-ground': red[0],
  },
  dark: {
    ...tintedWords(2),
    '--mantine-color-error': red[3],
    '--mantine-color-anchor': blue[3],
    '--fil-ground': dark[8],
    '--fil-paper': dark[7],
    '--fil-ink': dark[0],
    '--fil-muted': dark[2],
    '--fil-line': '#2f4152',
    '--fil-edge': '#6f8193',
    '--fil-tint': '#1d2f40',
    '--fil-hover': '#1d2d3b',
    '--fil-pending': '#1c2a37',
    '--fil-link': blue[3],
    '--fil-focus': blue[3],
    '--fil-brand-text': blue[3],
    '--fil-brand-ground': '#15314d',
    '--fil-success-text': '#7fcfb1',
    '--fil-success-mark': green[4],
    '--fil-success-ground': '#12322a',
    '--fil-warning-text': '#eebb6a',
    '--fil-warning-mark': orange[4],
    '--fil-warning-ground': '#382a14',
    '--fil-danger-text': '#f0a3b0',
    '--fil-danger-mark': red[4],
    '--fil-danger-ground': '#3c1d26',
  },
});
