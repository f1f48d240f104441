"""``report.html``: one file that needs no other, opens from the disk and asks nobody anything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from optimizer.domain.languages import Language
from optimizer.domain.plan import Verdict
from optimizer.domain.teams import TeamFlag
from optimizer.output.report.bilingual import Value, bilingual_number, in_both_languages
from optimizer.output.report.chart import draw_bars, load_bars, nine_tenths_m, size_bars, walk_bars
from optimizer.output.report.page_lines import VillageLine, area_lines, village_line
from optimizer.output.report.report_facts import (
    NAMES_SHOWN,
    ReportFacts,
    neediest_units,
    units_below,
)
from optimizer.output.report.report_texts import SENTENCES, TEXTS, VERDICTS
from optimizer.output.report.team_report_texts import TEAM_TEXTS, flag_text, team_sentence
from optimizer.output.report.village_map import draw_map, mark_svg
from optimizer.output.summary.team_overview import flag_counts
from optimizer.output.text.words import LANGUAGES

_PAGE = Environment(
    loader=PackageLoader("optimizer.output.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_page(facts: ReportFacts, language: Language) -> str:
    """Return the report; ``language`` is shown first."""
    style, script = _source("report.css"), _source("report.js")
    return _PAGE.get_template("report.html").render(
        language=str(language),
        policy=f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}; "
        "base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup(script),  # noqa: S704 - a file of ours
        facts=facts,
        verdicts=[*Verdict],
        verdict_names=VERDICTS,
        verdict_sentences=SENTENCES,
        map=draw_map(facts),
        areas=area_lines(facts, neediest_units(units_below(facts))),
        areas_in_all=len(units_below(facts)),
        lines=_lines(facts),
        in_all=len(facts.rows),
        names_shown=NAMES_SHOWN,
        charts=_charts(facts),
        team_sizes=draw_bars(size_bars(facts), kind="today"),
        team_flags=flag_counts(facts.total.planned_teams),
        sentence=_sentence,
        flag_meaning=_flag_meaning,
        near_m=nine_tenths_m(facts.spread_today),
        say=_say,
        count=bilingual_number,
        term=_term,
        mark=mark_svg,
        raw=TEXTS,
    )


def _source(name: str) -> str:
    loader = _PAGE.loader
    assert loader is not None
    return loader.get_source(_PAGE, name)[0]


def _hashed(source: str) -> str:
    """Return the source expression by which a browser knows our own style or script."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _say(key: str, *values: Value, digits: int = 0) -> Markup:
    found = TEAM_TEXTS[key] if key in TEAM_TEXTS else TEXTS[key]
    return in_both_languages(found, *values, digits=digits)


def _sentence(name: str, *values: Value) -> Markup:
    return in_both_languages(team_sentence(name), *values, digits=1)


def _flag_meaning(flag: TeamFlag) -> Markup:
    return in_both_languages(flag_text(flag))


def _term(table: str, key: object) -> Markup:
    """Return a text of the terminal's words: of a reason, a goal, a column, or one alone."""
    english, vietnamese = (_word(getattr(LANGUAGES[tongue], table), key) for tongue in Language)
    return in_both_languages((english, vietnamese))


def _word(found: object, key: object) -> str:
    if isinstance(found, Mapping):
        return str(found[key])
    return str(found[key]) if isinstance(found, tuple) and isinstance(key, int) else str(found)


def _lines(facts: ReportFacts) -> list[VillageLine]:
    known = facts.total.teams > 0
    return [village_line(row, len(facts.unit), known=known) for row in facts.first]


def _charts(facts: ReportFacts) -> dict[str, list[tuple[str, Markup]]]:
    """Return both histograms, of today and, where it differs, after recruiting."""
    plans = [("today", facts.spread_today)]
    if facts.spread_after != facts.spread_today:
        plans.append(("after", facts.spread_after))
    return {
        "loads": [(name, draw_bars(load_bars(facts, made), kind=name)) for name, made in plans],
        "walks": [(name, draw_bars(walk_bars(facts, made), kind=name)) for name, made in plans],
    }
