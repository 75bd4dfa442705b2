/**
 * Tables do not stand in prose: what is pasted out of one becomes a paragraph for each row, its cells parted by a bar,
 * so that no two words run together.
 */
export function withoutTables(html: string): string {
  if (!/<table[\s>]/i.test(html)) return html;
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const table of page.querySelectorAll('table')) {
    const rows = [...table.querySelectorAll('tr')].map((row) => {
      const paragraph = page.createElement('p');
      const cells = [...row.querySelectorAll('td, th')].map((cell) => (cell.textContent ?? '').trim());
      paragraph.textContent = cells.filter((cell) => cell !== '').join(' | ');
      return paragraph;
    });
    table.replaceWith(...rows.filter((row) => row.textContent !== ''));
  }
  return page.body.innerHTML;
}
