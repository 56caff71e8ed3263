/* The field of a narrative: it grows with its text, the paragraph in hand is framed, words in question are marked under
   it, places in it are found.

   const field = window.wordsField(textarea)
   field.text                      the textarea
   field.lines()                   its lines;  field.line()  the one the caret is in, counted from 0
   field.goTo(start, end)          select and bring into sight;  field.goToLine(line)
   field.reveal()                  bring the caret into sight
   field.find(excerpt, line)       [start, end] of these words, of several places the nearest to a line; null
   field.insert(words, start, end) put words in place of a range, so that the browser's own undo takes them back
   field.patch(patches)            change lines others have written: [{line, old, new}]; false, and nothing changed,
                                   where the field no longer has the old ones. The caret stays in its words.
   field.mark(name, spots)         draw [{excerpt, line}] under the text, in the class `name`
   Events of the textarea: `written` after each change, but not while an input method is still composing; `arrived`
   when what others wrote has been put in. */
(function () {
  'use strict';

  window.wordsField = function (text) {
    const grows = document.createElement('div');
    const under = document.createElement('div');
    const frame = document.createElement('div');
    const marks = {};
    let composing = false;
    let inserting = false;
    const focused = document.activeElement === text;
    grows.className = 'grows';
    under.className = 'under';
    frame.className = 'frame';
    frame.hidden = true;
    under.setAttribute('aria-hidden', 'true');
    text.before(grows);
    grows.append(under, text, frame);
    if (focused) { text.focus(); }

    function lines() { return text.value.split('\n'); }

    function lineAt(offset) { return text.value.slice(0, offset).split('\n').length - 1; }

    function startOf(line) { return lines().slice(0, line).reduce((sum, one) => sum + one.length + 1, 0); }

    /* --- What is drawn ---------------------------------------------------------------------------------------- */

    /* The places of all marks, in order; of two that overlap the first. */
    function places() {
      const found = [];
      Object.keys(marks).forEach((name) => {
        marks[name].forEach((spot) => {
          const place = find(spot.excerpt, spot.line);
          if (place) { found.push({ start: place[0], end: place[1], name: name }); }
        });
      });
      found.sort((one, other) => one.start - other.start);
      return found.filter((place, at) => !at || place.start >= found[at - 1].end);
    }

    function draw() {
      const drawn = document.createDocumentFragment();
      let at = 0;
      places().forEach((place) => {
        const mark = document.createElement('mark');
        mark.className = place.name;
        mark.textContent = text.value.slice(place.start, place.end);
        drawn.append(text.value.slice(at, place.start), mark);
        at = place.end;
      });
      drawn.append(text.value.slice(at) + '\n');
      under.replaceChildren(drawn);
      fit();
    }

    function fit() {
      text.style.height = under.offsetHeight + 'px';
      here();
    }

    /* The paragraph the caret is in. */
    function here() {
      frame.hidden = document.activeElement !== text || !text.value;
      if (frame.hidden) { return; }
      const line = lineAt(text.selectionStart);
      const start = startOf(line);
      const box = boxOf(start, start + lines()[line].length);
      frame.style.top = box.top - under.getBoundingClientRect().top - 4 + 'px';
      frame.style.height = Math.max(box.height, 24) + 8 + 'px';
    }

    function mark(name, spots) { marks[name] = spots; draw(); }

    /* --- Where things are ------------------------------------------------------------------------------------- */

    function find(excerpt, line) {
      const words = excerpt.split('\n')[0];
      let best = null;
      let nearest = Infinity;
      for (let at = words ? text.value.indexOf(words) : -1; at >= 0; at = text.value.indexOf(words, at + 1)) {
        const away = Math.abs(lineAt(at) - line);
        if (away < nearest) { nearest = away; best = [at, at + words.length]; }
      }
      return best;
    }

    /* The place of a stretch on the screen, read from what is drawn under the text. */
    function boxOf(start, end) {
      const range = document.createRange();
      range.setStart(...nodeAt(start));
      range.setEnd(...nodeAt(Math.max(end, start + 1)));
      return range.getBoundingClientRect();
    }

    function nodeAt(offset) {
      const walk = document.createTreeWalker(under, NodeFilter.SHOW_TEXT);
      let rest = offset;
      let last = under;
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (rest < node.length) { return [node, rest]; }
        rest -= node.length;
        last = node;
      }
      return [last, last.length || 0];
    }

    function goTo(start, end) {
      text.focus({ preventScroll: true });
      text.setSelectionRange(start, end);
      reveal();
    }

    /* Bring the caret into sight, where something above the field has pushed it out. */
    function reveal() {
      if (document.activeElement !== text) { return; }
      const box = boxOf(text.selectionStart, text.selectionStart + 1);
      if (box.top < 120 || box.bottom > window.innerHeight - 60) {
        window.scrollBy(0, box.top - window.innerHeight / 3);
      }
    }

    function goToLine(line) { goTo(startOf(line), startOf(line)); }

    /* --- What is changed -------------------------------------------------------------------------------------- */

    /* The browser puts in line after line and tells of each: what follows from a change is done once, for all of them. */
    function insert(words, start, end) {
      if (text.readOnly || (!words && start === end)) { return; } // Nothing for nothing would delete what stands before.
      text.focus({ preventScroll: true });
      text.setSelectionRange(start, end);
      inserting = true;
      const done = document.execCommand(words ? 'insertText' : 'delete', false, words);
      inserting = false;
      if (!done) { text.setRangeText(words, start, end, 'end'); }
      text.dispatchEvent(new Event('input', { bubbles: true }));
    }

    /* Empty lines at the beginning are not stored, and not counted where others' lines are. */
    function leading() {
      const first = lines().findIndex((line) => line.trim());
      return first < 0 ? 0 : first;
    }

    function patch(patches) {
      if (composing) { return false; }
      const skip = leading();
      const fits = patches.every((one) => one.old.every((line, at) => {
        const here = lines()[one.line + skip + at];
        return here !== undefined && here.trimEnd() === line.trimEnd();
      }));
      if (!fits) { return false; }
      patches.slice().reverse().forEach((one) => replace(one.line + skip, one.old.length, one.new));
      if (patches.length) { draw(); text.dispatchEvent(new CustomEvent('arrived')); }
      return true;
    }

    function replace(line, count, fresh) {
      const all = lines();
      let start = Math.min(startOf(line), text.value.length);
      let end = start + all.slice(line, line + count).join('\n').length;
      let words = fresh.join('\n');
      if (!count && text.value) {
        words = line < all.length ? words + '\n' : '\n' + words;
      } else if (!fresh.length) {
        if (end < text.value.length) { end += 1; } else { start = Math.max(0, start - 1); }
      }
      text.setRangeText(words, start, end, 'preserve');
    }

    text.addEventListener('input', (event) => { if (inserting) { event.stopImmediatePropagation(); } });
    text.addEventListener('input', draw);
    text.addEventListener('compositionstart', () => { composing = true; });
    text.addEventListener('compositionend', () => {
      composing = false;
      text.dispatchEvent(new CustomEvent('written'));
    });
    text.addEventListener('input', () => { if (!composing) { text.dispatchEvent(new CustomEvent('written')); } });
    text.addEventListener('blur', here);
    document.addEventListener('selectionchange', here);
    new ResizeObserver(fit).observe(under);
    draw();
    return {
      text: text, lines: lines, line: () => lineAt(text.selectionStart), lineAt: lineAt, startOf: startOf, goTo: goTo,
      reveal: reveal, goToLine: goToLine, find: find, insert: insert, patch: patch, mark: mark, draw: draw,
    };
  };
}());
