"""A fourth hostile web: notices and walls of more systems and languages, and headlines that sound like them."""

import random
from urllib.parse import quote

from tests.hostile.cases import BLOCKED, DEAD, MISMATCH, PDF, RESOLVES, SOFT, TRANSIENT, Case, Cases
from tests.hostile.web import OTHER, Web, moved, page, reply
from tests.hostile.wording import Story

TEXT = (
    "Divers found the bell of the ferry Ellida on Monday, eleven metres down beside the north mole. Curator Hugo Stamm said that it will be cleaned in salt baths until May. "
    "The ferry sank in 1934 with a load of barley and no loss of life, the harbour log says. Children of the crew were invited to see it lifted. "
)
BELL = Story(
    "Bell of the sunken ferry Ellida raised",
    "bell-of-the-sunken-ferry-ellida-raised",
    TEXT * 5,
    "Molehaven Times",
)
PROM = Story(
    "Dzwon zatopionego promu wydobyty po latach",
    "dzwon-zatopionego-promu-wydobyty-po-latach",
    "Nurkowie wydobyli dzwon promu w poniedziałek rano. Trafi do muzeum w porcie, powiedział kustosz. " * 9,
    "Głos Portu",
)


BELL_PAGE = page(BELL.title, BELL.text)


def make(web: Web, variant: int) -> list[Case]:
    """All cases of the fourth web."""
    cases = Cases(web, variant)
    for group in (notices, parked, walls, headlines, hidden, charsets, files, ways, statuses, claims):
        group(cases)
    return cases.made


def notices(c: Cases) -> None:
    soft = {
        "magento": (
            "404 Not Found 1",
            "Whoops, our bad... The page you requested was not found, and we have a fine guess why.",
        ),
        "blogger": ("Molehaven Notes", "Sorry, the page you were looking for in this blog does not exist."),
        "tumblr": (
            "Not found.",
            "There’s nothing here. Whatever you were looking for doesn’t currently exist at this address.",
        ),
        "medium": (
            "404",
            "PAGE NOT FOUND. Out of nothing, something. You can find (just about) anything — apparently even a page that doesn’t exist.",
        ),
        "aem": ("Error", "We're sorry. The Web address you entered is not a functioning page on our site."),
        "umbraco": ("Page cannot be found", "No umbraco document matches the url."),
        "webflow": ("Not Found", "The page you are looking for doesn't exist or has been moved"),
        "hubspot": ("Molehaven", "Uh oh. This page took a wrong turn and we cannot find it."),
        "bbc_like": (
            "Molehaven - 404",
            "Sorry, we couldn't find that page. Check the page address or search for it below.",
        ),
        "gov": (
            "Page not found - Council",
            "If you typed the web address, check it is correct. If you pasted the web address, check you copied the entire address.",
        ),
        "arc": (
            "Molehaven Times",
            "Sorry, we can't find what you're looking for. Here are today's top stories instead.",
        ),
        "expired_story": (
            "Molehaven Times",
            "This article is not available anymore because the agency licence has ended.",
        ),
        "removed_author": ("Post", "The author has deleted this story."),
        "removed_legal": (
            "Molehaven Times",
            "This story was retracted and removed at the request of the editors.",
        ),
        "dutch": ("Oeps!", "Deze pagina kunnen we niet vinden. Misschien is hij verplaatst."),
        "swedish": ("Hoppsan", "Vi kan tyvärr inte hitta sidan du letar efter."),
        "finnish": ("Hups", "Etsimääsi sivua ei valitettavasti löytynyt."),
        "italian": ("Ops", "Siamo spiacenti, l'articolo richiesto non esiste o è stato spostato."),
        "french": ("Oups", "La page que vous avez demandée n'a pas pu être trouvée."),
        "greek": ("Ωχ", "Η σελίδα που αναζητάτε δεν βρέθηκε."),
        "hungarian": ("Hoppá", "A keresett tartalom már nem elérhető."),
        "romanian": ("Ups", "Ne pare rău, pagina căutată nu mai există."),
        "russian": ("Ошибка", "К сожалению, запрошенная вами страница не найдена или была перемещена."),
        "hebrew": ("אופס", "הדף שחיפשת לא נמצא באתר."),
        "vietnamese": ("Rất tiếc", "Trang bạn tìm kiếm không tồn tại hoặc đã bị gỡ."),
        "indonesian": ("Ups", "Maaf, halaman yang Anda tuju tidak ditemukan."),
        "hindi": ("क्षमा करें", "आप जो पेज ढूंढ रहे हैं वह उपलब्ध नहीं है।"),
        "thai": ("ขออภัย", "ไม่พบหน้าที่คุณต้องการ"),
    }
    for n, (name, (t, x)) in enumerate(soft.items()):
        h = t if n % 2 else x.split(".")[0]
        c.add(
            "soft_" + name,
            SOFT,
            lambda r, t=t, h=h, x=x: reply(
                f"<html><head><title>{t}</title></head><body><nav>Home News Sport</nav><h1>{h}</h1><p>{x}</p></body></html>"
            ),
            story=(BELL, PROM)[n % 2],
        )


def parked(c: Cases) -> None:
    pages = {
        "uniregistry": (
            "molehaventimes",
            "The owner of this domain has not yet uploaded their website. Interested in this domain?",
        ),
        "sedo_fr": ("molehaventimes", "Ce nom de domaine est à vendre. Faites une offre."),
        "expired_notice": (
            "molehaventimes",
            "This domain expired on 03/02/2025 and is pending renewal or deletion.",
        ),
        "hosting_default": (
            "Default Web Site Page",
            "SORRY! If you are the owner of this website, please contact your hosting provider: webmaster@molehaven",
        ),
        "litespeed": (
            "Welcome to LiteSpeed",
            "Congratulations! Your web server is working. Please delete this page.",
        ),
        "centos": (
            "Test Page for the HTTP Server",
            "This page is used to test the proper operation of the HTTP server after it has been installed.",
        ),
        "wp_install": (
            "WordPress › Installation",
            "Welcome to the famous five-minute WordPress installation process!",
        ),
        "plesk": (
            "Domain Default page",
            "If you are seeing this message, the website is not available at this time.",
        ),
        "spanish": ("Dominio", "Este dominio está a la venta. Contacte con el propietario."),
        "japanese": ("お名前", "このドメインは現在使用されていません。"),
        "turkish": ("molehaventimes", "Bu alan adı satılıktır. Teklif verin."),
    }
    for name, (t, x) in pages.items():
        c.add(
            "parked_" + name,
            SOFT,
            lambda r, t=t, x=x: reply(f"<html><head><title>{t}</title></head><body><p>{x}</p></body></html>"),
            story=BELL,
            accept=(MISMATCH,),
        )


def walls(c: Cases) -> None:
    pages = {
        "incapsula": ("", "Request unsuccessful. Incapsula incident ID: 443000-22"),
        "akamai": (
            "Access Denied",
            "You don't have permission to access this resource on this server. Reference #18.2d",
        ),
        "perimeter": ("Robot or human?", "Activate and hold the button to confirm that you're human."),
        "ddg": (
            "DDoS-Guard",
            "Checking your browser before accessing molehaventimes. Please wait a few seconds.",
        ),
        "waf": (
            "Human Verification",
            "Let's confirm you are human. Complete the security check before continuing.",
        ),
        "paywall_de": (
            "Molehaven Times",
            "Dieser Artikel ist nur für Abonnenten. Jetzt anmelden und weiterlesen.",
        ),
        "paywall_es": (
            "Suscríbete",
            "Contenido exclusivo para suscriptores. Inicia sesión para seguir leyendo.",
        ),
        "paywall_pl": ("Głos Portu", "Zaloguj się lub kup dostęp, aby czytać dalej."),
        "consent_it": ("Molehaven", "La tua privacy. Accetta i cookie oppure abbonati per continuare."),
        "consent_nl": ("DPG Privacy Gate", "Wij en onze partners gebruiken cookies. Akkoord"),
        "region": (
            "451: Unavailable due to legal reasons",
            "We recognize you are attempting to access this website from a country belonging to the European Economic Area.",
        ),
        "cookies_off": (
            "Cookies required",
            "Your browser is not accepting cookies. Enable cookies to view this site.",
        ),
        "too_many": ("Slow down", "You have made too many requests. Please wait a moment and try again."),
    }
    for name, (t, x) in pages.items():
        c.add(
            "wall_" + name,
            BLOCKED,
            lambda r, t=t, x=x: reply(
                f"<html><head><title>{t}</title><script src=a.js></script></head><body><h1>{t}</h1><p>{x}</p></body></html>"
            ),
            story=BELL,
            accept=(TRANSIENT,),
        )


def headlines(c: Cases) -> None:
    traps = [
        "This page intentionally left blank: the zine that sold out",
        "Sign in, please: the return of the guest book",
        "Cookies banned from school canteen",
        "File not found: the novel by a librarian",
        "Out of order: why the lifts at the mole fail",
        "Future home of the museum chosen",
        "Buy this domain, said the email, and she did",
        "Council site under maintenance for nine days, residents fume",
        "Expired: the milk that lasted a war",
        "The robot that paints boats",
        "Blocked road to the mole opens",
        "Dead link in the chain ferry replaced",
    ]
    for n, t in enumerate(traps):
        x = TEXT * (4 if n % 2 else 2)
        c.add(
            f"trap_{n}",
            RESOLVES,
            lambda r, t=t, x=x: reply(
                f"<html><head><title>{t} - Molehaven Times</title><meta property=og:title content='{t}'></head><body><h1>{t}</h1><p>{x}</p></body></html>"
            ),
            path=f"/x/{c.variant}/{8800 + n}",
        )
        c.add(
            f"trap_titled_{n}",
            RESOLVES,
            lambda r, t=t, x=x: reply(
                f"<html><head><title>{t} - Molehaven Times</title></head><body><h1>{t}</h1><p>{x}</p></body></html>"
            ),
            path=f"/y/{c.variant}/{8800 + n}",
            title=t,
        )


def hidden(c: Cases) -> None:
    brief = page("Mole lamps lit early this week", TEXT[:300])
    hid = {
        "style_spaces": "<div style=' DISPLAY :none ;'><h1>404</h1><p>Page not found</p></div>",
        "nested": "<section hidden><div><div><h2>Sign in</h2></div></div><p>subscriber login</p></section>",
        "li": "<ul><li hidden>Access denied<li>Home</ul>",
        "aria": "<div class='modal fade d-none' aria-hidden=true><h2>Log in to continue</h2><input type=password></div>",
        "details": "<noscript><h1>JavaScript is required</h1></noscript>",
        "svg": "<svg><title>Page not found</title></svg>",
        "comment": "<!-- <h1>Page not found</h1> -->",
        "template": "<template><h1>Account suspended</h1></template>",
    }
    for n, (name, x) in enumerate(hid.items()):
        c.add(
            "hidden_" + name,
            RESOLVES,
            lambda r, x=x: reply(brief.replace("<main>", x + "<main>")),
            path=f"/h/{c.variant}/{990 + n}",
        )


def charsets(c: Cases) -> None:
    for enc, t in (
        ("cp1250", "Zvon potopené lodi vytažen po letech z přístavu"),
        ("iso-8859-7", "Η καμπάνα του βυθισμένου πλοίου"),
        ("windows-1255", "פעמון הספינה הטבועה הועלה"),
        ("tis-620", "ระฆังเรือที่จมถูกกู้ขึ้น"),
        ("euc-jp", "沈んだ渡し船の鐘が引き揚げられた"),
        ("cp949", "가라앉은 배의 종을 건져 올렸다"),
        ("iso-8859-15", "La cloche du ferry coulé remontée à la surface"),
        ("windows-1254", "Batan geminin çanı çıkarıldı"),
    ):
        b = f"<html><head><meta http-equiv='content-type' content='text/html;charset={enc}'><title>{t}</title></head><body><h1>{t}</h1><p>{t} {t}</p>".encode(
            enc
        )
        c.add(
            "enc_" + enc,
            RESOLVES,
            lambda r, b=b: reply(b, kind="text/html"),
            path=f"/e/{c.variant}/{enc}",
            title=t,
        )
        c.add(
            "enc_header_" + enc,
            RESOLVES,
            lambda r, b=b, enc=enc: reply(
                b.replace(f"charset={enc}".encode(), b"charset=utf-8"), kind=f"text/html; charset={enc}"
            ),
            path=f"/e2/{c.variant}/{enc}",
            title=t,
        )


def files(c: Cases) -> None:
    noise = random.Random(c.variant + 3).randbytes(3000)
    c.add(
        "noise_short", MISMATCH, lambda r: reply(noise[:300]), path=f"/f/{c.variant}/1.html", title=BELL.title
    )
    c.add(
        "noise_jpeg_as_html",
        RESOLVES,
        lambda r: reply(b"\xff\xd8\xff\xe0\0\x10JFIF" + noise),
        path=f"/f/{c.variant}/2.html",
        title=BELL.title,
    )
    c.add(
        "webp",
        RESOLVES,
        lambda r: reply(b"RIFF\x10\0\0\0WEBPVP8 " + noise, kind="image/webp"),
        path=f"/f/{c.variant}/3",
        title=BELL.title,
    )
    c.add(
        "wasm_octets",
        RESOLVES,
        lambda r: reply(b"\0asm" + noise, kind="application/wasm"),
        path=f"/f/{c.variant}/4",
        title=BELL.title,
    )
    c.add(
        "ps",
        RESOLVES,
        lambda r: reply(b"%!PS-Adobe-3.0\n" + b"0 0 moveto\n" * 50, kind="application/postscript"),
        path=f"/f/{c.variant}/5",
        title=BELL.title,
    )
    c.add(
        "tsv",
        RESOLVES,
        lambda r: reply("a\tb\n1\t2\n" * 60, kind="text/tab-separated-values"),
        path=f"/f/{c.variant}/6",
        title=BELL.title,
    )
    c.add(
        "pdf_with_bom",
        RESOLVES,
        lambda r: reply(b"\xef\xbb\xbf" + PDF, kind="application/pdf"),
        path=f"/f/{c.variant}/7",
        title=BELL.title,
    )
    c.add(
        "pdf_login_html",
        BLOCKED,
        lambda r: reply(
            page("Sign in", "Please sign in to download.", foot="<form><input type=password></form>"),
            kind="application/pdf",
        ),
        path=f"/f/{c.variant}/8.pdf",
        title=BELL.title,
    )
    c.add(
        "xml_article",
        RESOLVES,
        lambda r: reply(
            f"<?xml version='1.0'?><article><front><article-title>{BELL.title}</article-title></front></article>",
            kind="application/xml",
        ),
        path=f"/f/{c.variant}/9.xml",
        title=BELL.title,
    )
    c.add(
        "xhtml",
        RESOLVES,
        lambda r: reply("<?xml version='1.0'?>" + BELL_PAGE, kind="application/xhtml+xml"),
        story=BELL,
    )


def ways(c: Cases) -> None:
    c.web.routes["/sso/login"] = lambda r: reply(page("Single sign-on", "Choose your institution"))
    c.add(
        "sso", BLOCKED, lambda r: moved(c.web.at("/sso/login?target=" + quote(r.target), OTHER)), story=BELL
    )
    c.web.routes["/oauth2/authorize"] = lambda r: reply(page("Authorize", "Continue with your account"))
    c.add("oauth", BLOCKED, lambda r: moved("/oauth2/authorize?client_id=3"), story=BELL)
    c.web.routes["/de/"] = lambda r: reply(page("Startseite", "Alles von heute. " * 40))
    c.add("to_language_front", SOFT, lambda r: moved("/de/"), story=BELL)
    c.web.routes["/news/"] = lambda r: reply(page("News", "All the news. " * 60))
    c.add("to_news_front", SOFT, lambda r: moved("/news/"), story=BELL)
    c.add(
        "js_to_article",
        RESOLVES,
        lambda r: reply('<html><script>window.location.replace("/t/end")</script></html>'),
        story=BELL,
    )
    c.web.routes["/t/end"] = lambda r: reply(BELL_PAGE)
    c.add(
        "refresh_slow_six",
        RESOLVES,
        lambda r: reply(
            "<meta http-equiv='Refresh' content='3; URL=/t/end'><p>We have moved. You will be taken there.</p>"
        ),
        story=BELL,
    )
    c.add(
        "redirect_to_same_with_slash",
        RESOLVES,
        lambda r: reply(BELL_PAGE) if r.target.endswith("/") else moved(r.target + "/"),
        path=f"/s/{c.variant}/{BELL.slug}",
        title=BELL.title,
    )
    c.web.routes[f"/s/{c.variant}/{BELL.slug}/"] = lambda r: reply(BELL_PAGE)
    c.add("redirect_tracking", RESOLVES, lambda r: moved("/t/end?utm_source=x"), story=BELL)


def statuses(c: Cases) -> None:
    c.web.routes["/hard404"] = lambda r: reply("no", "404 Not Found")
    c.add("redirect_to_404", DEAD, lambda r: moved("/hard404"), story=BELL)
    c.add("status_404_full", DEAD, lambda r: reply(BELL_PAGE, "404 Not Found"), story=BELL)
    c.add("status_502", TRANSIENT, lambda r: reply("bad", "502 Bad Gateway"), story=BELL)
    c.add(
        "status_429",
        TRANSIENT,
        lambda r: reply("slow", "429 Too Many Requests", Retry_After="3600"),
        story=BELL,
    )
    c.add("status_403_story", BLOCKED, lambda r: reply(BELL_PAGE, "403 Forbidden"), story=BELL)


def claims(c: Cases) -> None:
    for n, (o, site) in enumerate(
        (
            ("Reuters", "Molehaven Times"),
            ("The Conversation", "Molehaven Times"),
            ("dpa", "Molehaven Times"),
            ("States Newsroom", "Kansas Post"),
            ("Molehaven Times", "The Molehaven Times Online"),
            ("MT", "Molehaven Times"),
            ("Yonhap", "Molehaven Times"),
        )
    ):
        c.add(
            f"outlet_{n}",
            RESOLVES,
            lambda r, site=site: reply(
                page(BELL.title, BELL.text, f"<meta property=og:site_name content='{site}'>")
            ),
            story=BELL,
            outlet=o,
        )
    c.add(
        "other_story",
        MISMATCH,
        lambda r: reply(
            page(
                "Recipe: plum dumplings in brown butter",
                "Boil the plums, fold the dough, fry the crumbs. " * 40,
            )
        ),
        path=f"/q/{c.variant}/5",
        title=BELL.title,
        needs_title="1",
    )
    c.add(
        "other_outlet",
        MISMATCH,
        lambda r: reply(page(BELL.title, BELL.text, "<meta property=og:site_name content='Rival Gazette'>")),
        story=BELL,
        outlet="Harbour Herald",
    )
