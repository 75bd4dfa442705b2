import type { Locale } from '@filiera/shared/text/text.ts';

interface Link {
  readonly label: string;
  readonly url: string;
}

/** What a mail says, in its order. Empty strings stand for nothing. */
export interface MailPage {
  readonly locale: Locale;
  readonly subject: string;
  readonly greeting: string;
  readonly intro: string;
  readonly groups: readonly {
    readonly title: string;
    readonly items: readonly {
      readonly headline: string;
      readonly plan: string;
      readonly where: string;
      readonly excerpt: string;
      readonly link: Link | null;
    }[];
  }[];
  readonly more: string | null;
  readonly inbox: Link;
  readonly why: string;
  readonly unsubscribe: Link;
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);

const FONT = "font-family:'Titillium Web','Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** The colours of the pages, on paper: every word holds AA. Set on each element, since mail programs drop style sheets. */
const STYLE = {
  body: `margin:0;padding:24px 12px;background:#f5f7fa;color:#17324d;font-size:16px;line-height:1.5;${FONT}`,
  page: 'max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d9dadb;border-radius:6px',
  brand: 'margin:0 0 16px;color:#0066cc;font-size:16px;font-weight:700',
  heading: 'margin:0 0 16px;font-size:20px;line-height:1.3;font-weight:700;color:#17324d',
  text: 'margin:0 0 8px',
  group:
    'margin:24px 0 0;padding:0 0 8px;border-bottom:2px solid #17324d;font-size:17px;line-height:1.35;font-weight:700;color:#17324d',
  item: 'padding:16px 0;border-bottom:1px solid #d9dadb',
  headline: 'margin:0;font-size:16px;line-height:1.4;font-weight:700',
  aside: 'margin:2px 0 0;color:#556575;font-size:15px',
  quote: 'margin:8px 0 0;padding:0 0 0 12px;border-left:3px solid #99c2eb',
  action: 'margin:10px 0 0',
  link: 'color:#0066cc;font-weight:600;text-decoration:underline',
  foot: 'max-width:600px;margin:16px auto 0;padding:0 24px;color:#556575;font-size:14px',
  footLink: 'color:#0059b3;text-decoration:underline',
} as const;

const element = (name: string, style: keyof typeof STYLE, content: string): string =>
  `<${name} style="${escaped(STYLE[style])}">${content}</${name}>`;
const anchor = ({ label, url }: Link, style: keyof typeof STYLE): string =>
  `<a href="${escaped(url)}" style="${escaped(STYLE[style])}">${escaped(label)}</a>`;

/**
 * A mail as a page: headings, a block for each notification, one link in each. It asks nobody for anything (no images,
 * no fonts, no style sheets), and every word of it that came from somebody is escaped.
 */
export function pageOf(mail: MailPage): string {
  const groups = mail.groups.map(({ title, items }) =>
    [
      element('h2', 'group', escaped(title)),
      ...items.map(({ headline, plan, where, excerpt, link }) =>
        element(
          'div',
          'item',
          [
            element('h3', 'headline', escaped(headline)),
            element('p', 'aside', escaped(plan)),
            where && element('p', 'aside', escaped(where)),
            excerpt && element('blockquote', 'quote', escaped(excerpt)),
            link && element('p', 'action', anchor(link, 'link')),
          ]
            .filter(Boolean)
            .join('\n'),
        ),
      ),
    ].join('\n'),
  );
  return `<!doctype html>
<html lang="${mail.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escaped(mail.subject)}</title>
</head>
<body style="${escaped(STYLE.body)}">
${element(
  'main',
  'page',
  [
    element('p', 'brand', 'Filiera'),
    element('h1', 'heading', escaped(mail.subject)),
    element('p', 'text', escaped(mail.greeting)),
    element('p', 'text', escaped(mail.intro)),
    ...groups,
    mail.more === null ? '' : element('p', 'action', escaped(mail.more)),
    element('p', 'action', anchor(mail.inbox, 'link')),
  ]
    .filter(Boolean)
    .join('\n'),
)}
${element('footer', 'foot', `${escaped(mail.why)} ${anchor(mail.unsubscribe, 'footLink')}.`)}
</body>
</html>
`;
}
