"""What the pages of the hostile web say, in several languages; a variant is a way through these lists."""

from typing import NamedTuple


class Story(NamedTuple):
    """A living article: title, slug, paragraphs enough to look like one, and its publisher."""

    title: str
    slug: str
    text: str
    outlet: str


_EN = (
    "The council of Vantry met on Tuesday night and heard from nineteen residents before it voted. "
    "Work on the sea wall begins in March, said the surveyor, and should be done before the herring fleet returns. "
    "The cost has been shared between the county and the harbour trust, which keeps the accounts open to anyone. "
)
_DE = (
    "Der Gemeinderat von Altmoor hat am Dienstagabend neunzehn Anwohner gehört und dann abgestimmt. Die Arbeiten am Deich "
    "beginnen im März, sagte die Bauleiterin, und sollen vor dem Herbst enden. Die Kosten teilen sich Kreis und Hafenverband. "
)
_RU = (
    "Совет посёлка Верхнеозёрск собрался во вторник вечером и выслушал девятнадцать жителей, прежде чем голосовать. "
    "Работы на дамбе начнутся в марте, сказала инженер, и должны закончиться до осени. Расходы поделят округ и порт. "
)
_UK = (
    "Рада селища Верхньоставне зібралася у вівторок увечері та вислухала дев'ятнадцятьох мешканців, перш ніж голосувати. "
    "Роботи на дамбі почнуться в березні, сказала інженерка, і мають завершитися до осені. Витрати поділять район і порт. "
)
_FR = (
    "Le conseil de Port-Lannec s'est réuni mardi soir et a entendu dix-neuf habitants avant de voter. Les travaux sur la digue "
    "commencent en mars, a dit l'ingénieure, et devraient finir avant l'automne. Le canton et le port partagent la dépense. "
)
_ES = (
    "El concejo de Puerto Alzado se reunió el martes por la noche y escuchó a diecinueve vecinos antes de votar. Las obras del dique "
    "empiezan en marzo, dijo la ingeniera, y deberían acabar antes del otoño. La comarca y el puerto comparten el gasto. "
)
_JA = (
    "浜野町の議会は火曜日の夜に開かれ、採決の前に十九人の住民の話を聞いた。堤防の工事は三月に始まり、秋までに終わる予定だと技師は述べた。"
    "費用は郡と港湾組合が分け合い、帳簿は誰でも見ることができる。"
)

STORIES = (
    Story("Sea wall at Vantry wins narrow vote", "sea-wall-at-vantry-wins-narrow-vote", _EN * 8, "Vantry Courier"),
    Story("Altmoor stimmt für neuen Deich am Hafen", "altmoor-stimmt-fuer-neuen-deich-am-hafen", _DE * 8, "Altmoorer Bote"),
    Story("Верхнеозёрск проголосовал за новую дамбу", "verkhneozersk-progolosoval-za-novuyu-dambu", _RU * 8, "Озёрский вестник"),
    Story("Верхньоставне проголосувало за нову дамбу", "verkhnostavne-proholosuvalo-za-novu-dambu", _UK * 8, "Ставнянські новини"),
    Story("Port-Lannec vote la reconstruction de sa digue", "port-lannec-vote-la-reconstruction-de-sa-digue", _FR * 8, "L'Écho de Lannec"),
    Story("Puerto Alzado aprueba la obra del dique viejo", "puerto-alzado-aprueba-la-obra-del-dique-viejo", _ES * 8, "El Faro de Alzado"),
    Story("浜野町議会、堤防の工事を承認", "hamano-teibo-koji-shonin", _JA * 12, "浜野日報"),
)  # fmt: skip
OTHERS = (
    Story("Five casino bonuses that pay today", "five-casino-bonuses", "Spin the reels and claim your welcome package. " * 40, "Lucky Reels"),
    Story("Rezept: Pflaumenkuchen vom Blech", "rezept-pflaumenkuchen", "Den Teig kneten, ruhen lassen und mit Pflaumen belegen. " * 40, "Küchenblatt"),
    Story("Гороскоп на неделю для всех знаков", "goroskop", "Звёзды советуют не спешить и беречь силы для выходных. " * 40, "Звёздный час"),
)  # fmt: skip
TRAPS = (
    Story("Why a 404 page not found message tells so little", "why-a-404-page-not-found-message-tells-so-little", "When a page is not found, servers answer with error 404, and the reader learns nothing else. " * 20, "Vantry Courier"),
    Story("Village buys back its name after domain for sale notice", "village-buys-back-its-name-after-domain-for-sale-notice", "The domain was for sale for three years, and the parish council saved up to buy this domain back. " * 20, "Vantry Courier"),
    Story("Sign in or leave: how log in pages drove readers away", "sign-in-or-leave-how-log-in-pages-drove-readers-away", "Readers who were told to log in to continue mostly left, the study of forty papers found. " * 20, "Vantry Courier"),
    Story("Are you human? A short history of the captcha", "are-you-human-a-short-history-of-the-captcha", "The captcha asked people to verify that they are human, and trained machines to do the same. " * 20, "Vantry Courier"),
)  # fmt: skip
GONE = (
    ("Page not found", "Sorry, the page you were looking for is not here."),
    ("Seite nicht gefunden", "Die gesuchte Seite existiert leider nicht mehr."),
    ("Страница не найдена", "К сожалению, такой страницы нет на нашем сайте."),
    ("Сторінку не знайдено", "На жаль, такої сторінки не існує."),
    ("Page introuvable", "La page que vous cherchez n'existe plus."),
    ("Página no encontrada", "La página que buscas ya no está disponible."),
    ("ページが見つかりません", "お探しのページは削除されたか、移動した可能性があります。"),
    ("Oops! 404", "We searched everywhere. This page has been removed."),
    ("Nie znaleziono strony", "Szukana strona nie istnieje."),
)
SALE = (
    (
        "vantry-courier.com is for sale",
        "This domain is for sale. Make an offer today. Related searches: loans, hotels.",
    ),
    ("Domain zu verkaufen", "Diese Domain steht zum Verkauf. Jetzt Angebot abgeben."),
    ("Домен продаётся", "Этот домен продаётся. Купить домен можно сегодня."),
    ("Ce domaine est à vendre", "Acheter ce domaine : contactez le courtier."),
)
SUSPENDED = (
    (
        "Account Suspended",
        "This account has been suspended. Contact your hosting provider for more information.",
    ),
    ("Konto gesperrt", "Dieses Konto wurde gesperrt. Bitte wenden Sie sich an den Anbieter."),
    ("Сайт заблокирован", "Аккаунт приостановлен за неуплату хостинга."),
    ("Site suspendu", "Ce compte a été suspendu par l'hébergeur."),
)
CHALLENGE = (
    ("Just a moment...", "Checking your browser before you go on. This takes a few seconds."),
    ("Sicherheitsüberprüfung", "Bitte bestätigen Sie, dass Sie ein Mensch sind."),
    ("Проверка браузера", "Подождите, мы проверяем ваш браузер. Подтвердите, что вы не робот."),
    ("Vérification de sécurité", "Confirmez que vous n'êtes pas un robot."),
)
LOGIN = (
    ("Sign in - Vantry Courier", "Sign in to continue reading. Email Password Forgot your password?"),
    ("Anmelden", "Bitte melden Sie sich an, um weiterzulesen."),
    ("Вход", "Войдите, чтобы читать дальше."),
    ("Connexion", "Connectez-vous pour lire la suite."),
)
CONSENT = (
    ("Before you continue", "We value your privacy. We use cookies and need your choice. Accept all"),
    ("Bevor Sie fortfahren", "Wir brauchen Ihre Zustimmung. Alle akzeptieren"),
    ("Прежде чем продолжить", "Мы используем файлы cookie. Принять все"),
    ("Avant de continuer", "Nous utilisons des cookies. Tout accepter"),
)
WORDLESS = (
    "Try our morning letter, the weather on the coast and the puzzle of the week.",
    "Unser Morgenbrief, das Wetter an der Küste und das Rätsel der Woche warten auf Sie.",
    "Читайте утреннее письмо, прогноз погоды и головоломку недели.",
    "Lisez la lettre du matin, la météo de la côte et l'énigme de la semaine.",
)
