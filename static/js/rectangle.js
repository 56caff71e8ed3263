/* A rectangle of cells from the clipboard (Excel, WPS, Word, a web page), and where it belongs in an official table.
   Nothing here touches the page; paste.js draws what comes out. Uses figures.js. */
window.rectangle = (function () {
  'use strict';

  const bare = window.figures.bare;
  const FIGURE = /^[-+－＋−–—﹢﹣增减]?[^\S\n]*[\d０-９](?:[\d０-９,，.．’'＇]|[^\S\n])*$/;
  const COUNTED = /^[约近共]?([\d０-９][\d０-９,，.．]*)(?:件|条|个|次|名|人|项|份|宗|起|万|元|万元|亿元|[%％])$/;
  const NOTE = /[[［【][^\]］】]*[\]］】]$/;
  const NUMBER = /^(?:\([一二三四五六七八九十]+\)|(?:\d+|[一二三四五六七八九十]+)\.)/;
  const YEARS = [/[上去前昨往]/, /[下明次]/]; // The year before, the year to come.
  const NOT = /[不非未无没]/;
  const NOTHING = /^(?:[\/／\\—–\-－_*×.]+|无|空)?$/;

  /* Text as a rectangle of strings. Quoted fields of spreadsheets may hold line ends and tabs. */
  function fromText(text) {
    const rows = [[]];
    let field = '';
    let quoted = false;
    const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
    for (let at = 0; at < plain.length; at += 1) {
      const char = plain[at];
      if (quoted && char === '"' && plain[at + 1] === '"') { field += '"'; at += 1; }
      else if (char === '"' && (quoted || field === '')) { quoted = !quoted; }
      else if (!quoted && char === '\t') { rows[rows.length - 1].push(field); field = ''; }
      else if (!quoted && char === '\n') { rows[rows.length - 1].push(field); field = ''; rows.push([]); }
      else { field += char; }
    }
    rows[rows.length - 1].push(field);
    return squared(rows.map((row) => row.map((cell) => bare(cell.replace(/[\v\u2028\u2029]/g, '\n')))));
  }

  /* The largest table of some HTML that has no other in it, as {rows, hidden, left}; null where there is none. Merged cells
     are opened: the text at the first place, null at the others. Rows, columns and cells the document hides are left out and
     counted in `hidden`: nobody has seen that they were copied too. `left`: how many figures the other tables hold. */
  function fromHtml(html) {
    const tables = Array.from(new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table'));
    const [table, ...others] = tables.filter((one) => !one.querySelector('table')).sort((a, b) => size(b) - size(a));
    return table ? Object.assign(visible(table), { left: others.reduce((sum, one) => sum + figuresOf(visible(one).rows), 0) }) : null;
  }

  function figuresOf(rows) { return rows.reduce((sum, row) => sum + row.filter((text) => isFigure(text)).length, 0); }

  function visible(table) {
    const cells = Array.from(table.querySelectorAll('td, th')).filter(isHidden);
    const columns = hiddenColumns(table);
    const rows = Array.from(table.rows).filter(isHidden);
    const met = new Set();
    cells.forEach((cell) => cell.remove());
    const lines = opened(table).filter((row, at) => rows.indexOf(table.rows[at]) < 0);
    return {
      rows: squared(lines.map((row) => Array.from(row).filter((cell, at) => !columns.has(at)).map((cell) => once(cell, met)))),
      hidden: cells.length + columns.size + rows.length,
    };
  }

  function isHidden(element) { return element.hidden || /display:\s*none|mso-hide:\s*all/i.test(element.getAttribute('style') || ''); }

  function hiddenColumns(table) {
    const found = new Set();
    let at = 0;
    table.querySelectorAll('col').forEach((column) => {
      const end = at + Math.min(column.span, 100);
      for (; at < end; at += 1) { if (isHidden(column)) { found.add(at); } }
    });
    return found;
  }

  function once(cell, met) {
    if (!cell) { return undefined; }
    if (met.has(cell.element)) { return null; }
    met.add(cell.element);
    return words(cell.element);
  }

  /* A table element as rows of {element, first}; `first` at the top left place of the element. */
  function opened(table) {
    const rows = [];
    Array.from(table.rows).forEach((row, down) => {
      rows[down] = rows[down] || [];
      let across = 0;
      Array.from(row.cells).forEach((element) => {
        while (rows[down][across]) { across += 1; }
        spread(rows, down, across, element, table.rows.length);
        across += Math.min(element.colSpan, 100);
      });
    });
    return rows;
  }

  function spread(rows, down, across, element, height) {
    for (let i = 0; i < Math.min(element.rowSpan || height - down, height - down); i += 1) {
      rows[down + i] = rows[down + i] || [];
      for (let j = 0; j < Math.min(element.colSpan, 100); j += 1) {
        rows[down + i][across + j] = { element: element, first: i === 0 && j === 0 };
      }
    }
  }

  function size(table) { return table.querySelectorAll('td, th').length; }

  const BLOCKS = /^(?:P|DIV|BR|LI|UL|OL|H[1-6]|OPTION)$/;
  const UNWRITTEN = /^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/;
  const RAISED = /^(?:SUP|SUB)$/;
  const SIZES = { SMALL: 'smaller', BIG: 'larger' };
  const STRUCK = /^(?:S|STRIKE|DEL)$/;
  const ASIDE = /line-through|display:\s*none|mso-hide:\s*all|vertical-align:\s*(?:super|sub)/i;

  /* The text of a cell, a line for each paragraph of it. What is raised, struck out or hidden stands in a line of its own
     as well, and so do digits set otherwise than those before them: digits that do not belong together never make a number. */
  function words(cell) {
    let text = struck(cell) ? '划去：' : '';
    let face = null;
    function write(part, node) {
      const other = faceOf(node);
      if (/\d$/.test(text) && /^\d/.test(part) && face !== null && face !== other) { text += '\n'; }
      if (part) { face = other; }
      text += part;
    }
    function walk(node) {
      if (node.nodeType === Node.TEXT_NODE) { write(node.nodeValue.replace(/\s+/g, ' '), node.parentNode); }
      if (node.nodeType !== Node.ELEMENT_NODE || UNWRITTEN.test(node.tagName) || isRemark(node)) { return; }
      if (node.tagName === 'INPUT' && node.type !== 'hidden') { text += node.value; }
      const apart = BLOCKS.test(node.tagName) || RAISED.test(node.tagName) || struck(node) || ASIDE.test(node.getAttribute('style') || '');
      text += apart ? (struck(node) ? '\n划去：' : '\n') : '';
      node.childNodes.forEach(walk);
      text += apart ? '\n' : '';
    }
    cell.childNodes.forEach(walk);
    return text.split('\n').map(bare).filter(Boolean).join('\n');
  }

  /* Size and colour of the type of an element, as far as the elements around it write them down. */
  function faceOf(node) {
    const found = { size: '', colour: '' };
    for (let at = node; at && at.getAttribute; at = at.parentNode) {
      const font = at.tagName === 'FONT';
      found.size = found.size || styled(at, 'font-size') || (font && at.getAttribute('size')) || SIZES[at.tagName] || '';
      found.colour = found.colour || styled(at, 'color') || (font && at.getAttribute('color')) || '';
    }
    return `${found.size} ${found.colour}`;
  }

  /* What a style attribute says; the browser itself does not read those of a pasted page. */
  function styled(node, name) {
    const found = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, 'i').exec(node.getAttribute('style') || '');
    return found ? found[1].trim().toLowerCase() : '';
  }

  /* The mark Word sets behind words that have a comment. */
  function isRemark(node) { return /^(?:MsoCommentReference|msocomanchor)$/i.test(node.className); }

  function struck(node) { return STRUCK.test(node.tagName) || /line-through/i.test(node.getAttribute('style') || ''); }

  function squared(rows) {
    const width = Math.max(...rows.map((row) => row.length));
    return rows.map((row) => Array.from({ length: width }, (_, at) => (row[at] === undefined ? '' : row[at])));
  }

  function isFigure(text) { return text !== null && FIGURE.test(text.trim()); }

  /* A figure with a unit or a note behind it is none. */
  function isLabel(text) {
    const plain = (line) => line.replace(/^划去：/, '').replace(NOTE, '').replace(COUNTED, '$1').trim();
    const lines = text === null ? [] : text.split('\n').map(plain);
    return !lines.every((line) => isFigure(line) || NOTHING.test(line));
  }

  /* How many columns at the left of a row are labels. What stands behind a figure is none, unless the table has it. */
  function stubOf(row, labels) {
    let end = 0;
    for (let at = 0, figures = 0; at < row.length; at += 1) {
      if (isFigure(row[at])) { figures += 1; if (end) { break; } }
      const isOne = isLabel(row[at]) && (!figures || labels.indexOf(normal(row[at])) >= 0);
      if (isOne && row.slice(at + 1).some(isFigure)) { end = at + 1; }
    }
    while (end && row[end] === null) { end += 1; }
    return end;
  }

  /* {labels, values, heads}: the columns of `labels` at the left taken off; `heads` has the column heads last read above
     a line, '' where a column has none. Lines of nothing but heads (texts `known` in the table) are left out; any other
     line stays in its place, whatever stands in it. */
  function split(rows, known, labels) {
    const stub = Math.max(0, ...rows.map((row) => stubOf(row, labels)));
    const lines = [];
    let heads = [];
    let open = false;
    rows.forEach((row) => {
      const values = row.slice(stub);
      const written = values.filter((text) => text !== null && text.trim());
      if (written.length ? written.every((text) => known.has(normal(text))) : open && values.every((text) => text === null)) {
        heads = values.map((text, at) => (text && text.trim() ? normal(text) : (open && heads[at]) || ''));
        open = true;
        return;
      }
      open = false;
      lines.push({ label: row.slice(0, stub).filter((text) => text !== null && text.trim()).map(normal), values: values, heads: heads });
    });
    return lines;
  }

  /* A label without spaces, in half width, with plain quotation marks, one sign behind its number, and without the
     remark in brackets at its end. */
  function normal(text) {
    const plain = text.normalize('NFKC').replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/\s+/g, '');
    return plain.replace(/^(\d+|[一二三四五六七八九十]+)[.、,]/, '$1.').replace(/^(.{4,}?)\([^()]*\)$/, '$1');
  }

  function last(line) { return line.label[line.label.length - 1]; }

  function written(line) { return line.values.filter((text) => text !== null && text.trim()); }

  /* The lines of the table that a label names. One written without its number names the line all the same. */
  function named(labels, label) {
    const found = (same) => labels.map((one, row) => (same(one) ? row : -1)).filter((row) => row >= 0);
    const exact = found((one) => one === label);
    return exact.length ? exact : found((one) => one.replace(NUMBER, '') === label);
  }

  /* Those that differ from a label in one sign of their words. No label stands for one with another number. */
  function alike(labels, label) {
    const number = (text) => (NUMBER.exec(text) || [''])[0];
    const words = label.replace(NUMBER, '');
    const fits = (one) => (!number(label) || number(one) === number(label)) && oneSignApart(one.replace(NUMBER, ''), words);
    return words.length < 4 ? [] : labels.map((one, row) => (fits(one) ? row : -1)).filter((row) => row >= 0);
  }

  /* Whether two texts become the same by one sign changed, added or left out that is none of another meaning. */
  function oneSignApart(one, two) {
    let at = 0;
    while (at < one.length && one[at] === two[at]) { at += 1; }
    return [[1, 1], [1, 0], [0, 1]].some(([left, right]) => one.slice(at + left) === two.slice(at + right)
      && !otherwise(one.slice(at, at + left), two.slice(at, at + right)));
  }

  /* Whether a sign put for another, or for none, is hardly a slip: it says another year, or that something is not so. */
  function otherwise(one, two) {
    return YEARS.some((year) => year.test(one) !== year.test(two)) || ((!one || !two) && NOT.test(one + two));
  }

  /* {lines, unknown, doubled, mistyped}: the lines of the rectangle with the line of the table each belongs to.
     With labels every line goes where its label stands, wherever the rectangle is dropped; without, from `start` on.
     `labels` lists the label of each line of the table; `unknown` those that are not one of them, or stand twice in
     it; `doubled` the lines of the table that more than one would fill. A label mistyped by one sign counts as the one it is
     like: `mistyped` lists [label, line of the table]. */
  function place(lines, labels, start) {
    if (!lines.some((line) => line.label.length)) {
      return { lines: lines.map((line, at) => Object.assign({ row: start + at, labelled: false }, line)), unknown: [], doubled: [], mistyped: [] };
    }
    const fits = (line) => named(labels, last(line)).length > 0;
    const real = lines.filter((line) => fits(line) || (written(line).length && !written(line).every(isLabel)));
    const exact = real.map((line) => named(labels, last(line)));
    const rows = real.map((line, at) => (exact[at].length || !last(line) ? exact[at] : alike(labels, last(line))));
    const filled = rows.filter((found, at) => found.length === 1 && written(real[at]).length).map((found) => found[0]);
    return {
      lines: real.map((line, at) => Object.assign({ row: rows[at][0], labelled: true }, line)),
      unknown: real.filter((line, at) => rows[at].length !== 1).map((line) => last(line) || '没有行名的一行'),
      doubled: filled.filter((row, at) => filled.indexOf(row) < at),
      mistyped: real.map((line, at) => [last(line), rows[at][0]]).filter((pair, at) => !exact[at].length),
    };
  }

  /* The column of the table, with these heads, that the first value of a pasted line goes to; null: they stand in another order.
     `wanted` is taken where the heads do not decide. */
  function column(pasted, heads, wanted) {
    const own = pasted.filter((head) => heads.indexOf(head) >= 0);
    if (!own.length) { return wanted; }
    const fits = (from) => pasted.every((head, at) => heads.indexOf(head) < 0 || heads[from + at] === head);
    const found = heads.map((head, at) => at).filter(fits);
    return found.length ? (found.indexOf(wanted) >= 0 ? wanted : found[0]) : null;
  }

  return {
    fromText: fromText, fromHtml: fromHtml, opened: opened, split: split, place: place, column: column, normal: normal,
    isFigure: isFigure,
  };
}());
