"""Trees of XML: whichever library makes them, they are written as they were spelt."""

from __future__ import annotations

from copy import deepcopy

import pytest

from lacxl.domain.errors import Refused
from lacxl.engines.package import expat_tree
from lacxl.engines.package.broken_files import NotWellFormed, reading
from lacxl.engines.package.xml import (
    DECLARATION,
    Element,
    child,
    elements,
    fragment,
    kids,
    local_name,
    make,
    namespace,
    parse,
    prefixes,
    put,
    serialise,
    text_in,
    within,
    written,
)

SPELT = [
    b'<a xmlns="u" z="1" b="2" a="3"/>',
    b'<x:a xmlns:x="u" xmlns:y="v" y:i="1" i="2"><x:b/><y:b/><b/></x:a>',
    b'<a xmlns="u"><b xmlns=""><c xmlns="v" d="1"/></b></a>',
    b'<a xmlns:x="u" xmlns:y="u" y:i="1"><x:b/><y:b x:i="1"/></a>',
    b'<a xmlns="u" xmlns:x="u"><b/><x:b/></a>',
    b'<x:a xmlns:x="u"><x:b xmlns:x="v" xmlns:y="u"><y:c x:i=""/></x:b></x:a>',
    b'<a><t xml:space="preserve"> b </t>\n <c/> tail </a>',
    b"<!DOCTYPE a>\n<!-- one --><?two 2?><a/><!-- three --><?four?>",
    b"<a>1<!-- two -->3<?four 5 ?>6<?seven?><!----></a>",
    b'<a b="&lt;&gt;&amp;&quot;\'&#10;&#9;&#13;">&lt;&gt;&amp;"\'&#13;</a>',
    "<a b='é'>\u20ac \U0001f600 \x85</a>".replace("'", '"').encode(),
    b"<a><![CDATA[<b>]]></a>",
    b"<a>&amp;<![CDATA[&]]>&amp;<![CDATA[]]><b><![CDATA[1]]>2</b><![CDATA[3]]>3<b/>3</a>",
    '<a><\u00e9:b xmlns:\u00e9="u" \u00e9:i="1"/></a>'.encode(),
]


@pytest.mark.parametrize("text", SPELT)
def test_what_is_not_touched_is_written_as_it_was_read(text: bytes) -> None:
    assert written(fragment(text)) == text
    assert serialise(parse(text, "part")) == DECLARATION + text


def test_what_is_read_as_the_same_is_written_alike() -> None:
    text = b"<?xml version='1.0'?><a\n y='1'\n xmlns='u' ><b></b>\r\n&#65;</a >"
    assert written(fragment(text)) == b'<a xmlns="u" y="1"><b/>\nA</a>'


FAULTY = [
    b"",
    b"a",
    b"<a>",
    b"<a></b>",
    b"<a/><b/>",
    b"<a b='1' b='2'/>",
    b"<a xmlns:x='u' xmlns:y='u' x:i='1' y:i='2'/>",
    b"<a b=1/>",
    b"<a b='<'/>",
    b"<x:a/>",
    b"<a x:b='1'/>",
    b"<a xmlns:x=''/>",
    b"<a>&b;</a>",
    b"<!DOCTYPE a><a>&b;</a>",
    b"<a>\x01</a>",
    b"<a>&#1;</a>",
    b"<a>\xff</a>",
    b"<a>]]></a>",
    b"<a>" * 300 + b"</a>" * 300,
]


@pytest.mark.parametrize("text", FAULTY, ids=range(len(FAULTY)))
def test_what_is_no_xml_is_refused(text: bytes) -> None:
    with pytest.raises(NotWellFormed):
        fragment(text)
    with pytest.raises(Refused) as refused, reading("part"):
        fragment(text)
    assert refused.value.codes == ("W115",)


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE a PUBLIC "b" "c">',
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]>",
    ],
)
def test_a_document_type_with_rules_is_refused(doctype: bytes) -> None:
    with pytest.raises(Refused):
        parse(doctype + b"<a/>", "part")
    with pytest.raises(NotWellFormed):  # by itself too, though nothing else gets so far
        expat_tree.parse(doctype + b"<a/>")


def root() -> Element:
    return fragment(b'<x:a xmlns:x="u" xmlns="v"><!--c--><x:b>1</x:b><b/><x:c><b/></x:c></x:a>')


def test_what_is_asked_of_a_tree() -> None:
    a = root()
    assert [local_name(kid) for kid in a] == ["", "b", "b", "c"]
    assert [local_name(kid) for kid in elements(a)] == ["b", "b", "c"]
    assert [local_name(kid) for kid in kids(a)] == ["b", "c"]
    assert [kid.text for kid in kids(a, "b")] == ["1"]
    assert [namespace(kid) for kid in within(a, "b")] == ["u", "v", "v"]
    assert child(a, "d") is None
    assert (namespace(a), prefixes(a)) == ("u", 1)
    assert prefixes(fragment(b'<x:a xmlns:x="u" xmlns="u"/>')) == 2
    assert [local_name(kid) for kid in kids(fragment(b"<a><b/><c xmlns='u'/></a>"))] == ["b"]


def test_comments_are_no_text() -> None:
    assert text_in(fragment(b"<a>1<!--2-->3<b>4<c/>5</b><?six 6?>7<![CDATA[8]]></a>")) == "134578"
    assert text_in(fragment(b"<a/>")) == ""


def test_what_is_put_in_has_the_prefix_of_its_parent() -> None:
    a = root()
    put(a, make(a, "aa", z="1", type_="2"), ("aa", "b", "c"))
    kid = make(a, "d")
    kid.text = "<4> "
    kid.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    a.append(kid)
    a.insert(a.index(kid), make(kid, "c"))
    a.remove(a[0])
    assert written(a) == (
        b'<x:a xmlns:x="u" xmlns="v"><x:aa z="1" type="2"/><x:b>1</x:b><b/><x:c><b/></x:c><x:c/>'
        b'<x:d xml:space="preserve">&lt;4&gt; </x:d></x:a>'
    )


def test_a_copy_is_like_the_first_and_another() -> None:
    a = fragment(b'<x:a xmlns:x="u"><x:b x:i="1">1<![CDATA[2]]><!--3--><c/>4</x:b></x:a>')
    a.append(deepcopy(a[0]))
    a[0].set("i", "5")
    del a[0].attrib["{u}i"]
    first = b'<x:b i="5">1<![CDATA[2]]><!--3--><c/>4</x:b>'
    assert written(a) == b'<x:a xmlns:x="u">' + first + (
        b'<x:b x:i="1">1<![CDATA[2]]><!--3--><c/>4</x:b></x:a>'
    )


@pytest.mark.parametrize("text", ["\0", "\x0b", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_never_written(text: str) -> None:
    a = root()

    def spoil() -> bytes:
        a[1].text = text
        return written(a)

    with pytest.raises(ValueError):  # noqa: PT011 - lxml says it at once, in its own words
        spoil()
