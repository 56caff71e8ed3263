/* Sums and linear rules over the figures of a report: the browser's engine, fed with the same data as the server's
   (disclosure/checks/browser.py). Nothing here touches the page. */
window.linear = (function () {
  'use strict';

  const HOLDS = {
    '=': (left, right) => left === right,
    '≥': (left, right) => left >= right,
    '≠': (left, right) => left !== right,
  };

  /* Adds every total to the figures (cell key → number or null); a total is null while one of its parts is. */
  function addTotals(totals, figures) {
    Object.keys(totals).forEach((key) => {
      const parts = totals[key].map((part) => figures[part]);
      figures[key] = parts.every(known) ? parts.reduce((sum, part) => sum + part, 0) : null;
    });
    return figures;
  }

  function known(value) { return value !== null && value !== undefined; }

  /* Every line of every rule: {rule, line, left, right, holds}; left, right and holds are null while a cell is empty. */
  function evaluate(rules, figures) {
    return rules.reduce((all, rule) => all.concat(rule.lines.map((line) => verdict(rule, line, figures))), []);
  }

  function verdict(rule, line, figures) {
    const left = side(line.left, figures);
    const right = side(line.right, figures);
    const open = left === null || right === null;
    const silent = rule.skip_zero && line.left.concat(line.right).every((term) => !figures[term[0]]);
    return { rule: rule, line: line, left: left, right: right, holds: open ? null : silent || HOLDS[rule.relation](left, right) };
  }

  function side(terms, figures) {
    return terms.every((term) => known(figures[term[0]])) ? terms.reduce((sum, term) => sum + term[1] * figures[term[0]], 0) : null;
  }

  return { addTotals: addTotals, evaluate: evaluate };
}());
