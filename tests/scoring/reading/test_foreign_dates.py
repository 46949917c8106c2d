"""Dates of texts in other languages are told, though the texts are not judged."""

import pytest

from scoring import Article, read

TEXTS = {
    "de": ("Der Gemeinderat von Altmoor hat am 12. März 2021 abgestimmt, und die Arbeiten am Deich haben im Mai 2022 begonnen. Das war nicht am 3.4.2020.", ["2021-03-12", "2022-05", "2020-04-03"]),
    "fr": ("Le conseil de Port-Lannec a voté le 3 février 2021 et les travaux sur la digue ont commencé en août 2022 dans le port, dit la mairie.", ["2021-02-03", "2022-08"]),
    "es": ("El concejo de Puerto Alzado votó el 14 de julio de 2021 y las obras del dique empezaron en enero de 2022, según la alcaldía del puerto.", ["2021-07-14", "2022-01"]),
    "pl": ("Rada gminy Stare Brzegi głosowała 5 października 2021 roku, a prace przy wale rozpoczęły się w styczniu, po 17 grudnia 2021.", ["2021-10-05", "2021-12-17"]),
    "ru": ("Совет посёлка проголосовал 9 мая 2021 года, а работы на дамбе начались только 17 декабря 2022 года, как сказала инженер.", ["2021-05-09", "2022-12-17"]),
    "uk": ("Рада селища проголосувала 9 травня 2021 року, а роботи на дамбі почалися лише 17 грудня 2022 року, як сказала інженерка.", ["2021-05-09", "2022-12-17"]),
}  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
def test_dates_with_their_year_are_read(language: str) -> None:
    text, values = TEXTS[language]
    document = read(Article(text, language=language))
    assert not document.covered
    assert [mention.value for mention in document.dates] == values
    assert all(mention.readings for mention in document.dates)


def test_a_day_that_no_month_has_has_no_reading() -> None:
    document = read(
        Article("Der Rat hat am 31. Juni 2021 nicht getagt, und das war allen recht.", language="de")
    )
    assert [(mention.value, mention.readings) for mention in document.dates] == [("2021-06-31", ())]
