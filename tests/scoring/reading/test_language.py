"""The language gate, the name of the language, and what counts as a word."""

import pytest

from scoring import Article, Format, read

ENGLISH = (
    "The council of the island met in the old customs house and voted to repair the pier that was damaged by the storm, "
    "and it said that the work is to begin in the spring with the help of the state."
)
OTHERS = {
    "de": "Der Rat der Insel hat sich im alten Zollhaus getroffen und beschlossen, dass die Mole, die der Sturm beschädigt "
    "hat, im Frühling mit dem Geld des Landes wieder aufgebaut wird, was nicht alle auf der Insel für richtig halten.",
    "fr": "Le conseil de l'île s'est réuni dans la vieille maison de la douane et il a décidé que la jetée, qui est abîmée "
    "par la tempête, sera réparée au printemps avec les fonds de la région, ce que tous ne trouvent pas juste.",
    "es": "El consejo de la isla se reunió en la vieja casa de la aduana y decidió que el muelle, dañado por la tormenta, "
    "se reparará en la primavera con los fondos de la región, lo que no es del agrado de todos los vecinos.",
    "pt": "O conselho da ilha se reuniu na velha casa da alfândega e decidiu que o cais, que foi danificado pela "
    "tempestade, será reparado na primavera com os fundos da região, o que não é do agrado de todos os vizinhos.",
    "it": "Il consiglio della isola si è riunito nella vecchia casa della dogana e ha deciso che il molo, che la tempesta "
    "ha rovinato, sarà riparato in primavera con i fondi della regione, il che non è gradito a tutti gli abitanti.",
    "nl": "De raad van het eiland kwam in het oude douanehuis bijeen en besloot dat de pier, die door de storm is "
    "beschadigd, in het voorjaar met het geld van de staat wordt hersteld, wat niet voor iedereen op het eiland goed is.",
    "pl": "Rada wyspy zebrała się w starym domu celnym i zdecydowała, że molo, które zostało zniszczone przez sztorm, "
    "będzie na wiosnę naprawione za pieniądze od państwa, co nie jest dla wszystkich na wyspie dobre.",
    "ru": "Совет острова собрался в старом здании таможни и решил, что пирс, который был повреждён бурей, будет весной "
    "отремонтирован на деньги государства, и это не всем на острове нравится, как было сказано после голосования.",
    "uk": "Рада острова зібралася в старій будівлі митниці і вирішила, що пірс, який пошкодила буря, навесні відремонтують "
    "за гроші держави, і це не всім на острові до вподоби, як було сказано після голосування у вівторок.",
}


def gate(text: str, language: str | None = None) -> tuple[str, bool]:
    document = read(Article(text, language=language))
    return document.language, document.covered


def test_english_is_covered_without_a_declaration() -> None:
    assert gate(ENGLISH) == ("en", True)


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_named_and_not_covered(language: str) -> None:
    assert gate(OTHERS[language]) == (language, False)


@pytest.mark.parametrize("language", OTHERS)
def test_a_wrong_declaration_is_corrected(language: str) -> None:
    assert gate(OTHERS[language], "en") == (language, False)
    assert gate(ENGLISH, language) == ("en", True)


def test_a_short_text_is_what_it_is_declared_to_be() -> None:
    assert gate("Ferry fares rise", "de-AT") == ("de", False)
    assert gate("Ferry fares rise", "en_GB") == ("en", True)


def test_a_language_without_a_profile_is_not_covered_even_when_declared_english() -> None:
    text = (
        "Saaren neuvosto kokoontui vanhassa tullitalossa ja päätti korjata laiturin jonka myrsky vaurioitti "
        * 3
    )
    assert gate(text, "en") == ("und", False)


def test_the_script_tells_where_words_cannot() -> None:
    assert gate("港の議会は古い税関の建物に集まり、嵐で壊れた桟橋を直すことを決めた。") == ("ja", False)


def test_no_text_is_no_language() -> None:
    assert gate("") == ("und", False)


def test_words_are_the_same_in_text_and_markdown() -> None:
    text = read(Article("Ferry fares rise\n\nFares - on the island line - go up.", language="en"))
    markdown = read(
        Article(
            "# Ferry fares rise\n\nFares - on the *island* line - go up.",
            format=Format.MARKDOWN,
            language="en",
        )
    )
    assert text.words == markdown.words == 10
