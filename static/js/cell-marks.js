/* What is drawn at a cell of the entry table: its frame, the sentence under it while it has the focus, and the choice
   between two people's texts. Only the page is touched here; cells.js says what is to be shown.

   window.cellMarks.field(key), .name(key)          its input, null where the cell cannot be filled in; its name
   window.cellMarks.frame(input, style, id)         'err', 'qry', 'conf' or '', and the element that explains it
   window.cellMarks.say(key, sentence)              a sentence under the cell and the red frame; '' takes both away
   window.cellMarks.choice(key, theirs, take)       both texts, and take('theirs') or take('yours') when one is chosen
   window.cellMarks.chosen(key)                     the choice goes away
   window.cellMarks.clash(key, theirs)              the choice in a sentence */
window.cellMarks = (function () {
  'use strict';

  const SIGNS = { err: '!', qry: '?' };

  function field(key) {
    const found = document.getElementById(key);
    return found && found.tagName === 'INPUT' ? found : null;
  }

  function name(key) {
    const input = field(key);
    return input ? input.getAttribute('aria-label') : '';
  }

  function shown(text) { return text === '' ? '空的' : text; }

  /* What is said under a cell while it has the focus. */
  function under(key, id) {
    const found = document.getElementById(id);
    if (found) { return found; }
    const made = document.createElement('div');
    made.id = id;
    made.className = 'said';
    field(key).closest('td').append(made);
    return made;
  }

  /* What stands under a cell near the edge of the window is brought in whole, the cell with it. */
  function reveal(cell) {
    const found = cell.querySelector('.said');
    if (found) { found.scrollIntoView({ block: 'nearest' }); }
  }

  document.addEventListener('focusin', (event) => {
    const cell = event.target.closest('.mx td');
    if (cell) { reveal(cell); }
  });

  /* One frame at a time, with the element that explains it. */
  function frame(input, style, explained) {
    const cell = input.parentElement;
    const sign = cell.querySelector('.mk');
    if (sign) { sign.remove(); }
    ['err', 'qry', 'conf'].forEach((one) => cell.classList.toggle(one, one === style));
    if (SIGNS[style]) {
      const made = document.createElement('span');
      made.className = 'mk';
      made.setAttribute('aria-hidden', 'true');
      made.textContent = SIGNS[style];
      cell.insertBefore(made, input);
    }
    if (explained) { input.setAttribute('aria-describedby', explained); } else { input.removeAttribute('aria-describedby'); }
    if (style === 'err') { input.setAttribute('aria-invalid', 'true'); } else { input.removeAttribute('aria-invalid'); }
  }

  function say(key, sentence) {
    const id = 'error-' + key;
    if (sentence) {
      under(key, id).textContent = sentence;
      frame(field(key), 'err', id);
    } else {
      under(key, id).remove();
      frame(field(key), '', '');
    }
  }

  /* --- Two people in one cell ----------------------------------------------------------------------------------- */

  function clash(key, theirs) {
    return '有人填了' + shown(theirs) + '，您填的是' + shown(field(key).value) + '，还没有存。';
  }

  /* Both texts in the cell, and under it the choice, which opens with the focus. */
  function choice(key, theirs, take) {
    const cell = field(key).parentElement;
    const both = cell.querySelector('.both') || cell.appendChild(document.createElement('span'));
    const box = under(key, 'choice-' + key);
    both.className = 'both';
    both.setAttribute('aria-hidden', 'true');
    both.textContent = shown(theirs) + ' / ' + shown(field(key).value);
    if (!box.firstChild) {
      const words = document.createElement('p');
      words.id = 'clash-' + key;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-labelledby', words.id);
      box.append(words, button(() => take('theirs')), button(() => take('yours')));
      frame(field(key), 'conf', words.id);
    }
    box.children[0].textContent = clash(key, theirs);
    box.children[1].textContent = '用他的：' + shown(theirs);
    box.children[2].textContent = '用我的：' + shown(field(key).value);
    if (field(key) === document.activeElement) { reveal(field(key).closest('td')); }
  }

  function button(act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn-quiet btn-sm';
    made.addEventListener('click', act);
    return made;
  }

  function chosen(key) {
    under(key, 'choice-' + key).remove();
    field(key).parentElement.querySelector('.both').remove();
    frame(field(key), '', '');
    field(key).focus();
  }

  return { field: field, name: name, shown: shown, frame: frame, say: say, clash: clash, choice: choice, chosen: chosen };
}());
