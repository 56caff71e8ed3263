/* A file is hashed here, in the reader's browser, and looked up by its digest; the file itself goes nowhere. On the
   static site, where nobody answers, a code or a digest that is typed is looked up here too. */
(function () {
  'use strict';

  const zone = document.querySelector('[data-verify-drop]');
  const answers = document.getElementById('file-verdicts');
  const field = document.getElementById('file');
  const digests = document.getElementById('digests').href;
  const asking = document.getElementById('records').href;
  const said = JSON.parse(document.getElementById('said').textContent);
  const LARGEST = 200 * 1024 * 1024;

  zone.hidden = false;
  document.querySelectorAll('[data-without-script]').forEach((hint) => { hint.hidden = true; });

  /* Addresses of the live site end in a slash, those of the static site in a file: the folder is the same. */
  const exported = /index\.html$/.test(asking);
  const folder = asking.replace(/index\.html$/, '');
  const pageOf = (code) => folder + code + '/' + (exported ? 'index.html' : '');
  const listOf = (prefix) => digests.replace(/00\.json$/, prefix + '.json');

  function element(name, look, text) {
    const made = document.createElement(name);
    made.className = look;
    made.textContent = text;
    return made;
  }

  function verdict(look, title, text, links) {
    const box = element('div', 'verdict ' + look, '');
    const inner = document.createElement('div');
    const words = element('p', 'mb-0', text);
    (links || []).forEach((link) => {
      const anchor = element('a', '', link.text);
      anchor.href = link.href;
      words.append(' ', anchor);
    });
    inner.append(element('h2', '', title), words);
    box.append(inner);
    return box;
  }

  async function json(address) {
    const response = await fetch(address, { credentials: 'omit' });
    if (response.status === 404) { return null; }
    if (!response.ok) { throw new Error(String(response.status)); }
    return response.json();
  }

  /* [code, file] of a digest. The static site has no list where it would be empty; then the first one must be there. */
  async function lookUp(digest) {
    const list = await json(listOf(digest.slice(0, 2))) || await json(listOf('00'));
    if (!list) { throw new Error('no lists'); }
    return list[digest];
  }

  async function verdictOf(digest, what) {
    const found = await lookUp(digest);
    if (!found) {
      const more = what.digest ? '' : '它的SHA-256是' + digest + '。';
      return verdict(said.unknown.look, said.unknown.title, what.name + said.unknown.text + more);
    }
    const record = await json(folder + found[0] + '/record.json');
    const answer = said.verdicts[record.status.standing];
    const file = said.files[found[1]] || '导入的原件';
    const where = record.title + '第' + record.edition + '版的“' + file + '”（' + found[1] + '）';
    const text = (what.digest ? what.name + '是' + where + '的。' : what.name + '和公布的' + where + '一个字节不差。')
      + answer.text + (record.status.reason ? '原因：' + record.status.reason : '');
    const links = [{ href: pageOf(found[0]), text: '看它的记录' }];
    if (record.status.superseded_by) { links.push({ href: pageOf(record.status.superseded_by), text: '核对现行的一版' }); }
    return verdict(answer.look, answer.title, text, links);
  }

  async function ofFile(file) {
    const name = '“' + file.name + '”';
    if (file.size > LARGEST) { return verdict('query', '文件太大', name + '超过200MB，不是这里公布的文件。'); }
    return verdictOf(await window.sha256(await file.arrayBuffer()), { name });
  }

  const failed = () => verdict('query', '没有比成', '没有取到公布的摘要。请连上网再试一次。');

  async function verify(files) {
    answers.replaceChildren(...files.map((file) => verdict('query', '正在比对', '“' + file.name + '”只在您的电脑上比对。')));
    await Promise.all(files.map(async (file, at) => {
      const waiting = answers.children[at];
      waiting.replaceWith(await ofFile(file).catch(failed));
    }));
  }

  field.addEventListener('change', () => { if (field.files.length) { verify(Array.from(field.files)); } });
  zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    if (event.dataTransfer.files.length) { verify(Array.from(event.dataTransfer.files)); }
  });

  /* As `chain.read_code` and `chain.read_digest` read what is typed. */
  function readCode(typed) {
    const last = typed.normalize('NFKC').toUpperCase().trim().replace(/\/+$/, '').split(/[/:]/).pop();
    const letters = last.replace(/[^0-9A-Z]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
    return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(letters) ? letters.match(/.{4}/g).join('-') : '';
  }

  function readDigest(typed) {
    const plain = typed.normalize('NFKC').toLowerCase();
    const found = plain.match(/(?:^|[^0-9a-z])([0-9a-f]{64})(?![0-9a-z])/);
    const joined = plain.replace(/[\s:-]/g, '');
    return found ? found[1] : /^[0-9a-f]{64}$/.test(joined) ? joined : '';
  }

  async function ofTyped(typed) {
    const digest = readDigest(typed);
    if (digest) { return verdictOf(digest, { name: '这个SHA-256', digest: true }); }
    const code = readCode(typed);
    if (code && await json(folder + code + '/record.json')) {
      location.href = pageOf(code);
      return '';
    }
    return code ? verdict('error', said.unknown_code.title, said.unknown_code.text)
      : verdict('error', said.unknown_code.title, '验证码应该有12个字母和数字，SHA-256有64个，请对着文件再看一遍。');
  }

  document.getElementById('by-code').addEventListener('submit', async (event) => {
    if (!exported) { return; }
    event.preventDefault();
    const answer = await ofTyped(document.getElementById('code').value).catch(failed);
    document.getElementById('code-verdict').replaceChildren(answer);
  });
}());
