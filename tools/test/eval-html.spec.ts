import { html, Html } from '../src/eval/html/escape.ts';

describe('markup with values in it', () => {
  it('escapes what is not markup', () => {
    expect(html`<td title="${`"><script>'&`}">${3}</td>`.markup).toBe(
      '<td title="&quot;&gt;&lt;script&gt;&#39;&amp;">3</td>',
    );
  });

  it('takes markup as it is, and lists of it', () => {
    const rows = ['a<', 'b'].map((text) => html`<li>${text}</li>`);
    expect(html`${rows}${new Html('<svg/>')}`.markup).toBe('<li>a&lt;</li>\n<li>b</li><svg/>');
  });
});
