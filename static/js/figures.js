/* Figures as they are typed into the entry table, read as disclosure/figures.py does.

   window.figures.bare(text)           a text without white space around it and without what nobody sees
   window.figures.read(text, signed)   the figure a text stands for, null for a blank and for anything else
   window.figures.shown(figure)        the same as a text
   window.figures.one                  the figure 1
   window.figures.textOf(cell)         what stands in a cell of the table, typed or fixed, without what is drawn beside it
   Amounts are counted in millionths, so that decimals add without error; counts as they are. */
window.figures = (function () {
  'use strict';

  const scale = document.querySelector('table[data-decimals]') ? 1e6 : 1;
  const WIDE = '０１２３４５６７８９．＋－−–—﹢﹣';
  const NARROW = '0123456789.+----+-';
  const UNSEEN = /[\u00ad\u200b-\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff]/g;
  const GROUPED = /^\d{1,3}([,，’'＇ \u3000\u00a0\u2009\u202f]\d{3})+$/;

  function bare(text) { return text.replace(UNSEEN, '').trim(); }

  function read(text, signed) {
    let plain = bare(text).replace(/[０-９．＋－−–—﹢﹣]/g, (char) => NARROW[WIDE.indexOf(char)]);
    let sign = 1;
    if (signed && /^[-+增减]/.test(plain)) {
      sign = /^[-减]/.test(plain) ? -1 : 1;
      plain = plain.slice(1).trim();
    }
    const parts = plain.split('.');
    if (GROUPED.test(parts[0])) { parts[0] = parts[0].replace(/\D/g, ''); }
    plain = parts.join('.');
    const fits = scale === 1 ? /^\d+$/ : /^\d+(\.\d{1,6})?$/;
    if (!fits.test(plain) || parts[0].replace(/^0+/, '').length > 12) { return null; }
    return sign * Math.round(Number(plain) * scale);
  }

  function shown(figure) { return String(figure / scale); }

  function textOf(cell) {
    const input = cell.querySelector('input');
    if (input) { return input.value.trim(); }
    return Array.from(cell.childNodes).filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join('').trim();
  }

  return { bare: bare, read: read, shown: shown, one: scale, textOf: textOf };
}());
