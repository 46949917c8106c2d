"""A third hostile web: what publishing systems, walls and registrars put in place of pages today, and pages that look like it."""

import asyncio
import gzip
import io
import random
import zipfile
from urllib.parse import quote

from tests.hostile.cases import BLOCKED, DEAD, MISMATCH, PDF, RESOLVES, SOFT, TRANSIENT, Case, Cases
from tests.hostile.web import OTHER, Request, Web, moved, page, reply
from tests.hostile.wording import Story

_RAISED = (
    "The harbour board of Ostrava Quay agreed on Thursday to lift the tidal gate by forty centimetres after two winters of floods. "
    "Engineer Petra Lindqvist told the board that the hinges would hold, and showed the drawings of 1961 beside the new ones. "
    "Shopkeepers on Netmakers Row asked who would pay for the pumps while the gate is out, and were promised a list by June. "
)
STORIES = (
    Story("Tidal gate to be lifted before the winter", "tidal-gate-to-be-lifted-before-the-winter", _RAISED * 5, "Ostrava Quay Observer"),
    Story("Buses return to the upper valley after nine years", "buses-return-to-the-upper-valley-after-nine-years", _RAISED * 4, "Valley Dispatch"),
    Story("Bibliothek am Fluss öffnet wieder am Sonntag", "bibliothek-am-fluss-oeffnet-wieder-am-sonntag", "Die Bibliothek am Fluss hat ab Sonntag wieder offen, sagte die Leiterin. Der Boden ist neu, die Regale sind die alten. " * 9, "Flussbote"),
    Story("Le pont des tanneurs rouvrira au printemps prochain", "le-pont-des-tanneurs-rouvrira-au-printemps-prochain", "Le pont des tanneurs rouvrira au printemps, a dit la maire. Les pierres ont été numérotées et remises une à une. " * 9, "La Voix des Tanneurs"),
    Story("У Старому порту відкрили нову криту пристань", "u-staromu-portu-vidkryly-novu-krytu-prystan", "Нову криту пристань відкрили у суботу. Старий поміст розібрали ще восени, дошки віддали школі. " * 9, "Портова хвиля"),
)  # fmt: skip

# Title, text: the error pages of publishing systems, served as if all were well.
SYSTEMS = {
    "wordpress": ("Page not found – Valley Dispatch", "Oops! That page can’t be found. It looks like nothing was found at this location. Maybe try a search? Recent Posts Market day moved Tractor found"),
    "drupal": ("Page not found | Valley Dispatch", "The requested page could not be found."),
    "joomla": ("Error: 404 Article not found", "You may not be able to visit this page because of: an out-of-date bookmark, a mistyped address. Home Page"),
    "squarespace": ("Valley Dispatch", "We couldn't find the page you were looking for. This is either because: There is an error in the URL entered into your web browser. The page you are looking for has been moved or deleted."),
    "wix": ("404 | Valley Dispatch", "There’s Nothing Here... We can’t find the page you’re looking for. Check the URL, or head back home."),
    "ghost": ("404 — Page not found", "404 Page not found Go to the front page →"),
    "shopify": ("404 Not Found – Valley Dispatch", "404 Page Not Found The page you requested does not exist. Continue shopping"),
    "sharepoint": ("Error", "Sorry, something went wrong File Not Found. Technical details Go back to site"),
    "typo3": ("Seite nicht gefunden - Flussbote", "Die von Ihnen aufgerufene Seite konnte leider nicht gefunden werden. Nutzen Sie unsere Suche."),
    "confluence": ("Page Not Found - Flussbote Wiki", "Page Not Found The page you were looking for could not be found. Did you mean one of these?"),
    "next": ("404: This page could not be found", "404 This page could not be found."),
    "iis": ("404 - File or directory not found.", "Server Error 404 - File or directory not found. The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable."),
    "tomcat": ("HTTP Status 404 – Not Found", "Type Status Report Description The origin server did not find a current representation for the target resource or is not willing to disclose that one exists."),
    "plone": ("This page does not seem to exist…", "We apologize for the inconvenience, but the page you were trying to access is not at this address."),
    "paper": ("Story unavailable", "This story has been archived and can no longer be viewed."),
    "moved_on": ("Valley Dispatch", "We have moved a few things around. The article you want isn’t here any more."),
    "spanish": ("Diario del Valle", "Lo sentimos, la noticia que buscas ya no existe o ha cambiado de dirección."),
    "portuguese": ("Ops! | Folha do Vale", "A página que você tentou acessar não existe ou foi movida."),
    "japanese": ("谷新聞", "この記事は公開期間が終了しました。トップページへ戻る"),
    "arabic": ("صحيفة الوادي", "عذراً، الصفحة التي تبحث عنها غير متوفرة. العودة إلى الرئيسية"),
    "polish": ("Ups!", "Nie ma takiej strony. Wróć na stronę główną."),
    "ukrainian": ("Портова хвиля", "На жаль, такої сторінки не існує. Перейти на головну"),
    "chinese": ("提示信息", "抱歉，您访问的内容已被删除或不存在，请返回首页。"),
    "korean": ("골짜기신문", "죄송합니다. 삭제되었거나 존재하지 않는 기사입니다."),
    "turkish": ("Vadi Postası", "Üzgünüz, aradığınız haber bulunamadı."),
    "czech": ("Údolní listy", "Omlouváme se, ale tato stránka už neexistuje."),
}  # fmt: skip

# What stands on a name that nobody uses any more.
PARKED = {
    "free": ("valleydispatch", "valleydispatch is parked free, courtesy of a registrar. Get this domain Find a similar domain"),
    "broker": ("The domain name valleydispatch is for sale", "Buy now or make an offer. Fast transfer. Secure payments. 30-day money back guarantee"),
    "links": ("valleydispatch", "Related Searches: Bus Tickets Valley Hotels Cheap Flights Car Insurance Privacy Policy"),
    "new": ("valleydispatch", "This domain has recently been registered. It is the future home of something great."),
    "host": ("Contact Support", "Account Suspended This Account has been suspended. Contact your hosting provider for more information."),
    "debian": ("Apache2 Debian Default Page: It works", "This is the default welcome page used to test the correct operation of the Apache2 server after installation on Debian systems."),
    "german": ("valleydispatch steht zum Verkauf", "Diese Domain kaufen Sie haben Interesse? Jetzt Angebot abgeben."),
    "russian": ("Домен valleydispatch продаётся", "Этот домен продаётся. Узнать цену. Связаться с владельцем."),
}  # fmt: skip

WALLS = {
    "cloud_check": ("Just a moment...", "Verifying you are human. This may take a few seconds. The site needs to review the security of your connection before proceeding."),
    "interruption": ("Pardon Our Interruption", "As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen."),
    "denied": ("Access to this page has been denied", "Access to this page has been denied because we believe you are using automation tools to browse the website."),
    "metered": ("Subscribe – Valley Dispatch", "You have reached your limit of free articles this month. Subscribe to continue reading. Already a subscriber?"),
    "region": ("Unavailable", "Our website is currently unavailable in most European countries for legal reasons. We are engaged on the issue."),
    "age": ("Valley Dispatch", "Please confirm your age. You must be of legal age to enter this site. Yes No"),
    "pur": ("Flussbote", "Wir brauchen Ihre Zustimmung. Weiter mit Werbung oder Pur-Abo für 2,99 Euro im Monat. Alle akzeptieren"),
    "french_wall": ("La Voix des Tanneurs", "Nous utilisons des cookies. Accepter les cookies ou s’abonner pour continuer sans accepter."),
    "ukrainian_check": ("Зачекайте", "Перевіряємо ваш браузер. Підтвердьте, що ви не робот."),
    "script": ("Valley Dispatch", "You need to enable JavaScript to run this app."),
}  # fmt: skip

# Headlines of stories that are about such things; the article gives no title, and the address is a number.
TRAPS = {
    "trap_domain": ("Domain for sale: how a town lost its own name", _RAISED * 5),
    "trap_gone": ("Village shop is no longer available for weddings, council says", _RAISED * 5),
    "trap_404": ("Regiment 404 comes home to a wet parade", _RAISED * 4),
    "trap_expired": ("Their passports have expired, and so has their patience", _RAISED * 4),
    "trap_robot": ("Are you a robot? The chess club finds out", _RAISED * 4),
    "trap_password": ("Why your password is still the name of your dog", _RAISED * 4),
    "trap_short": ("Court rejects ferry appeal", _RAISED[:330]),
    "trap_cookies": ("We value your privacy, says firm that sold the lists", _RAISED * 4),
    "trap_suspended": ("Account suspended: the treasurer who said too much", _RAISED * 4),
    "trap_construction": ("Twelve years under construction, the opera opens", _RAISED * 4),
}  # fmt: skip


def make(web: Web, variant: int) -> list[Case]:
    """All cases of the third web; `variant` turns the stories."""
    cases = Cases(web, variant)
    for group in (
        systems,
        traps,
        walls,
        logins,
        redirects,
        front_pages,
        shells,
        files,
        charsets,
        slow,
        statuses,
        copies,
        other,
    ):
        group(cases)
    return cases.made


def _story(c: Cases, offset: int = 0) -> Story:
    return c.pick(STORIES, offset)


def _shown(story: Story, head: str = "", foot: str = "", title: str | None = None) -> str:
    return page(title or story.title, story.text, head, foot)


def systems(c: Cases) -> None:
    for number, (name, (title, text)) in enumerate(SYSTEMS.items()):
        heading = title if number % 3 else text.split(".")[0][:60]
        body = f"<!doctype html><title>{title}</title><header><a href=/>Home</a><a href=/news>News</a></header><h1>{heading}</h1><p>{text}</p><footer>Contact Imprint</footer>"
        accept = (BLOCKED, TRANSIENT) if name == "sharepoint" else ()
        c.add(
            f"system_{name}", SOFT, lambda r, body=body: reply(body), story=_story(c, number), accept=accept
        )
    for number, (name, (title, text)) in enumerate(PARKED.items()):
        body = f"<html><head><title>{title}</title></head><body><div>{text}</div></body></html>"
        c.add(f"parked_{name}", SOFT, lambda r, body=body: reply(body), story=_story(c, number))
    c.web.routes["/domain_profile"] = lambda r: reply(
        page("valleydispatch is for sale", "Own it for 24 easy payments. Make an offer.")
    )
    c.add(
        "parked_after_redirect",
        SOFT,
        lambda r: moved(c.web.at("/domain_profile?d=valleydispatch", OTHER)),
        story=_story(c),
    )
    c.web.prefixes["/suche/"] = lambda r: reply(
        page(
            "Suche",
            "Ihre Suche ergab 0 Treffer. Bitte ändern Sie den Suchbegriff. "
            + "Meistgelesen Wetter Sport Kultur Wirtschaft Reise " * 6,
        )
    )
    c.add(
        "search_without_hits",
        SOFT,
        path=f"/suche/{_story(c, 2).slug}",
        story=_story(c, 2),
        accept=(MISMATCH,),
    )


def traps(c: Cases) -> None:
    for number, (name, (title, text)) in enumerate(TRAPS.items()):
        path = f"/n/{c.variant}/{5500 + number}"
        c.add(
            name,
            RESOLVES,
            lambda r, t=title, x=text: reply(
                page(f"{t} | Valley Dispatch", x).replace(f"<h1>{t} | Valley Dispatch", f"<h1>{t}")
            ),
            path=path,
        )
    hidden = "<div style='display:none'><h1>Page not found</h1><p>This page is no longer available.</p></div>"
    c.add(
        "hidden_error_template",
        RESOLVES,
        lambda r: reply(_shown(_story(c)).replace("<main>", hidden + "<main>")),
        path=f"/n/{c.variant}/5601",
    )
    modal = "<dialog id=signin><form><h2>Sign in</h2><input type=email><input type=password></form></dialog>"
    brief = page("Lamp posts on Mill Lane repainted at last", _RAISED[:420])
    c.add(
        "hidden_sign_in_form",
        RESOLVES,
        lambda r: reply(brief.replace("</main>", modal + "</main>")),
        path=f"/n/{c.variant}/5602",
    )
    banner = "<div hidden><p>We value your privacy. Accept all cookies. Manage your choices.</p></div>"
    c.add(
        "hidden_cookie_banner",
        RESOLVES,
        lambda r: reply(brief.replace("<main>", banner + "<main>")),
        path=f"/n/{c.variant}/5603",
    )
    none = "<template><h1>404</h1><p>Page not found</p></template><noscript><p>Please enable JavaScript</p></noscript>"
    c.add(
        "template_and_noscript",
        RESOLVES,
        lambda r: reply(brief.replace("<main>", none + "<main>")),
        path=f"/n/{c.variant}/5604",
    )
    sold = "<aside><h2>Ads</h2><p>Piano for sale. Boat for sale.</p></aside>"
    c.add(
        "small_ads_beside",
        RESOLVES,
        lambda r: reply(_shown(_story(c, 1)).replace("</main>", "</main>" + sold)),
        path=f"/n/{c.variant}/5605",
    )
    c.add(
        "error_words_in_comments",
        RESOLVES,
        lambda r: reply(
            _shown(
                _story(c), foot="<section><h2>Comments</h2><p>This comment has been removed.</p></section>"
            )
        ),
        path=f"/n/{c.variant}/5606",
    )


def walls(c: Cases) -> None:
    for number, (name, (title, text)) in enumerate(WALLS.items()):
        body = f"<html><head><title>{title}</title><script src=/w.js></script></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
        c.add(f"wall_{name}", BLOCKED, lambda r, body=body: reply(body), story=_story(c, number))
    story = _story(c, 1)
    teaser = f"{_RAISED} Subscribe to continue reading. Already a subscriber? Log in"
    c.add(
        "paywall_teaser",
        RESOLVES,
        lambda r: reply(page(f"{story.title} | Valley Dispatch", teaser)),
        story=story,
    )
    c.add(
        "paywall_teaser_untitled",
        RESOLVES,
        lambda r: reply(page("Owl nests in the clock tower again this spring", teaser)),
        path=f"/n/{c.variant}/5701",
    )
    c.add(
        "paywall_redirect", BLOCKED, lambda r: moved(f"/subscribe?return_to={quote(r.target)}"), story=story
    )
    c.web.routes["/subscribe"] = lambda r: reply(
        page("Choose your subscription", "From 1 euro for the first month. Digital, weekend, premium.")
    )
    c.web.routes["/privacy-gate"] = lambda r: reply(
        page("Your choices", "Agree and continue, or read why we ask.")
    )
    c.add(
        "consent_gate",
        BLOCKED,
        lambda r: moved(c.web.at(f"/privacy-gate?return={quote(r.target, safe='')}", OTHER)),
        story=story,
    )


def logins(c: Cases) -> None:
    story = _story(c, 2)
    form = "<form method=post><input name=email><input type=password name=p></form>"
    c.web.routes["/users/sign_in"] = lambda r: reply(page("Members", "Welcome back.", foot=form))
    c.add("login_rails", BLOCKED, lambda r: moved("/users/sign_in"), story=story)
    c.web.routes["/idp/profile/SAML2/Redirect/SSO"] = lambda r: reply(
        page("Web Login Service", "Username Password Don't Remember Login", foot=form)
    )
    c.add(
        "login_university",
        BLOCKED,
        lambda r: moved(c.web.at("/idp/profile/SAML2/Redirect/SSO?execution=e1s1", OTHER)),
        story=story,
    )
    c.add(
        "login_in_place",
        BLOCKED,
        lambda r: reply(page("Flussbote Intern", "Nur für Mitglieder.", foot=form)),
        story=story,
    )
    c.add(
        "login_status",
        BLOCKED,
        lambda r: reply("", "401 Unauthorized", WWW_Authenticate="Basic"),
        story=story,
    )
    c.web.routes["/register"] = lambda r: reply(
        page("Create your free account", "Read three stories a month.")
    )
    c.add("registration_wall", BLOCKED, lambda r: moved(f"/register?from={quote(r.target)}"), story=story)


def redirects(c: Cases) -> None:
    story, base = _story(c, 3), f"/chain/{c.variant}"
    final = f"{base}/end"
    c.web.routes[final] = lambda r: reply(_shown(story))
    for number in (1, 2, 3):
        to = final if number == 3 else f"{base}/{number + 1}"
        c.web.routes[f"{base}/{number}"] = lambda r, to=to: reply(
            f"<meta http-equiv=refresh content='0;url={to}'><p>One moment</p>"
        )
    c.add("refresh_chain", RESOLVES, path=f"{base}/1", title=story.title)
    c.add(
        "refresh_to_itself",
        RESOLVES,
        lambda r: reply(_shown(story, f"<meta http-equiv=refresh content='5; url={r.target}'>")),
        story=story,
    )
    c.add(
        "refresh_of_a_ticker",
        RESOLVES,
        lambda r: reply(_shown(story, "<meta http-equiv=refresh content=300>")),
        story=story,
    )
    c.add(
        "refresh_in_noscript",
        RESOLVES,
        lambda r: reply(
            _shown(story, "<noscript><meta http-equiv=refresh content='0;url=/no-js'></noscript>")
        ),
        story=story,
    )
    c.add(
        "refresh_home",
        SOFT,
        lambda r: reply("<meta http-equiv=refresh content='0;url=/'>Redirecting"),
        story=story,
    )
    c.add(
        "cookie_loop_that_ends",
        RESOLVES,
        lambda r: (
            reply(_shown(story))
            if "seen=1" in r.headers.get("cookie", "")
            else moved(r.target, Set_Cookie="seen=1; Path=/")
        ),
        story=story,
    )
    c.add(
        "cookie_loop_that_does_not", DEAD, lambda r: moved(r.target, Set_Cookie="seen=1; Path=/"), story=story
    )
    c.web.routes[f"{base}/ping"] = lambda r: moved(c.web.at(f"{base}/pong", OTHER))
    c.web.routes[f"{base}/pong"] = lambda r: moved(c.web.at(f"{base}/ping"))
    c.add("loop_over_two_hosts", DEAD, path=f"{base}/ping", title=story.title)
    c.web.routes[f"{base}/en-gb/{story.slug}"] = lambda r: reply(_shown(story))
    c.add(
        "to_locale",
        RESOLVES,
        lambda r: moved(f"{base}/en-gb/{story.slug}"),
        path=f"{base}/{story.slug}",
        title=story.title,
    )
    c.web.routes["/uk/"] = lambda r: reply(page("UK edition", "Top stories of the hour. " * 30))
    c.add("to_region_front", SOFT, lambda r: moved("/uk/"), story=story)
    c.web.routes[f"/m{base}/{story.slug}"] = lambda r: reply(_shown(story))
    c.add("to_mobile_host", RESOLVES, lambda r: moved(c.web.at(f"/m{base}/{story.slug}", OTHER)), story=story)
    c.web.routes["/tag/harbour"] = lambda r: reply(
        page("Harbour", "All about the harbour. Gate Wall Pier " * 30)
    )
    c.add("to_tag", SOFT, lambda r: moved("/tag/harbour"), story=story, accept=(MISMATCH,))
    c.web.routes["/index.php"] = lambda r: reply(
        page("Flussbote", "Alles aus der Stadt und vom Fluss. " * 20)
    )
    c.add(
        "query_to_front",
        SOFT,
        lambda r: moved("/index.php"),
        path=f"/artikel.php?id={c.variant}44",
        title=_story(c, 2).title,
    )
    c.web.routes[f"{base}/2024/new-slug-{c.variant}"] = lambda r: reply(_shown(_story(c)))
    c.add("to_new_slug", RESOLVES, lambda r: moved(f"{base}/2024/new-slug-{c.variant}"), story=_story(c))


def front_pages(c: Cases) -> None:
    story = _story(c, 1)
    home = page("Valley Dispatch", "The valley and its news, every day but Sunday. " * 25)
    c.web.routes["/"] = lambda r: reply(home)
    canonical = f"<link rel=canonical href='{c.web.at('/')}'>"
    c.add(
        "canonical_of_a_theme",
        RESOLVES,
        lambda r: reply(_shown(story, canonical)),
        path=f"/c/{c.variant}/771",
    )
    c.add(
        "canonical_of_a_copy",
        SOFT,
        lambda r: reply(home.replace("</head>", canonical + "</head>")),
        path=f"/c/{c.variant}/772",
    )
    c.web.prefixes["/app/"] = lambda r: reply(home)
    c.add("any_name_is_the_front", SOFT, path=f"/app/{c.variant}/{story.slug}", story=story)
    menu = "".join(
        f"<li>Desk {letter} of the valley and its people</li>" for letter in "abcdefghijklmnopqrst" * 4
    )
    c.web.prefixes["/b/"] = lambda r: reply(page("Valley Dispatch", "Nothing", foot=f"<ul>{menu}</ul>"))
    c.add(
        "brief_in_much_menu",
        RESOLVES,
        lambda r: reply(
            page(
                "Bridge closed for one hour on Sunday",
                "The bridge was closed for an hour.",
                foot=f"<ul>{menu}</ul>",
            )
        ),
        path=f"/b/{c.variant}",
    )


def shells(c: Cases) -> None:
    story = _story(c)
    shell = "<div id=__next></div><script src=/a.js></script><script src=/b.js></script>"
    c.add(
        "shell_empty",
        BLOCKED,
        lambda r: reply(f"<!doctype html><title>Loading</title><body>{shell}"),
        story=story,
    )
    c.add(
        "shell_with_title",
        RESOLVES,
        lambda r: reply(
            f"<!doctype html><title>{story.title}</title><meta property=og:title content='{story.title}'><body>{shell}"
        ),
        story=story,
    )
    c.add(
        "shell_spinner",
        BLOCKED,
        lambda r: reply(f"<!doctype html><title>Valley Dispatch</title><body><p>Loading...</p>{shell}"),
        story=story,
    )
    c.add(
        "frameset",
        BLOCKED,
        lambda r: reply(
            "<html><head><title>Archiv</title></head><frameset cols='20%,80%'><frame src=/nav.html><frame src=/main.html></frameset></html>"
        ),
        story=story,
    )
    c.add(
        "app_of_one_iframe",
        BLOCKED,
        lambda r: reply("<html><body><iframe src='/reader?id=7'></iframe></body></html>"),
        story=story,
    )


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x" * 200)
    return out.getvalue()


def files(c: Cases) -> None:
    story = _story(c, 1)
    noise = random.Random(c.variant).randbytes(6000)
    table = "gate;height;day\n" + "".join(f"{n};{n * 7 % 50};2024-03-{n % 28 + 1:02}\n" for n in range(90))
    video = b"\0\0\0\x18ftypmp42" + noise
    for name, kind, body in (
        ("pdf", "application/pdf", PDF), ("pdf_as_stream", "application/octet-stream", PDF), ("pdf_as_html", "text/html", PDF), ("epub", "application/epub+zip", _zip("mimetype")),
        ("csv", "text/csv", table), ("csv_as_html", "text/html", table), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _zip("xl/workbook.xml")), ("video", "video/mp4", video),
        ("json", "application/json", '{"features": [' + '{"gate": 1},' * 60 + "{}]}"), ("feed", "application/rss+xml", "<?xml version='1.0'?><rss><channel><title>Gate</title></channel></rss>"),
        ("text", "text/plain", _RAISED), ("stream_of_noise", "application/octet-stream", noise), ("shapefile", "application/zip", _zip("gates.shp")), ("markdown", "text/markdown", f"# {story.title}\n\n{_RAISED}"),
    ):  # fmt: skip
        c.add(
            f"file_{name}",
            RESOLVES,
            lambda r, kind=kind, body=body: reply(body, kind=kind),
            path=f"/files/{c.variant}/{name}.dat",
            title=story.title,
        )
    c.add(
        "file_gone_as_pdf",
        SOFT,
        lambda r: reply(
            "<html><head><title>File not found</title></head><body>The document is no longer available.</body></html>",
            kind="application/pdf",
        ),
        path=f"/files/{c.variant}/plan.pdf",
        title=story.title,
    )
    c.add(
        "file_gone_as_csv",
        SOFT,
        lambda r: reply("Not Found", kind="text/csv"),
        path=f"/files/{c.variant}/gates.csv",
        title=story.title,
    )
    c.add(
        "file_gone_as_json",
        SOFT,
        lambda r: reply('{"message":"Not Found","status":404}', kind="application/json"),
        path=f"/files/{c.variant}/gates.json",
        accept=(RESOLVES,),
    )
    c.add(
        "noise_as_html",
        MISMATCH,
        lambda r: reply(noise),
        path=f"/files/{c.variant}/noise.html",
        title=story.title,
    )
    c.add(
        "noise_as_html_untitled",
        MISMATCH,
        lambda r: reply(noise, kind="text/html"),
        path=f"/files/{c.variant}/{c.variant}77",
    )
    c.add(
        "noise_in_gzip_as_html",
        MISMATCH,
        lambda r: reply(gzip.compress(noise), Content_Encoding="gzip"),
        path=f"/files/{c.variant}/packed.html",
        title=story.title,
    )
    c.add(
        "empty_pdf",
        SOFT,
        lambda r: reply(b"", kind="application/pdf"),
        path=f"/files/{c.variant}/empty.pdf",
        title=story.title,
    )


def charsets(c: Cases) -> None:
    for name, title, charset, kind, meta in (
        ("utf8_header_cyrillic_meta", "Пристань у Старому порту відкрито знову", "windows-1251", "text/html; charset=utf-8", "<meta charset=windows-1251>"),
        ("latin_header_utf8_body", "Élargissement du pont des tanneurs voté à l’unanimité", "utf-8", "text/html; charset=iso-8859-1", "<meta charset=utf-8>"),
        ("shift_jis", "港の水門を四十センチ上げる計画が決まる", "shift_jis", "text/html", "<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>"),
        ("euc_kr", "항구 수문을 사십 센티미터 높이기로 결정", "euc-kr", "text/html", "<meta charset=euc-kr>"),
        ("gb18030", "港务局决定把水闸升高四十厘米", "gb18030", "text/html", "<meta charset=gbk>"),
        ("big5", "港務局決定把水閘升高四十公分", "big5", "text/html; charset=big5", ""),
        ("koi8", "Ворота в порту поднимут на сорок сантиметров", "koi8-r", "text/html", "<meta charset=koi8-r>"),
        ("utf16", "Tidal gate to be lifted before the winter", "utf-16", "text/html", ""),
        ("bom_over_header", "Bibliothek am Fluss öffnet wieder am Sonntag", "utf-8-sig", "text/html; charset=windows-1252", ""),
        ("undeclared_1252", "Müllabfuhr fährt künftig früher durch Grünwürstling", "cp1252", "text/html", ""),
        ("undeclared_1251", "Ворота в порту поднимут на сорок сантиметров к зиме", "cp1251", "text/html", ""),
        ("late_meta", "Ælfgifu’s brooch returns to the minster museum", "utf-8", "text/html", f"<!-- {'x' * 1500} --><meta charset=utf-8>"),
        ("nonsense_charset", "Kętrzyn otwiera nową przystań żeglarską", "utf-8", "text/html; charset=unicode-best", ""),
    ):  # fmt: skip
        text = f"<html><head>{meta}<title>{title}</title></head><body><h1>{title}</h1><p>{title}. {title}.</p></body></html>"
        body = text.encode(charset, "replace")
        c.add(
            f"charset_{name}",
            RESOLVES,
            lambda r, body=body, kind=kind: reply(body, kind=kind),
            path=f"/z/{c.variant}/{name.replace('_', '')}",
            title=title,
        )


def slow(c: Cases) -> None:
    story = _story(c)
    whole = _shown(story).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"

    async def trickle(r: Request) -> None:
        await r.send(head + whole)
        for _ in range(100):
            await r.send(b" ")
            await asyncio.sleep(0.1)

    async def late(r: Request) -> bytes:
        await asyncio.sleep(2.5)
        return reply(whole)

    async def never(r: Request) -> None:
        await asyncio.sleep(12)

    async def headed(r: Request) -> None:
        await r.send(head + whole[:80])
        await asyncio.sleep(12)

    c.add("body_that_trickles", RESOLVES, trickle, story=story)
    c.add("head_after_two_seconds", RESOLVES, late, story=story)
    c.add("head_after_twelve", TRANSIENT, never, story=story)
    c.add("body_that_stops_in_its_head", TRANSIENT, headed, story=story, accept=(RESOLVES,))
    c.add(
        "head_of_sixty_kilobytes",
        RESOLVES,
        lambda r: reply(whole, X_Policy="a" * 60_000),
        story=story,
        accept=(TRANSIENT, BLOCKED),
    )
    cookies = "\r\n".join(f"Set-Cookie: c{n}={'v' * 40}" for n in range(200))
    c.add(
        "two_hundred_cookies",
        RESOLVES,
        lambda r: (
            f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(whole)}\r\n{cookies}\r\n\r\n".encode()
            + whole
        ),
        story=story,
    )

    async def old(r: Request) -> None:
        await r.send(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + whole)

    c.add("protocol_of_1996", RESOLVES, old, story=story)
    c.add(
        "claims_gzip_is_plain",
        TRANSIENT,
        lambda r: reply(whole, Content_Encoding="gzip"),
        story=story,
        accept=(BLOCKED, RESOLVES),
    )


def statuses(c: Cases) -> None:
    story = _story(c, 3)
    for status, verdict in (
        ("410 Gone", DEAD), ("404 Not Found", DEAD), ("451 Unavailable For Legal Reasons", BLOCKED), ("403 Forbidden", BLOCKED), ("402 Payment Required", BLOCKED), ("406 Not Acceptable", BLOCKED),
        ("418 I'm a teapot", BLOCKED), ("500 Internal Server Error", TRANSIENT), ("503 Service Unavailable", TRANSIENT), ("520 Web Server Returned an Unknown Error", TRANSIENT), ("521 Web Server Is Down", TRANSIENT), ("999 Request denied", BLOCKED),
    ):  # fmt: skip
        c.add(f"status_{status[:3]}", verdict, lambda r, s=status: reply(page(s, s), s), story=story)
    c.add(
        "status_503_for_two_minutes",
        TRANSIENT,
        lambda r: reply("back soon", "503 Service Unavailable", Retry_After="120"),
        story=story,
    )
    busy: list[int] = []

    def once(r: Request) -> bytes:
        busy.append(1)
        return reply(_shown(story)) if len(busy) > 1 else reply("", "429 Too Many Requests", Retry_After="1")

    c.add("status_429_once", RESOLVES, once, story=story, accept=(TRANSIENT,))
    c.add(
        "maintenance_as_200",
        TRANSIENT,
        lambda r: reply(
            page("Maintenance", "We are doing some maintenance and will be back shortly."), Retry_After="600"
        ),
        story=story,
        accept=(BLOCKED,),
    )


def copies(c: Cases) -> None:
    story = _story(c)
    bar = "<div id=wm-ipp-base><p>The Wayback Machine - captures 3 Jan 2021 - 9 Feb 2024</p></div>"
    c.add(
        "archive_copy",
        RESOLVES,
        lambda r: reply(_shown(story).replace("<body>", "<body>" + bar)),
        path=f"/web/2021{c.variant:04}/http://observer.example/{story.slug}",
        title=story.title,
    )
    c.add(
        "archive_has_none",
        DEAD,
        lambda r: reply(
            page("Wayback Machine", "The Wayback Machine has not archived that URL."), "404 Not Found"
        ),
        path=f"/web/2022{c.variant:04}/http://observer.example/a",
        title=story.title,
    )
    c.add(
        "archive_has_none_as_200",
        SOFT,
        lambda r: reply(
            page(
                "Wayback Machine",
                "Hrm. The Wayback Machine has not archived that URL. Click here to search for all archived pages.",
            )
        ),
        path=f"/web/2023{c.variant:04}/http://observer.example/b",
        title=story.title,
    )
    c.add(
        "archive_excluded",
        BLOCKED,
        lambda r: reply(
            page("Wayback Machine", "Sorry. This URL has been excluded from the Wayback Machine."),
            "403 Forbidden",
        ),
        path=f"/web/2024{c.variant:04}/http://observer.example/c",
        title=story.title,
    )
    c.web.routes["/amp/story"] = lambda r: reply(
        _shown(story, f"<link rel=canonical href='{c.web.at('/2024/' + story.slug)}'>").replace(
            "<html", "<html amp"
        )
    )
    c.add("amp_page", RESOLVES, path="/amp/story", title=story.title)
    paper = "Hinge fatigue of tidal gates under repeated lifting"
    meta = f"<meta name=citation_title content='{paper}'><meta name=citation_journal_title content='Gate Letters'><meta name=citation_publication_date content='2019/04/02'>"
    c.web.routes["/article/view"] = lambda r: reply(
        page("Gate Letters | Article details", "Abstract. Hinges tire.", meta)
    )
    c.add(
        "doi_landing",
        RESOLVES,
        lambda r: moved(c.web.at("/article/view?id=10.1000/gate.7", OTHER)),
        path=f"/10.1000/gate.{c.variant}7",
        title=paper,
        published="2019",
    )
    c.web.routes["/doi/cookie"] = lambda r: (
        reply(page(paper, "Abstract. Hinges tire."))
        if "cookieSet=1" in r.target
        else moved("/doi/cookie?cookieSet=1", Set_Cookie="k=1")
    )
    c.add(
        "doi_landing_cookie_check",
        RESOLVES,
        lambda r: moved("/doi/cookie"),
        path=f"/10.1000/gate.{c.variant}8",
        title=paper,
    )
    c.add(
        "doi_landing_walled",
        BLOCKED,
        lambda r: reply("", "403 Forbidden", cf_mitigated="challenge"),
        path=f"/10.1000/gate.{c.variant}9",
        title=paper,
    )
    c.add(
        "doi_not_found",
        DEAD,
        lambda r: reply(
            page("DOI Not Found", "This DOI cannot be found in the DOI System."), "404 Not Found"
        ),
        path=f"/10.1000/gate.{c.variant}0",
        title=paper,
    )


def other(c: Cases) -> None:
    story = _story(c, 1)
    c.add(
        "headline_changed",
        RESOLVES,
        lambda r: reply(
            _shown(story, f"<meta property=og:title content='{story.title}'>", title="Nine years on, a bus")
        ),
        story=story,
    )
    c.add(
        "title_is_the_site",
        RESOLVES,
        lambda r: reply(
            f"<html><head><title>Valley Dispatch</title></head><body><h1>{story.title}</h1><p>{story.text}</p></body></html>"
        ),
        story=story,
    )
    c.add(
        "title_in_json_ld",
        RESOLVES,
        lambda r: reply(
            f'<html><head><title>VD</title><script type=application/ld+json>{{"@graph":[{{"@type":"NewsArticle","headline":"{story.title}"}}]}}</script></head><body><p>{story.text}</p></body></html>'
        ),
        story=story,
    )
    c.add("plain_text_page_of_html", RESOLVES, lambda r: reply(_shown(story), kind="text/plain"), story=story)
    c.add("no_content_type", RESOLVES, lambda r: reply(_shown(story), kind=""), story=story)
    c.add(
        "replaced_by_another",
        MISMATCH,
        lambda r: reply(
            page(
                "Ten slippers that cats adore",
                "Slippers of felt, of wool and of cork were tried by nine cats. " * 30,
            )
        ),
        path=f"/o/{c.variant}/1",
        title=story.title,
        needs_title="1",
    )
    c.add(
        "sold_to_a_casino",
        MISMATCH,
        lambda r: reply(
            page(
                "Lucky Otter Casino: 200 free spins",
                "Play the best slots, claim your bonus and win big with Lucky Otter. " * 30,
            )
        ),
        story=story,
        accept=(SOFT,),
        needs_title="1",
    )
    c.add(
        "text_fragment",
        RESOLVES,
        lambda r: reply(_shown(story)),
        path=f"/o/{c.variant}/{story.slug}#:~:text=by%20forty",
        title=story.title,
    )
    c.add(
        "page_of_a_pdf",
        RESOLVES,
        lambda r: reply(PDF, kind="application/pdf"),
        path=f"/o/{c.variant}/plan.pdf#page=12",
        title=story.title,
    )
    c.add(
        "part_that_is_not_there",
        MISMATCH,
        lambda r: reply(_shown(story, foot="<h2 id=costs>Costs</h2>")),
        path=f"/o/{c.variant}/x-{story.slug}#pumps",
        title=story.title,
    )
    year = "<meta property='article:published_time' content='2012-05-01'>"
    c.add("another_year", MISMATCH, lambda r: reply(_shown(story, year)), story=story, published="2021")
    site = "<meta property='og:site_name' content='Valley Dispatch'>"
    c.add(
        "agency_copy",
        RESOLVES,
        lambda r: reply(_shown(story, site)),
        story=story,
        outlet="Agence France-Presse",
    )
    c.add(
        "shared_copy", RESOLVES, lambda r: reply(_shown(story, site)), story=story, outlet="KFF Health News"
    )
    c.add(
        "another_publisher",
        MISMATCH,
        lambda r: reply(_shown(story, site)),
        story=story,
        outlet="Marrow Gazette",
    )
