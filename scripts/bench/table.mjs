// Results as tables in Markdown.

/** @typedef {import('./results.mjs').Row} Row */
/** @typedef {import('./results.mjs').Results} Results */

/**
 * The table of a run.
 * @param {readonly Row[]} rows
 */
export function resultTable(rows) {
  const header = ['flows', 'file', 'what', 'median', 'p95', 'ratio', 'target', 'met'];
  return tableOf(
    header,
    rows.map((row) => [
      row.size,
      row.file,
      row.what,
      amount(row.median, row.unit),
      row.p95 === undefined ? '' : amount(row.p95, row.unit),
      ratioOf(row),
      targetOf(row),
      row.met === undefined ? '' : row.met ? 'met' : '**not met**',
    ]),
  );
}

/**
 * Two runs side by side: what both have measured.
 * @param {Results} before
 * @param {Results} now
 */
export function comparisonTable(before, now) {
  const rows = now.rows.flatMap((row) => {
    const old = before.rows.find((each) => nameOf(each) === nameOf(row));
    return old
      ? [
          [
            row.size,
            row.file,
            row.what,
            amount(old.median, old.unit),
            amount(row.median, row.unit),
            `${figure(row.median / old.median)} ×`,
            old.p95 === undefined || row.p95 === undefined ? '' : `${figure(row.p95 / old.p95)} ×`,
          ],
        ]
      : [];
  });
  return tableOf(['flows', 'file', 'what', 'before', 'now', 'now / before', 'of p95'], rows);
}

/**
 * Puts a text between two comments of a page; throws where they are not there.
 * @param {string} page
 * @param {string} text
 */
export function betweenMarkers(page, text) {
  const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->'];
  const first = page.indexOf(begin);
  const last = page.indexOf(end);
  if (first < 0 || last < first) {
    throw new Error(`the page has no place for the results, between ${begin} and ${end}`);
  }
  return `${page.slice(0, first + begin.length)}\n\n${text}\n\n${page.slice(last)}`;
}

/** @param {Row} row */
const nameOf = ({ size, file, what }) => `${size} | ${file} | ${what}`;

/** @param {Row} row */
function ratioOf({ ratio, unit, what }) {
  if (ratio === undefined) {
    return '';
  }
  if (unit === 'bytes') {
    return `${figure(ratio)} × file + 60 MiB`;
  }
  return `${figure(ratio)} × ${what.startsWith('open') ? 'parse-flows' : ''}`.trim();
}

/** @param {Row} row */
function targetOf({ target }) {
  if (!target) {
    return '';
  }
  const { median, p95, parsing, file, growth } = target;
  const parts = [
    parsing !== undefined && `${parsing} × parse-flows`,
    file !== undefined && `${file} × file + 60 MiB`,
    growth !== undefined && `${growth} ×`,
    median !== undefined && `${median} ms`,
    p95 !== undefined && `p95 ${p95} ms`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/**
 * @param {number} value
 * @param {Row['unit']} unit
 */
function amount(value, unit) {
  switch (unit) {
    case 'bytes':
      return `${figure(value / 2 ** 20)} MiB`;
    case 'times':
      return `${figure(value)} ×`;
    default:
      return `${figure(value)} ms`;
  }
}

/**
 * Three digits are as many as a measurement is good for.
 * @param {number} value
 */
function figure(value) {
  if (value >= 100) {
    return Math.round(value).toLocaleString('en');
  }
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
function tableOf(header, rows) {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
