/* The entry table while somebody types: totals, the balance of every column, and moving about with the keyboard.
   Computes with the rules and sums the server gave it (#rules); without this file the page works all the same. */
(function () {
  'use strict';

  var table = document.querySelector('table[data-matrix]');
  var source = document.getElementById('rules');
  if (!table || !source) { return; }
  var data = JSON.parse(source.textContent);
  var form = document.getElementById('table-form');
  var saved = document.getElementById('saved');
  var live = document.getElementById('toast');
  var inputs = Array.prototype.slice.call(table.querySelectorAll('input'));
  var dirty = false;
  var speaking = 0;

  /* 1,234 and １２３４ as 1234 in millionths (whole numbers add without error); null for a blank or anything else. */
  function read(text) {
    var plain = text.trim().replace(/[０-９．＋－−–—]/g, function (c) {
      var at = '０１２３４５６７８９'.indexOf(c);
      return at >= 0 ? String(at) : c === '．' ? '.' : c === '＋' ? '+' : '-';
    }).replace(/^增/, '+').replace(/^减/, '-');
    if (/^[+-]?\d{1,3}([,，’'\u3000 ]\d{3})+(\.\d+)?$/.test(plain)) { plain = plain.replace(/[,，’'\u3000 ]/g, ''); }
    return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Math.round(Number(plain) * 1e6) : null;
  }

  function shown(value) {
    return value === null ? '' : String(value / 1e6);
  }

  function textOf(key) {
    var element = document.getElementById(key);
    if (!element) { return ''; }
    return element.tagName === 'INPUT' ? element.value : element.dataset.value || element.textContent;
  }

  function values() {
    var found = {};
    inputs.forEach(function (input) { found[input.id] = read(input.value); });
    Object.keys(data.totals).forEach(function (key) {
      var complete = true;
      var sum = data.totals[key].reduce(function (total, part) {
        var value = part in found ? found[part] : read(textOf(part));
        if (value === null) { complete = false; return total; }
        return total + value;
      }, 0);
      found[key] = complete ? sum : null;
      show(key, found[key], sum);
    });
    return found;
  }

  /* A total is only a total when every part is there; until then it says so. */
  function show(key, value, sum) {
    var cell = document.getElementById(key);
    if (!cell) { return; }
    var figure = cell.lastChild;
    if (!figure || figure.nodeType !== Node.TEXT_NODE) { figure = cell.appendChild(document.createTextNode('')); }
    figure.nodeValue = value === null ? (sum ? shown(sum) + '…' : '') : shown(value);
    cell.title = value === null ? '还有格子没填，这是填了的合计' : '';
    cell.classList.toggle('zero', value === 0);
  }

  function side(terms, found) {
    return terms.reduce(function (total, term) {
      var value = term[0] in found ? found[term[0]] : read(textOf(term[0]));
      return total === null || value === null ? null : total + term[1] * value;
    }, 0);
  }

  function balance(found) {
    var wrong = [];
    data.rules.forEach(function (rule) {
      var row = table.querySelector('tr[data-rule="' + rule.id + '"]');
      if (!row) { return; }
      rule.lines.forEach(function (line) {
        var cell = row.querySelector('td[data-column="' + line.line + '"]');
        var left = side(line.left, found);
        var right = side(line.right, found);
        var known = left !== null && right !== null;
        cell.className = known ? (left === right ? 'bal-ok' : 'bal-no') : '';
        cell.firstElementChild.innerHTML = '';
        cell.firstElementChild.append(known ? shown(left) + (left === right ? ' = ' : ' ≠ ') + shown(right) : '—');
        var verdict = document.createElement('b');
        verdict.textContent = known ? (left === right ? '✓ 相等' : '差 ' + shown(Math.abs(left - right))) : '没填全';
        cell.firstElementChild.append(verdict);
        if (known && left !== right) { wrong.push(line.label + '差' + shown(Math.abs(left - right))); }
      });
    });
    return wrong;
  }

  function update(input) {
    var value = read(input.value);
    var cell = input.parentElement;
    cell.classList.toggle('empty', input.value.trim() === '');
    cell.classList.toggle('zero', value === 0);
    cell.classList.toggle('long', input.value.length > 6);
    var wrong = balance(values());
    clearTimeout(speaking);
    speaking = setTimeout(function () { say(wrong); }, 1500);
  }

  function say(wrong) {
    var words = wrong.length ? '勾稽不等：' + wrong.slice(0, 3).join('，') : '';
    var line = document.getElementById('balance-live');
    if (line && line.textContent !== words) { line.textContent = words; }
  }

  function changed() {
    dirty = true;
    if (saved) { saved.textContent = '有改动，还没有保存'; saved.className = 'saved busy'; }
  }

  /* The next input in a direction, by where cells are drawn: merged cells need no table of coordinates. */
  function neighbour(input, across, down) {
    var here = input.getBoundingClientRect();
    var best = null;
    var nearest = Infinity;
    inputs.forEach(function (other) {
      var there = other.getBoundingClientRect();
      var x = there.left - here.left;
      var y = there.top - here.top;
      var along = across ? x * across : y * down;
      var aside = Math.abs(across ? y : x);
      if (along > 4 && aside < (across ? 4 : here.width) && along + aside < nearest) {
        nearest = along + aside;
        best = other;
      }
    });
    return best;
  }

  function go(input, across, down) {
    var next = neighbour(input, across, down);
    if (next) { next.focus(); next.select(); }
    return next;
  }

  function nextFinding(back) {
    var marked = inputs.filter(function (input) {
      return input.getAttribute('aria-invalid') || /\b(err|qry|empty)\b/.test(input.parentElement.className);
    });
    if (!marked.length) { return; }
    var at = marked.indexOf(document.activeElement);
    var next = at < 0 ? 0 : (at + (back ? -1 : 1) + marked.length) % marked.length;
    marked[next].focus();
    marked[next].select();
  }

  table.addEventListener('focusin', function (event) {
    if (event.target.tagName === 'INPUT') { event.target.dataset.before = event.target.value; event.target.select(); }
  });

  table.addEventListener('input', function (event) {
    if (event.target.tagName === 'INPUT') { changed(); update(event.target); }
  });

  table.addEventListener('keydown', function (event) {
    var input = event.target;
    if (input.tagName !== 'INPUT' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    var start = input.selectionStart === 0;
    var end = input.selectionEnd === input.value.length;
    var moved = true;
    if (event.key === 'Enter') { go(input, 0, event.shiftKey ? -1 : 1); }
    else if (event.key === 'ArrowDown') { go(input, 0, 1); }
    else if (event.key === 'ArrowUp') { go(input, 0, -1); }
    else if (event.key === 'ArrowRight' && end) { go(input, 1, 0); }
    else if (event.key === 'ArrowLeft' && start) { go(input, -1, 0); }
    else if (event.key === 'Escape') { input.value = input.dataset.before || ''; update(input); }
    else { moved = false; }
    if (moved) { event.preventDefault(); }
  });

  document.addEventListener('keydown', function (event) {
    if (event.key === 'F8') { event.preventDefault(); nextFinding(event.shiftKey); }
  });

  if (form) { form.addEventListener('submit', function () { dirty = false; }); }
  window.addEventListener('beforeunload', function (event) {
    if (dirty) { event.preventDefault(); event.returnValue = ''; }
  });

  if (live) {
    var line = document.createElement('p');
    line.id = 'balance-live';
    line.className = 'visually-hidden';
    live.appendChild(line);
  }
  if (inputs.length) { balance(values()); }
}());
