"""Words of widgets as text and HTML."""

from course.widgets.prose import Code, Folded, Listing, Paragraph, as_html, as_text, spans


def test_backticks_are_code_and_blank_lines_part_paragraphs() -> None:
    """A prompt is paragraphs of text and code; line breaks within one are spaces."""
    assert spans("Is `a <b>`\nright?\n\nOr `c`") == [
        [("text", "Is "), ("code", "a <b>"), ("text", " right?")],
        [("text", "Or "), ("code", "c")],
    ]
    assert spans("  ") == []
    assert spans("a lone ` stays") == [[("text", "a lone ` stays")]]


def test_html_escapes_every_word() -> None:
    """No word becomes markup, in whatever block it stands."""
    bad = "<script>`<i>`"
    blocks = [
        Paragraph(words=bad, strong=True),
        Listing(items=((bad, bad),)),
        Code(text=bad),
        Folded(summary=bad, blocks=(Paragraph(words=bad),)),
    ]

    assert "<script" not in as_html(blocks)
    assert "<i>" not in as_html(blocks)
    assert "<code>&lt;i&gt;</code>" in as_html(blocks)


def test_text_keeps_what_is_folded_to_itself() -> None:
    """Plain text cannot fold, so it only says that there is more."""
    blocks = [Paragraph(words="One\ntwo"), Code(text="x\ny"), Folded(summary="Key", blocks=())]

    assert as_text(blocks) == "One two\n\n    x\n    y\n\n[Key: open this notebook in JupyterLab]"
