/* A rectangle of cells from the clipboard (Excel, WPS, Word, a web page), and where it belongs in an official table.
   Nothing here touches the page; paste.js draws what comes out. */
window.rectangle = (function () {
  'use strict';

  const FIGURE = /^[-+－＋增减]?\s*[\d０-９][\d０-９,，.．’'\s]*$/;
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
    return squared(rows);
  }

  /* The first table of some HTML, merged cells opened: the text at the first place, null at the others. */
  function fromHtml(html) {
    const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
    return table ? squared(opened(table).map((row) => row.map((cell) => (cell && cell.first ? words(cell.element) : null)))) : null;
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

  function words(element) { return element.textContent.replace(/[\u200b\ufeff]/g, '').replace(/\s+/g, ' ').trim(); }

  function squared(rows) {
    const width = Math.max(...rows.map((row) => row.length));
    return rows.map((row) => Array.from({ length: width }, (_, at) => (row[at] === undefined ? '' : row[at])));
  }

  function isValue(text) { return text === null || FIGURE.test(text.trim()) || NOTHING.test(text.trim()); }

  function isLabel(text) { return text !== null && !isValue(text); }

  /* {labels, values}: the columns of labels at the left taken off, lines of nothing but heads left out. */
  function split(rows) {
    const stub = Math.max(0, ...rows.map((row) => {
      let last = 0;
      row.forEach((text, at) => { if (isLabel(text) && row.slice(at + 1).some((t) => t !== null && FIGURE.test(t.trim()))) { last = at + 1; while (row[last] === null) { last += 1; } } });
      return last;
    }));
    const lines = rows.map((row) => ({
      label: row.slice(0, stub).filter((text) => text !== null && text.trim()).map(normal),
      values: row.slice(stub),
    }));
    return lines.filter((line) => !line.values.some(isLabel) && (line.label.length || line.values.some((text) => text !== null)));
  }

  /* A label without spaces, in half width, with plain quotation marks. */
  function normal(text) {
    return text.normalize('NFKC').replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/\s+/g, '');
  }

  function last(line) { return line.label[line.label.length - 1]; }

  /* The lines of the rectangle with the line of the table each belongs to.
     With labels every line goes where its label stands, wherever the rectangle is dropped; without, from `start` on.
     `labels` lists the label of each line of the table. null: some label is not one of the table, or stands twice. */
  function place(lines, labels, start) {
    if (!lines.some((line) => line.label.length)) {
      return lines.map((line, at) => ({ row: start + at, values: line.values, labelled: false }));
    }
    const real = lines.filter((line) => line.values.some((text) => text !== null && text.trim()) || labels.indexOf(last(line)) >= 0);
    const found = real.map((line) => {
      const rows = labels.map((label, row) => (label === last(line) ? row : -1)).filter((row) => row >= 0);
      return rows.length === 1 ? { row: rows[0], values: line.values, labelled: true } : null;
    });
    return found.every(Boolean) ? found : null;
  }

  return { fromText: fromText, fromHtml: fromHtml, opened: opened, split: split, place: place, normal: normal };
}());
