"""Citations are judged in every language: right ones are left alone, faults are found, and there is no score."""

from datetime import UTC, datetime

import pytest

from scoring import Article, Document, Evidence, Format, judge, read, shipped
from scoring.finding import Family, Severity
from scoring.report import Coverage

AS_OF = Evidence(as_of=datetime(2026, 11, 28, tzinfo=UTC))

# Our own paragraphs about a harbour wall, each with two calls, and the list in the manner of the language.
RIGHT = {
    "uk": (
        "Міська рада Норвіка у вівторок вирішила підняти портову стіну на два метри після чотиригодинного обговорення [1]. "
        "За даними агенції, повені завдали збитків двадцяти будинкам на набережній, і тепер мешканці чекають на роботи [2].",
        "Список використаних джерел",
        "Міська рада. «Стратегія міста 2040». 5 березня 2025. https://www.norwick-city.org/plan (дата звернення: 6.03.2025).",
        "Гончар О. Стіни та припливи на півночі // Вісник портів. 2021. Т. 12, № 3. С. 45–50. https://www.porty-visnyk.org/12-3",
    ),
    "ru": (
        "Городской совет Норвика во вторник решил поднять портовую стену на два метра после четырёхчасового обсуждения [1]. "
        "По данным агентства, наводнения повредили двадцать домов на набережной, и теперь жители ждут начала работ [2].",
        "Литература и источники",
        "Городской совет. «Протокол заседания 4 марта 2025 года». URL: https://www.norwick-city.org/minutes (дата обращения: 06.03.2025).",
        "Орлов И. П. Стены и приливы на севере // Вестник портов. 2021. Т. 12, № 3. С. 45–50.",
    ),
    "de": (
        "Der Stadtrat von Norwick hat am Dienstag nach vier Stunden beschlossen, die Hafenmauer um zwei Meter zu erhöhen.[1] "
        "Die Flut hat nach Angaben des Amtes zwanzig Häuser am Kai beschädigt, und die Bewohner warten auf die Arbeiten.[2]",
        "Einzelnachweise",
        "Umweltamt: „Flutschäden in Norwick 2014 bis 2024“, 14. Januar 2025, https://www.umweltamt-norwick.org/flut (abgerufen am 6. März 2025).",
        "Orr, Simon: Mauern und Gezeiten. Tidewater Verlag, Hull 2019.",
    ),
    "fr": (
        "Le conseil municipal de Norwick a décidé mardi, après quatre heures de débat, de relever de deux mètres le mur du port [1]. "
        "Selon l’agence, les crues ont touché vingt maisons du quai, et les habitants attendent maintenant les travaux [2].",
        "Notes et références",
        "Halloran, Inès, « Norwick relève son mur », Le Courrier du Nord, 5 mars 2025, https://www.courrier-nord.org/mur (consulté le 6 mars 2025).",
        "Agence de l’eau, Dégâts des crues à Norwick, 2024. https://www.agence-eau.org/degats",
    ),
    "es": (
        "El ayuntamiento de Norwick decidió el martes, tras cuatro horas de debate, elevar dos metros el muro del puerto [1]. "
        "Según la agencia, las inundaciones dañaron veinte casas del muelle y los vecinos esperan ahora las obras [2].",
        "Fuentes consultadas",
        "Agencia del Agua. (2024). Daños de las inundaciones en Norwick. Recuperado de https://www.agencia-agua.org/danos",
        "Halloran, I. (5 de marzo de 2025). Norwick eleva su muro. El Correo del Norte. https://www.correo-norte.org/muro",
    ),
    "pl": (
        "Rada miasta Norwick po czterech godzinach obrad postanowiła we wtorek podnieść mur portowy o dwa metry.[1] "
        "Według agencji powodzie uszkodziły dwadzieścia domów na nabrzeżu, a mieszkańcy czekają teraz na prace.[2]",
        "Przypisy",
        "Rada Miasta, Protokół z 4 marca 2025 r., https://www.norwick-miasto.org/protokol (dostęp: 6 marca 2025).",
        "J. Harrow, Mury i pływy, Gdańsk 2019, s. 45–50.",
    ),
    "pt": (
        "A câmara de Norwick decidiu na terça-feira, depois de quatro horas de debate, elevar o muro do porto em dois metros [1]. "
        "Segundo a agência, as cheias atingiram vinte casas do cais, e os moradores esperam agora pelas obras [2].",
        "Referências bibliográficas",
        "AGÊNCIA DA ÁGUA. Danos das cheias em Norwick. 2019. Disponível em: https://www.agencia-agua.org/2019/05/03/danos. Acesso em: 6 mar. 2025.",
        "HARROW, J. Muros e marés do norte. Revista dos Portos, v. 12, n. 3, p. 45-50, 2021.",
    ),
    "ar": (
        "قرر مجلس مدينة نورويك يوم الثلاثاء رفع جدار الميناء مترين بعد نقاش استمر أربع ساعات كاملة في القاعة الكبيرة [1]. "
        "وقالت الوكالة إن الفيضانات ألحقت أضرارا بعشرين منزلا على الرصيف وإن السكان ينتظرون الآن بدء الأعمال [2].",
        "المراجع",
        "مجلس المدينة، محضر اجتماع 4 مارس 2025، https://www.norwick-city.org/minutes تاريخ الوصول: 6 مارس 2025",
        "وكالة البيئة، «أضرار الفيضانات»، 2024، https://www.bee-agency.org/floods",
    ),
    "zh": (
        "诺威克市议会周二经过四个小时的辩论，决定把港口的防波墙加高两米，工程将在夏天开始[1]。环境署说，洪水损坏了码头边的二十座房屋，居民现在等着开工[2]。",
        "参考文献",
        "环境署. 诺威克港口洪水损失[EB/OL]. (2025-01-14)[2025-03-06]. https://www.huanjing-shu.org/hongshui",
        "哈罗 J, 奥尔 S. 北方的墙与潮[J]. 港口工程学报, 2021, 12(3): 45-50.",
    ),
    "ja": (
        "ノーウィック市議会は火曜日、四時間の議論の末に港の防潮壁を二メートル高くすることを決めた[1]。環境庁によると、洪水で岸壁の家二十軒が被害を受け、住民は工事の始まりを待っている[2]。",
        "脚注",
        "「港の壁を二メートル高く」『ノーウィック新聞』2025年3月5日。https://www.norwick-shimbun.org/kabe 2025年3月6日閲覧。",
        "環境庁「洪水の被害 2014年から2024年」2025年1月、https://www.kankyo-cho.org/kozui",
    ),
}


def laid_out(language: str, first: str = "[1]", second: str = "[2]") -> str:
    prose, heading, one, two = RIGHT[language]
    return f"{prose}\n\n{heading}\n\n{first} {one}\n\n{second} {two}\n"


def judged(text: str, language: str, form: Format = Format.TEXT) -> tuple[Document, list[str]]:
    report = judge(read(Article(text, format=form, language=language)), AS_OF, shipped())
    assert report.score is None
    assert {it for family, it in report.coverage.items() if family is not Family.CITATIONS} == {
        Coverage.PARTIAL
    }
    return report.document, [it.check.code for it in report.findings if it.severity is not Severity.INFO]


@pytest.mark.parametrize("language", RIGHT)
def test_right_citations_are_left_alone(language: str) -> None:
    document, found = judged(laid_out(language), language)
    assert found == []
    assert not document.covered
    assert [it.anchors for it in document.references] == [(0,), (1,)]


@pytest.mark.parametrize("language", RIGHT)
def test_an_entry_that_is_missing_is_found(language: str) -> None:
    prose, heading, one, _ = RIGHT[language]
    _, found = judged(f"{prose}\n\n{heading}\n\n[1] {one}\n", language)
    assert found == ["CIT_ORPHAN_MARKER"]


@pytest.mark.parametrize("language", RIGHT)
def test_numbers_at_line_starts_under_an_unknown_heading_answer(language: str) -> None:
    prose, _, one, two = RIGHT[language]
    _, found = judged(f"{prose}\n\n* * *\n\n1. {one}\n2. {two}\n", language)
    assert found == []


@pytest.mark.parametrize("language", RIGHT)
def test_a_list_of_markdown_reads_the_same(language: str) -> None:
    prose, heading, one, two = RIGHT[language]
    _, found = judged(f"{prose}\n\n## {heading}\n\n1. {one}\n2. {two}\n", language, Format.MARKDOWN)
    assert found == []


def test_impossible_identifiers_and_slots_are_found_without_english() -> None:
    prose, heading, one, _ = RIGHT["uk"]
    faults = "Гончар О. Стіни. ISBN 978-0-306-40615-8. https://www.porty-visnyk.org/your-link-here"
    _, found = judged(f"{prose}\n\n{heading}\n\n[1] {one}\n\n[2] {faults}\n", "uk")
    assert sorted(found) == ["CIT_BAD_IDENTIFIER", "CIT_PLACEHOLDER"]


def test_a_reference_of_a_year_to_come_is_found_without_english() -> None:
    prose, heading, one, _ = RIGHT["es"]
    _, found = judged(
        f"{prose}\n\n{heading}\n\n[1] {one}\n\n[2] Agencia del Agua. (2031). Muros. https://www.agencia-agua.org/m\n",
        "es",
    )
    assert found == ["CIT_FUTURE_DATED"]
