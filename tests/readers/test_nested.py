"""Posts inside plain text: where their words begin and end, who signed, when. All posts are made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.readers.nested import find_nested, read_signature

# An article's paragraph is longer than a post, as a rule.
LONG = ("The committee that follows events in the valley said on Monday that it had spoken to eleven families who left the village of Example "
        "in the night, and that it was trying to reach three more; none of them could say who had closed the road to the mill, and the "
        "governor's office did not answer questions about it, although it had promised to do so before the end of the week.")
SHORT = "The road was closed on Sunday."
QUOTE = "“We ask everyone to keep away from the mill road tonight.”"

POSTS = [
    # (article lines, expected words of the post, account, day, lang, why)
    ([LONG, "Residents say the mill road is closed. pic.twitter.com/abc", "— Valley Watch (@valleywatch) March 9, 2025", LONG],
     "Residents say the mill road is closed. pic.twitter.com/abc", "Valley Watch", "2025-03-09", "en", "one line"),
    ([SHORT, "Residents say the mill road is closed.", "— Valley Watch (@valleywatch) March 9, 2025"],
     "Residents say the mill road is closed.", "Valley Watch", "2025-03-09", "en", "unsure: the short paragraph above stays the article's"),
    ([LONG, QUOTE, "From the mayor's statement:https://t.co/xyz", "— Example Town (@exampletown) 8 March 2025"],
     f"{QUOTE}\nFrom the mayor's statement:https://t.co/xyz", "Example Town", "2025-03-08", "en", "a line that only points needs the one above"),
    ([LONG, "🔻 دوێنێ ڕێگای ئاشەکە داخرا و کەس نازانێت بۆچی.", "– – – – – – –", "🔻 دیروز جاده آسیاب بسته شد و کسی نمی‌داند چرا… pic.twitter.com/q1",
      "— NIMÛNE PRESS (@NIMUNEPRESS) March 10, 2025"],
     "🔻 دوێنێ ڕێگای ئاشەکە داخرا و کەس نازانێت بۆچی.\n– – – – – – –\n🔻 دیروز جاده آسیاب بسته شد و کسی نمی‌داند چرا… pic.twitter.com/q1",
     "NIMÛNE PRESS", "2025-03-10", None, "two languages with a rule between"),
    ([LONG, "أغلق الطريق إلى الطاحونة مساء الأحد.", "ولم تصدر البلدية أي بيان حتى الآن.", "— مرصد الوادي (@wadi_obs) ٩ مارس ٢٠٢٥"],
     "أغلق الطريق إلى الطاحونة مساء الأحد.\nولم تصدر البلدية أي بيان حتى الآن.", "مرصد الوادي", "2025-03-09", "ar", "another script than the article's"),
    ([LONG, "Rêya aş hat girtin û kes nizane çima. #Nimûne", "— Nûçe Nimûne (@nuce) 9 Mart 2025"],
     "Rêya aş hat girtin û kes nizane çima. #Nimûne", "Nûçe Nimûne", "2025-03-09", "ku", "Kurmanji, signed with a Turkish month"),
    ([LONG, "#Example: road closed", "#Valley", "— V (@v) March 9, 2025"], "#Example: road closed\n#Valley", "V", "2025-03-09", "en", "tags"),
    (["Road closed tonight. — Valley Watch (@valleywatch) March 9, 2025"], "Road closed tonight.", "Valley Watch", "2025-03-09", "en", "signed on the same line"),
    ([LONG, "", "Road closed tonight.", "Keep away from the mill.", "", "— Valley Watch (@valleywatch) March 9, 2025", "", LONG, "", SHORT, "", SHORT],
     "Road closed tonight.\nKeep away from the mill.", "Valley Watch", "2025-03-09", "en", "paragraphs set apart by empty lines"),
    ([LONG, "* * *", "Road closed tonight.", "— Valley Watch (@valleywatch) March 9, 2025"],
     "Road closed tonight.", "Valley Watch", "2025-03-09", "en", "a rule of the page is no part of the post"),
    ([SHORT, "* * *", "Road closed tonight.", "— Valley Watch (@valleywatch) March 9, 2025"],
     "Road closed tonight.", "Valley Watch", "2025-03-09", "en", "nor is the article's short line above it"),
    ([LONG, "Road closed tonight.", "— Valley Watch (@valley@social.example) March 9, 2025"],
     "Road closed tonight.", "Valley Watch", "2025-03-09", "en", "an account on another kind of network"),
    ([LONG, "Road closed tonight.", "— Valley Watch (@valleywatch)"], "Road closed tonight.", "Valley Watch", None, "en", "no date: unknown, not guessed"),
    ([LONG, "The road in pictures.", "A post shared by Valley Watch (@valley.watch) on Mar 9, 2025"],
     "The road in pictures.", "Valley Watch", "2025-03-09", "en", "of a picture network"),
    ([LONG + "\r", "Road closed tonight.\r", "— Valley Watch (@valleywatch) March 9, 2025\r"], "Road closed tonight.", "Valley Watch", "2025-03-09", "en",
     "Windows line ends"),
]


@pytest.mark.parametrize(("lines", "words", "account", "day", "lang", "why"), POSTS)
def test_a_post_is_found_with_its_own_words_only(lines, words, account, day, lang, why):
    text = "\n".join(lines)
    (post,) = find_nested(text)
    assert text[post.body_start:post.body_end] == words, why
    assert post.account == account and text[post.account_start:post.account_end] == account
    assert text[post.start:post.end].startswith(words) and text[post.end - 4:post.end].strip()
    assert post.published_at.start == day and (day is None or post.published_at.precision == "day")
    assert lang is None or post.lang == lang


NOT_POSTS = [
    ("He wrote to Valley Watch (@valleywatch) about the road.", "an account named in a sentence"),
    ("It was late — Valley Watch (@valleywatch) said so on 9 March 2025 again.", "words after the handle"),
    ("— Valley Watch (@valleywatch) March 9, 2025", "a signature without words"),
    ("Write to mill@valley.example (the mayor)", "an address"),
    ("The well-known road - Valley Watch (@valleywatch)", "a hyphen inside a line"),
]


@pytest.mark.parametrize(("text", "why"), NOT_POSTS)
def test_what_is_no_post(text, why):
    assert find_nested(text) == (), why


def test_two_posts_in_a_row_stay_apart():
    text = "\n".join([LONG, "Road closed. https://t.co/a", "— A Town (@a) March 8, 2025", "Road open. https://t.co/b", "— B Town (@b) March 9, 2025"])
    first, second = find_nested(text)
    assert (first.account, second.account) == ("A Town", "B Town")
    assert text[second.body_start:second.body_end] == "Road open. https://t.co/b"
    assert (first.link, second.link, second.handle) == ("https://t.co/a", "https://t.co/b", "@b")


def test_signature_offsets():
    signed = read_signature("Words. — Rûm ☦︎ن (@some_one) Mar 9, 2025")
    assert signed and (signed.start, signed.name, signed.handle) == (7, "Rûm ☦︎ن", "@some_one")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([LONG, SHORT, QUOTE, "", "— A (@a) March 9, 2025", "- - -", "#tag", "https://t.co/a", "🔻 نص", "x — B (@b)"]), max_size=12),
       st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_offsets_always_lie_inside_and_never_overlap(lines, end):
    text = end.join(lines)
    last = 0
    for post in find_nested(text):
        assert last <= post.start <= post.body_start < post.body_end <= post.end <= len(text)
        assert text[post.body_start:post.body_end].strip()
        last = post.end
