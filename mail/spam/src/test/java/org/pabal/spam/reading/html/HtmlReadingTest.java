// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.html.HtmlFacts.Concealment;
import org.pabal.spam.reading.html.HtmlFacts.Counted;
import org.pabal.spam.reading.link.Link;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Link.Trick;
import org.pabal.spam.reading.link.Links;

class HtmlReadingTest {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder hidden = new StringBuilder();
    private final Links links = new Links();

    @Test
    void textIsLaidOutAsPeopleSeeIt() {
        read(
                "<html><head><title>no</title><style>p{}</style></head><body><p>One <b>t</b>wo\n\n"
                        + "three<br>four<table><tr><td>a<td>b<tr><td>c</table><ul><li>x<li>y</ul>");
        assertThat(text.toString()).isEqualTo("One two three\nfour\na b\nc\nx\ny");
        assertThat(hidden.toString()).isEmpty();
    }

    @Test
    void referencesAreResolved() {
        read("&lt;a&gt; &eacute;&#49;&#x32;&#X33 &bogus; &amp;c &nbsp;&euro; &#128;&#0; a&b");
        assertThat(text.toString())
                .isEqualTo("<a> é123 &bogus; &c €  €\uFFFD a&b".replace("  ", " "));
        HtmlFacts facts = read("&#118;&#105;&#97;&#103;&#114;&#97;");
        assertThat(facts.count(Counted.NEEDLESS_REFERENCES)).isEqualTo(3 + 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div style='display:none'>@</div>",
                "<div style='DISPLAY : None !important'>@</div>",
                "<div hidden>@</div>",
                "<span style=\"visibility:hidden\">@</span>",
                "<p style='font-size:0'>@</p>",
                "<p style='font-size:1px'>@</p>",
                "<p style='font-size:10px'><span style='font-size:0.1em'>@</span></p>",
                "<p style='font:bold 0px Arial'>@</p>",
                "<p style='opacity:0'>@</p>",
                "<p style='opacity:.01'>@</p>",
                "<font color=white>@</font>",
                "<font color='#fefefe'>@</font>",
                "<font color=FFFFFE>@</font>",
                "<span style='color:#fff'>@</span>",
                "<span style='color:rgb(255, 254, 255)'>@</span>",
                "<span style='color:rgba(0,0,0,0)'>@</span>",
                "<span style='color:transparent'>@</span>",
                "<table bgcolor=black><tr><td><font color=#000000>@</font></table>",
                "<div style='background-color:#eee'><span style='color:#eeeeef'>@</span></div>",
                "<body bgcolor=#102030 text=#102031>@<p style='color:red'></body>",
                "<div style='position:absolute;left:-9999px'>@</div>",
                "<div style='text-indent:-5000px'>@</div>",
                "<div style='height:0;overflow:hidden'>@</div>",
                "<div style='max-height:0px;max-width:0px;overflow:hidden'>@</div>",
                "<style>.x { display: none }</style><p class='a x'>@</p>",
                "<style>/* .y{} */ #z{font-size:0}</style><p id=z>@</p>",
                "<style><!-- b{color:white} --></style><b>@</b>",
                "<template>@</template>",
                "<!-- @ -->",
                "<div style='display:none'><div><p>@</div></div>",
            })
    void textThatPeopleDoNotSeeIsHidden(String html) {
        read("Seen " + html.replace("@", "secret") + " seen");
        assertThat(text.toString()).contains("Seen").doesNotContain("secret");
        assertThat(text.toString()).endsWith("seen");
        assertThat(hidden.toString()).contains("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div style='display:block'>@</div>",
                "<body bgcolor=black text=white>@</body>",
                "<table bgcolor=navy><tr><td><font color=white>@</font></table>",
                "<table background='x.gif'><tr><td><font color=white>@</font></table>",
                "<td style=\"background:url(x.png) #fff;color:#fff\">@</td>",
                "<style>td.a .b{background:#000}</style><p class=b style='color:#fff'>@</p>",
                "<style>@media print{.x{display:none}}</style><p class=x>@</p>",
                "<p style='font-size:12px;height:0'>@</p>",
                "<p style='font-size:80%'>@</p>",
                "<noscript>@</noscript>",
                "<div style='display:none'>x</div><p>@</p>",
                "<p style='display:none'>x<p>@</p>",
                "<font color=white>x</font>@",
                "<input type=hidden value=x>@",
                "<textarea>@</textarea>",
                "<![if !mso]>@<![endif]>",
                "< @ >",
            })
    void textThatPeopleSeeIsNot(String html) {
        read("Seen " + html.replace("@", "text"));
        assertThat(text.toString()).contains("text");
        assertThat(hidden.toString()).doesNotContain("text");
    }

    @Test
    void howItIsHiddenIsCounted() {
        HtmlFacts facts = read("<b>ab</b><font color=white>c d</font><p style='font-size:0'>efg");
        assertThat(facts.count(Counted.VISIBLE_CHARS)).isEqualTo(2);
        assertThat(facts.count(Counted.HIDDEN_CHARS)).isEqualTo(5);
        assertThat(facts.concealed(Concealment.COLOUR)).isEqualTo(2);
        assertThat(facts.concealed(Concealment.TINY)).isEqualTo(3);
    }

    @Test
    void wordsCutByWhatNobodySees() {
        HtmlFacts facts =
                read(
                        "V<!-- x -->iag<xyz>ra c<font style='font-size:0'>qq</font>ash"
                                + " mo\u200Bney l&shy;oan");
        assertThat(facts.count(Counted.CUT_WORDS)).isEqualTo(5);
        assertThat(text.toString()).startsWith("Viagra cash mo");
        assertThat(read("<b>V</b>ery good <!-- x --> <i>text</i>").count(Counted.CUT_WORDS))
                .isEqualTo(5);
    }

    @Test
    void linksOfEveryKind() {
        HtmlFacts facts =
                read(
                        "<base href='http://base.example.com/'><a href='page'>in</a>"
                                + "<meta http-equiv=Refresh content='0;URL=http://r.example.net'>"
                                + "<a href=http://evil.net/>https://www.bank.com/</a>"
                                + "<img src=http://i.example.org/p.gif width=1 height=1>"
                                + "<form action='http://f.example.org'><input type=PASSWORD></form>"
                                + "<script src=//s.example.org/x.js></script>"
                                + "<a href='data:text/html;base64,PGI+'>x</a> www.plain.com");
        assertThat(links.all())
                .extracting(Link::place, Link::host)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Place.ANCHOR, "base.example.com"),
                        org.assertj.core.groups.Tuple.tuple(Place.REFRESH, "r.example.net"),
                        org.assertj.core.groups.Tuple.tuple(Place.ANCHOR, "evil.net"),
                        org.assertj.core.groups.Tuple.tuple(Place.IMAGE, "i.example.org"),
                        org.assertj.core.groups.Tuple.tuple(Place.FORM, "f.example.org"),
                        org.assertj.core.groups.Tuple.tuple(Place.RESOURCE, "s.example.org"),
                        org.assertj.core.groups.Tuple.tuple(Place.TEXT, "www.plain.com"));
        assertThat(links.all().get(2).tricks()).containsExactly(Trick.SHOWS_OTHER_HOST);
        assertThat(links.all()).noneMatch(link -> link.host().equals("www.bank.com"));
        assertThat(facts.has(Counted.PIXELS)).isTrue();
        assertThat(facts.has(Counted.PASSWORD_FIELDS)).isTrue();
        assertThat(facts.has(Counted.DATA_DOCUMENTS)).isTrue();
        assertThat(facts.has(Counted.BASES)).isTrue();
        assertThat(facts.has(Counted.REFRESHES)).isTrue();
    }

    /// THREATS M16: what is deep is known to a depth, and costs no more.
    @Test
    void nestingIsBounded() {
        HtmlFacts facts =
                read("<blockquote>".repeat(40_000) + "x" + "</blockquote>".repeat(40_000) + "y");
        assertThat(facts.count(Counted.DEPTH)).isEqualTo(40_000);
        assertThat(text.toString()).isEqualTo("x\ny");
        read("<table><tr><td>".repeat(10_000) + "<p style='display:none'>z");
        assertThat(text.length()).isLessThan(ReadingLimits.TEXT_CHARS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "</",
                "<!",
                "<!-",
                "<!--",
                "<!-->",
                "<!--->",
                "<a",
                "<a ",
                "<a href",
                "<a href=",
                "<a href='",
                "<a href=''",
                "</a",
                "&",
                "&#",
                "&#x",
                "&#99999999999;",
                "<style",
                "<style>",
                "<script>",
                "<style>a{",
                "<p style='color'>",
                "<p style='color:'>",
                "<p style=':x;;:'>",
                "<font color=''>",
                "<a b=c d e='f'g>",
                "<base href>",
                "<meta http-equiv=refresh>",
                "<=>",
                "<a =b>",
                "<a / / b>",
                "</ x>",
                "<?xml",
                "<img width=1 height=",
                "\0<b\0>\0",
            })
    void piecesOfMarkupAreRead(String html) {
        for (int i = 0; i < 3; i++) {
            read(html.repeat(i + 1));
        }
        assertThat(text.length()).isLessThan(1_000);
    }

    private HtmlFacts read(String html) {
        if (reading == null) {
            reading = new HtmlReading(links, text, hidden);
        }
        reading.read(html);
        return reading.facts();
    }

    private HtmlReading reading;
}
