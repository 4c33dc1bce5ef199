"""Telling a text's language by its function words."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.language.detect import detect

TEXTS = {
    "en": "The council has put its budget on the web, and we were asked what that means for the people who live here.",
    "de": "Der Rat hat seinen Haushalt ins Netz gestellt, und wir wurden gefragt, was das für die Menschen bedeutet.",
    "fr": "Le conseil a mis son budget en ligne, et on nous a demandé ce que cela change pour les gens qui y vivent.",
    "es": "El consejo ha puesto su presupuesto en la red, y nos preguntaron qué significa para la gente que vive aquí.",
    "pt": "O conselho pôs o seu orçamento na rede, e perguntaram o que isso muda para as pessoas que não o leem.",
    "it": "Il consiglio ha messo il suo bilancio in rete, e ci hanno chiesto che cosa cambia per le persone qui.",
    "nl": "De raad heeft zijn begroting op het web gezet, en ons werd gevraagd wat dat voor de mensen hier betekent.",
    "sv": "Rådet har lagt ut sin budget på nätet, och vi fick frågan vad det betyder för dem som bor här i staden.",
    "da": "Rådet har lagt sit budget ud på nettet, og vi blev spurgt om, hvad det betyder for dem, der bor her.",
    "no": "Rådet har lagt budsjettet sitt ut på nettet, og vi ble spurt om hva det betyr for dem som bor her nå.",
    "fi": "Neuvosto on pannut talousarvion verkkoon, ja meiltä kysyttiin, mitä se merkitsee niille, jotka ovat täällä.",
    "ro": "Consiliul și-a pus bugetul pe internet, iar noi am fost întrebați ce înseamnă asta pentru cei de aici.",
    "ru": "Совет выложил свой бюджет в сеть, и нас спросили, что это значит для людей, которые живут в этом городе.",
    "hu": "A tanács feltette a költségvetést a hálóra, és azt kérdezték tőlünk, hogy ez mit jelent az itt élőknek.",
    "cs": "Rada dala rozpočet na web a je otázka, co to znamená pro lidi, kteří jsou ve městě nebo po něm již chodí.",
    "pl": "Rada umieściła swój budżet w sieci i zapytano nas, co to oznacza dla ludzi, którzy tu są.",
    "ja": "市は予算をウェブで公開しました。",
    "zh": "市政府在网上公布了预算。",
    "ko": "시는 예산을 웹에 공개했습니다.",
    "el": "Το συμβούλιο δημοσίευσε τον προϋπολογισμό.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_languages(code: str) -> None:
    assert detect(TEXTS[code]) == code


@pytest.mark.parametrize(
    "text",
    ["", "GovHack", "OpenStreetMap 2014", "Ann Lee, Bo Chan", "1,234 %", "Apps de ville", "Lorem ipsum dolor sit"],
)
def test_too_little_is_no_language(text: str) -> None:
    assert detect(text) is None


def test_a_quotation_does_not_turn_a_text() -> None:
    assert detect(f"{TEXTS['de']} {TEXTS['de']} “{TEXTS['en'][:60]}” (市は)") == "de"


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert detect(text) is None or len(detect(text) or "") == 2


def test_importing_it_loads_no_library() -> None:
    code = "import sys, civicsearch.language.detect; print({'nltk', 'numpy', 'whoosh'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
