/* A file is hashed here, in the reader's browser, and looked up by its digest; the file itself goes nowhere. */
(function () {
  'use strict';

  const zone = document.querySelector('[data-verify-drop]');
  const answer = document.getElementById('file-verdict');
  if (!zone || !answer || !window.crypto || !window.crypto.subtle) { return; }
  const field = zone.querySelector('input[type=file]');
  const digests = document.getElementById('digests').href;
  const asking = document.getElementById('records').href;
  const LARGEST = 200 * 1024 * 1024;

  zone.hidden = false;
  document.querySelectorAll('[data-without-script]').forEach((hint) => { hint.hidden = true; });

  /* Addresses of the live site end in a slash, those of the static site in a file: the folder is the same. */
  const folder = asking.replace(/index\.html$/, '');
  const pageOf = (code) => folder + code + '/' + (/index\.html$/.test(asking) ? 'index.html' : '');

  function say(look, title, text, link) {
    answer.textContent = '';
    const box = document.createElement('div');
    box.className = 'verdict ' + look;
    const inner = document.createElement('div');
    const head = document.createElement('h2');
    head.textContent = title;
    const body = document.createElement('p');
    body.className = 'mb-0';
    body.textContent = text;
    if (link) {
      const anchor = document.createElement('a');
      anchor.href = link.href;
      anchor.textContent = link.text;
      body.append(' ', anchor);
    }
    inner.append(head, body);
    box.append(inner);
    answer.append(box);
  }

  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

  async function json(address) {
    const response = await fetch(address, { credentials: 'omit' });
    if (!response.ok) { throw new Error(String(response.status)); }
    return response.json();
  }

  async function verify(file) {
    if (file.size > LARGEST) { say('query', '文件太大', '“' + file.name + '”超过200MB，不是这里公布的文件。'); return; }
    say('query', '正在比对', '“' + file.name + '”只在您的电脑上比对。');
    const digest = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    const found = (await json(digests.replace(/00\.json$/, digest.slice(0, 2) + '.json')))[digest];
    if (!found) {
      say('error', '对不上', '“' + file.name + '”和这里公布的任何一个文件都不同：被改动过、另存过，或者不是从这里下载的。请以网上公布的为准。它的SHA-256是' + digest + '。');
      return;
    }
    const record = await json(folder + found[0] + '/record.json');
    const what = '“' + file.name + '”和公布的' + record.title + '第' + record.edition + '版的' + found[1] + '一个字节不差。';
    const link = { href: pageOf(found[0]), text: '看它的记录' };
    const standing = record.status.standing;
    if (standing === 'in_force') { say('ok', '是原件，现行有效', what, link); }
    if (standing === 'superseded') { say('query', '是原件，但已被更正', what + '现在以新版为准。', link); }
    if (standing === 'withdrawn') { say('error', '是原件，但已经撤下', what + '原因：' + record.status.reason, link); }
  }

  const start = (file) => verify(file).catch(() => say('query', '没有比成', '没有取到公布的摘要。请连上网再选一次文件。'));

  field.addEventListener('change', () => { if (field.files[0]) { start(field.files[0]); } });
  zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    if (event.dataTransfer.files[0]) { start(event.dataTransfer.files[0]); }
  });

  /* The static site has nobody to ask: the code leads straight to its page. */
  document.getElementById('by-code').addEventListener('submit', (event) => {
    if (!/index\.html$/.test(asking)) { return; }
    const read = document.getElementById('code').value.toUpperCase().replace(/[^0-9A-Z]/g, '')
      .replace(/[IL]/g, '1').replace(/O/g, '0');
    if (read.length !== 12) { return; }
    event.preventDefault();
    location.href = pageOf(read.match(/.{4}/g).join('-'));
  });
}());
