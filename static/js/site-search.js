/* The search of the exported site. It finds what the live search finds (disclosure/searching.py), in the files that
   disclosure/exporting/search.py writes beside this page: pairs of characters say which reports may be hits, the words
   of these decide. Files are asked for when they are needed, the newest year first. */
(function () {
  'use strict';

  const found = document.getElementById('found');
  if (!found) { return; }
  const STEP = 10; /* hits that are shown at a time */
  const AT_ONCE = 6; /* reports whose words are fetched at a time */
  const BODIES = 12; /* bodies that are named at once, the others are folded away below them, and at most */
  const NAMED = 100;
  const QUERY = 80; /* characters of a query, and its terms, that are looked at */
  const TERMS = 8;
  const ROOM = Math.pow(26, 4);
  const BEFORE = 30; /* characters of a passage before the hit, and of all of it */
  const LENGTH = 110;
  const REPORT = /的?(?:政府信息公开)?(?:工作)?(?:年度报告|年报|报告)/g; /* what is written behind the name of a body */
  const NUMBER = /(\d+)(?:年度?)?/g;
  const YEAR = /^20\d\d$/;
  const FIGURE = /^[0-9０-９.．]$/;
  const LONGEST = 16; /* characters of a figure that is kept whole */
  const END = /[。；！？\n]/;

  const said = new URLSearchParams(location.search);
  const field = document.getElementById('q');
  const state = document.getElementById('searching');
  const list = found.querySelector('ol');
  const more = found.querySelector('button');

  /* --- Texts, as disclosure/bigrams.py folds and cuts them: every function works on lists of characters */

  const LETTER = /^[\p{L}\p{N}]$/u;
  const one = (text, otherwise) => (Array.from(text).length === 1 ? text : otherwise);

  function fold(char) {
    const plain = one(char.normalize('NFKC'), char);
    const lower = one(plain.toLowerCase(), plain);
    return LETTER.test(lower) && lower.codePointAt(0) < ROOM ? lower : ' ';
  }

  const folded = (text) => Array.from(text, fold);
  const termsOf = (query) => Array.from(new Set(
    folded(Array.from(query).slice(0, QUERY).join('')).join('').split(' ').filter(Boolean),
  )).slice(0, TERMS);

  /* The terms that may stand in the name of a body, and the year that is named: 水务局 and 2025 of 水务局2025年年报. */
  function named(query) {
    const plain = folded(Array.from(query).slice(0, QUERY).join('')).join('').replace(REPORT, ' ');
    const years = [];
    const rest = plain.replace(NUMBER, (whole, number) => {
      if (!YEAR.test(number)) { return whole; }
      years.push(number);
      return ' ';
    });
    return { terms: termsOf(rest), year: years[0] || '' };
  }

  function pairs(term) {
    const chars = Array.from(term);
    return chars.slice(1).map((char, at) => chars[at] + char);
  }

  /* Where terms stand: [first, behind the last], in characters. */
  function spans(plain, terms) {
    const at = new Map();
    let place = 0;
    plain.forEach((char, number) => { at.set(place, number); place += char.length; });
    at.set(place, plain.length);
    const any = new RegExp(terms.slice().sort((a, b) => b.length - a.length).join('|'), 'gu');
    return Array.from(plain.join('').matchAll(any), (hit) => [at.get(hit.index), at.get(hit.index + hit[0].length)]);
  }

  /* A place to cut near another one: a figure cut in two would be another figure, 4年 of 2024年. */
  function aroundFigures(chars, at, step) {
    for (let place = at; place !== at + step * LONGEST; place += step) {
      if (place <= 0 || place >= chars.length || !(FIGURE.test(chars[place - 1]) && FIGURE.test(chars[place]))) { return place; }
    }
    return at;
  }

  /* The words around the first hit, in pieces: [words, whether they are a hit]. */
  function passage(chars, hits) {
    const first = hits[0][0];
    const earliest = Math.max(0, first - BEFORE);
    let start = aroundFigures(chars, earliest, -1);
    for (let at = first - 1; at >= earliest; at -= 1) {
      if (END.test(chars[at])) { start = at + 1; break; }
    }
    const end = aroundFigures(chars, Math.min(chars.length, start + LENGTH), 1);
    const pieces = start && !END.test(chars[start - 1]) ? [['…', false]] : [];
    let place = start;
    hits.filter(([from]) => from < end).forEach(([from, to]) => {
      pieces.push([chars.slice(place, from).join(''), false], [chars.slice(from, Math.min(to, end)).join(''), true]);
      place = Math.min(to, end);
    });
    pieces.push([chars.slice(place, end).join(''), false], [end < chars.length ? '…' : '', false]);
    return pieces.filter(([words]) => words);
  }

  /* --- Which reports may be hits, which are */

  const kept = new Map();

  function json(path) {
    if (!kept.has(path)) {
      kept.set(path, fetch(new URL(path, document.baseURI), { credentials: 'omit' }).then((answer) => {
        if (!answer.ok) { throw new Error(path); }
        return answer.json();
      }));
    }
    return kept.get(path);
  }

  function numbers(steps) {
    let last = 0;
    return steps.map((step) => { last += step; return last; });
  }

  /* The reports in which every pair of a term stands, or for a single character any pair that begins with it. */
  async function standing(year, term) {
    const shard = (pair) => json(year.year + '/' + (pair.codePointAt(0) % year.shards) + '.json');
    const asked = pairs(term);
    if (!asked.length) {
      const all = await shard(term);
      return new Set(Object.keys(all).filter((pair) => pair.startsWith(term)).flatMap((pair) => numbers(all[pair])));
    }
    const shards = await Promise.all(asked.map(shard));
    const sets = asked.map((pair, at) => new Set(numbers(shards[at][pair] || [])));
    return new Set(Array.from(sets[0]).filter((number) => sets.every((set) => set.has(number))));
  }

  async function candidates(year, terms) {
    const sets = await Promise.all(terms.map((term) => standing(year, term)));
    const names = await json(year.year + '/names.json');
    const plain = names.map(([, name]) => folded(name).join(''));
    return names.map(([code, name], number) => ({ year: year.year, code, name, number, plain: plain[number] }))
      .filter((each) => terms.every((term, at) => sets[at].has(each.number) || each.plain.includes(term))
        && sets.some((set) => set.has(each.number)))
      .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  }

  /* The parts of a report in which a term stands, and every other one stands there too or in the name. */
  async function parts(report, terms) {
    const words = await json(report.year + '/words/' + report.code + '.json');
    return words.flatMap(([part, text]) => {
      const plain = folded(text);
      const line = plain.join('');
      const is = terms.every((term) => line.includes(term) || report.plain.includes(term))
        && terms.some((term) => line.includes(term));
      return is ? [{ report, part, passage: passage(Array.from(text), spans(plain, terms)) }] : [];
    });
  }

  async function* hits(years, terms, seen) {
    for (const year of years) {
      const likely = await candidates(year, terms);
      for (let at = 0; at < likely.length; at += AT_ONCE) {
        const some = likely.slice(at, at + AT_ONCE);
        for (const each of await Promise.all(some.map((report) => parts(report, terms)))) { yield* each; }
      }
      seen.push(year.year);
    }
  }

  /* --- The page */

  function element(name, text, look) {
    const made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (look) { made.className = look; }
    return made;
  }

  function shown(hit) {
    const link = element('a', hit.report.name);
    link.href = '../reports/' + hit.report.code + '/' + hit.report.year + '/index.html#' + hit.part;
    link.append(element('span', hit.report.year + '年', 'nowrap'));
    const head = element('h3');
    head.append(link);
    const words = element('p', '', 'passage');
    hit.passage.forEach(([text, is]) => {
      const plain = text.replace(/\s+/g, ' ');
      words.append(is ? element('mark', plain) : plain);
    });
    const label = document.querySelector('#parts [data-part="' + hit.part + '"]');
    const item = element('li');
    item.append(head, element('p', label ? label.textContent : '', 'small muted'), words);
    return item;
  }

  /* A body in the list of those found: its page, and its report of the year asked for or the newest. */
  function bodyLine(body, wanted) {
    const line = body.cloneNode(true);
    const years = body.dataset.years.split(' ');
    const year = years.includes(wanted) ? wanted : years[0];
    const link = element('a', year + '年报告', 'report');
    link.setAttribute('aria-label', body.firstElementChild.textContent + year + '年报告');
    link.href = '../reports/' + body.dataset.code + '/' + year + '/index.html';
    line.append(' ', link);
    return line;
  }

  function nameBodies({ terms, year }) {
    const named = Array.from(document.querySelectorAll('#directory li')).filter((body) => {
      const region = body.parentElement.dataset.region; /* written before the name, whether the name has it or not */
      const names = Array.from(body.children, (each) => folded(region + each.textContent).join(''));
      return terms.length && names.some((name) => terms.every((term) => name.includes(term)));
    });
    const panel = document.getElementById('found-bodies');
    const further = panel.querySelector('details');
    const first = (body) => Number('first' in body.dataset);
    const lines = named.sort((a, b) => first(b) - first(a)).slice(0, NAMED)
      .map((body) => bodyLine(body, year || said.get('year')));
    panel.hidden = !named.length;
    panel.querySelector('header span').textContent = (named.length > NAMED ? '多于' + NAMED : named.length) + '家';
    panel.querySelector('ul').append(...lines.slice(0, BODIES));
    further.hidden = lines.length <= BODIES;
    further.querySelector('summary').textContent = '另外' + (lines.length - BODIES) + '家';
    further.querySelector('ul').append(...lines.slice(BODIES));
  }

  function choose(years, year) {
    if (years.length < 2) { return; }
    const line = document.getElementById('by-year');
    const choice = (value, label) => {
      const link = element('a', label);
      const asked = new URLSearchParams({ q: said.get('q') || '', ...(value ? { year: value } : {}) });
      link.href = '?' + asked;
      if (value === year) { link.setAttribute('aria-current', 'page'); }
      return link;
    };
    line.querySelector('.pills').append(choice('', '全部'), ...years.map((each) => choice(String(each.year), String(each.year))));
    line.hidden = false;
  }

  async function show(terms) {
    const every = await json('index.json');
    const year = every.some((each) => String(each.year) === said.get('year')) ? said.get('year') : '';
    choose(every, year);
    const years = every.filter((each) => !year || String(each.year) === year);
    const seen = [];
    const coming = hits(years, terms, seen);
    let count = 0;
    let next = await coming.next();

    async function step() {
      more.disabled = true;
      state.textContent = '正在找……';
      const until = count + STEP;
      while (!next.done && count < until) {
        list.append(shown(next.value));
        count += 1;
        next = await coming.next();
      }
      more.parentElement.hidden = next.done;
      more.disabled = false;
      found.querySelector('header span').textContent = next.done ? count + '处' : '最近的' + count + '处，还有';
      state.textContent = next.done ? '找到' + count + '处。' : '先列出' + count + '处。';
      found.querySelector('.empty-note').hidden = count > 0;
      found.hidden = false;
    }

    more.addEventListener('click', () => {
      const before = count;
      step().then(() => { const link = list.children[before]; if (link) { link.querySelector('a').focus(); } }, failed);
    });
    await step();
  }

  function failed() {
    more.disabled = false;
    state.textContent = '没有取到查找用的文件。请连上网再试；存在电脑里的页面要放到网站上才能查找。';
  }

  document.querySelectorAll('[data-without-script]').forEach((hint) => { hint.hidden = true; });
  const query = said.get('q') || '';
  if (!query.trim()) { return; }
  if (field.value === field.defaultValue) { field.value = query; } // Else somebody has begun to type before this script had come.
  document.querySelector('h1').textContent = '查找“' + query.trim() + '”';
  document.title = '“' + query.trim() + '”的查找结果 · ' + document.title.split(' · ').slice(1).join(' · ');
  document.getElementById('directory').hidden = true;
  state.hidden = false;
  const terms = termsOf(query);
  if (!terms.length) {
    state.textContent = '请写汉字、字母或数字。只有标点和符号，找不到东西。';
    return;
  }
  state.textContent = '正在找……';
  nameBodies(named(query));
  show(terms).catch(failed);
}());
