from typing import Any

import pytest

from safqa.ledger.reasons import _wording, figure_text, first_report
from safqa.model import Metric, Qualifier


@pytest.mark.parametrize(
    ("span", "qualifier", "unit", "expected"),
    [
        ((14.3e9, None), "exact", "USD", ("14.3 bn USD", "14.3 مليار دولار")),
        ((15e9, None), "about", "SAR", ("about 15 bn SAR", "نحو 15 مليار ريال سعودي")),
        ((10e9, None), "at_least", "USD", ("at least 10 bn USD", "10 مليار دولار على الأقل")),
        ((None, 40e9), "at_most", "USD", ("up to 40 bn USD", "ما يصل إلى 40 مليار دولار")),
        ((325e6, 5e8), "between", "CHF", ("325 m to 500 m CHF", "من 325 مليون إلى 500 مليون CHF")),
        ((1.5e12, None), "exact", "KRW", ("1.5 tn KRW", "1.5 تريليون وون")),
        ((1250, None), "exact", "USD", ("1,250 USD", "1,250 دولار")),
        ((49.5, None), "exact", "percent", ("49.5 %", "49.5 %")),
    ],
)
def test_a_figure_for_people(make: Any, span: Any, qualifier: str, unit: str, expected: tuple[str, str]) -> None:
    figure = make.figure(*span, qualifier=Qualifier(qualifier), unit=unit)
    assert (figure_text(figure, "en"), figure_text(figure, "ar")) == expected


def test_an_undisclosed_figure_has_a_text(make: Any) -> None:
    assert figure_text(make.figure(None, qualifier=Qualifier.EXACT), "en") == "? USD"


def test_a_report_without_figures() -> None:
    assert first_report("Bloomberg", [], "en") == "First report of this deal, by Bloomberg."
    assert first_report("Bloomberg", [], "ar").endswith("والناشر Bloomberg.")


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("qualifier", list(Qualifier))
def test_every_label_has_words_in_both_languages(metric: Metric, qualifier: Qualifier) -> None:

    for language in ("en", "ar"):
        assert _wording()[language]["metric"][metric]
        assert "{value}" in _wording()[language]["qualifier"][qualifier]
