// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.mailview.link.WebAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// THREATS W01 to W07.
class HtmlCleanerTest {
    private static final Pictures OURS =
            new Pictures() {
                @Override
                public Optional<String> inline(String cid) {
                    return cid.equals("logo@x") ? Optional.of("/b/logo") : Optional.empty();
                }

                @Override
                public Optional<String> remote(WebAddress address) {
                    return Optional.of("/px/" + Integer.toHexString(address.hashCode()));
                }
            };

    private static final Set<String> STYLE_WORDS =
            Set.of(
                    "url(",
                    "@import",
                    "@font-face",
                    "expression",
                    "fixed",
                    "sticky",
                    "\\",
                    "image-set");

    private static String clean(String html) {
        return HtmlCleaner.clean(html, Pictures.NONE).html();
    }

    /// The same mails that the cage of the page is shown.
    private static List<JsonNode> hostile() throws Exception {
        try (InputStream in = HtmlCleanerTest.class.getResourceAsStream("hostile.json")) {
            List<JsonNode> all = new ArrayList<>();
            new JsonMapper().readTree(Objects.requireNonNull(in)).forEach(all::add);
            return all;
        }
    }

    private static void assertHarmless(String name, String html) {
        for (Element element : HtmlCleaner.parse(html).getAllElements()) {
            String tag = element.normalName();
            if (Set.of("#root", "html", "head", "body").contains(tag)) {
                continue;
            }
            if (tag.equals("style")) {
                assertHarmlessStyle(name, element.data());
                continue;
            }
            assertThat(HtmlPolicy.of(tag)).as(name + ": " + tag).isEqualTo(HtmlPolicy.Fate.KEPT);
            for (Attribute attribute : element.attributes()) {
                assertHarmless(name, tag, attribute);
            }
        }
    }

    private static void assertHarmless(String name, String tag, Attribute attribute) {
        String key = attribute.getKey();
        String value = attribute.getValue();
        switch (key) {
            case "style" -> assertHarmlessStyle(name, value);
            case "id", "name" -> assertThat(value).as(name).startsWith("user-content-");
            case "href" -> assertThat(value).as(name).matches("(?s)(https?://|mailto:|tel:|#).*");
            case "src" -> assertThat(value).as(name).matches("(?s)(/b/|/px/|data:image/).*");
            case "rel" -> assertThat(value).contains("noopener");
            default -> assertThat(HtmlPolicy.keeps(tag, key, value)).as(name + ": " + key).isTrue();
        }
    }

    private static void assertHarmlessStyle(String name, String style) {
        String lower = style.toLowerCase(Locale.ROOT);
        STYLE_WORDS.forEach(word -> assertThat(lower).as(name).doesNotContain(word));
        assertThat(style).as(name).doesNotContain("<");
    }

    @Test
    void hostileMailsKeepNothingThatLoadsOrRuns() throws Exception {
        assertThat(hostile()).hasSizeGreaterThan(80);
        for (JsonNode each : hostile()) {
            String name = each.path("name").asString();
            for (Pictures pictures : List.of(Pictures.NONE, OURS)) {
                String cleaned = HtmlCleaner.clean(each.path("html").asString(), pictures).html();
                assertHarmless(name, cleaned);
            }
        }
    }

    /// THREATS W03: what is read again is what was written.
    @Test
    void whatWasCleanedStaysAsItIs() throws Exception {
        for (JsonNode each : hostile()) {
            String once = clean(each.path("html").asString());
            if (!once.contains("<style>") && once.length() < 2_000) {
                assertThat(clean(once))
                        .as(each.path("name").asString())
                        .isEqualTo("<div class=\"pabal-mail\">" + once + "</div>");
            }
        }
    }

    @Test
    void piecesOfHostileMailsInAnyOrderAreHarmless() throws Exception {
        List<String> pieces = new ArrayList<>();
        for (JsonNode each : hostile()) {
            pieces.addAll(List.of(each.path("html").asString().split("(?=[<>\"'&/])")));
        }
        Random random = new Random(20261122);
        for (int run = 0; run < 1_500; run++) {
            StringBuilder html = new StringBuilder();
            for (int i = random.nextInt(1, 30); i > 0; i--) {
                html.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertHarmless(html.toString(), HtmlCleaner.clean(html.toString(), OURS).html());
        }
    }

    @Test
    void whatPeopleWriteIsShownAsItIs() {
        assertThat(clean("<p style='color:red'>안녕 <b>하세요</b> &lt;x&gt; &amp;</p>"))
                .isEqualTo(
                        "<div class=\"pabal-mail\"><p style=\"color:red;\">안녕 <b>하세요</b>"
                                + " &lt;x&gt; &amp;</p></div>");
        assertThat(clean("<table width=600 bgcolor='#eee'><tr><td colspan=2 align=center>x"))
                .contains("<table width=\"600\" bgcolor=\"#eee\"><tbody><tr>")
                .contains("<td colspan=\"2\" align=\"center\">x</td>");
        assertThat(clean("<body style='background:#eee' class=a><p>x"))
                .startsWith("<div style=\"background:#eee;\" class=\"pabal-mail a\"><p>");
    }

    @Test
    void stylesAreBoundToTheMail() {
        assertThat(
                        clean(
                                "<style>p, td.a > a:hover {color: RED !important; behavior: x}"
                                        + " body {margin:0} #top {padding:1px}"
                                        + " @media (max-width: 600px) {.w {width:100% !important}}"
                                        + " @media (prefers-color-scheme: dark) {p{color:#fff}}"
                                        + "</style>x"))
                .contains(".pabal-mail p,.pabal-mail td.a>a:hover{color:RED!important;}")
                .contains(".pabal-mail{margin:0;}")
                .contains(".pabal-mail #user-content-top{padding:1px;}")
                .contains("@media (max-width:600px){.pabal-mail .w{width:100%!important;}")
                .doesNotContain("behavior")
                .doesNotContain("#fff");
    }

    @Test
    void whatIsFixedOrStickyIsNot() {
        assertThat(clean("<div style='position: FIXED; top:0; color:red'>x"))
                .contains("top:0;color:red;")
                .doesNotContainIgnoringCase("fixed");
        assertThat(clean("<div style='position:sticky'>x")).doesNotContain("style");
    }

    @Test
    void picturesOfOthersAreCountedAndPixelsAreNot() {
        String html =
                "<img src='https://a.example/1.png'><img src='//B.example/2.png' width=300>"
                        + "<img src='http://t.example/p.gif' width=1 height=1>"
                        + "<img src='cid:logo%40x'><img src='cid:none'><img src='/own'>";
        CleanHtml none = HtmlCleaner.clean(html, Pictures.NONE);
        assertThat(none.remotePictures()).isEqualTo(2);
        assertThat(none.remoteHosts()).containsExactly("a.example", "b.example");
        assertThat(none.html()).doesNotContain("src=");
        CleanHtml shown = HtmlCleaner.clean(html, OURS);
        assertThat(shown.html().split("/px/", -1)).hasSize(3);
        assertThat(shown.html()).contains("src=\"/b/logo\"").doesNotContain("t.example");
    }

    @Test
    void linksThatSayAnotherHostAreMarked() {
        CleanHtml cleaned =
                HtmlCleaner.clean(
                        "<a href='https://evil.example/x'>https://bank.example/login</a>"
                                + "<a href='https://www.bank.example/'>bank.example</a>"
                                + "<a href='java\tscript:1'>x</a>",
                        Pictures.NONE);
        assertThat(cleaned.links()).hasSize(2);
        assertThat(cleaned.links().getFirst().mismatch()).isTrue();
        assertThat(cleaned.links().getFirst().host()).isEqualTo("evil.example");
        assertThat(cleaned.links().getLast().mismatch()).isFalse();
    }

    /// Neither depth nor breadth nor styles cost more than their bounds.
    @Test
    void hugeMailsAreCutAndSaySo() {
        CleanHtml deep = HtmlCleaner.clean("<div>".repeat(100_000) + "x", Pictures.NONE);
        assertThat(deep.html().length()).isLessThan(2_000_000);
        CleanHtml wide = HtmlCleaner.clean("<b>x</b>".repeat(650_000), Pictures.NONE);
        assertThat(wide.whole()).isFalse();
        assertThat(wide.html()).endsWith("</div>");
        CleanHtml long5 = HtmlCleaner.clean("<p>가나다라마바사</p>".repeat(400_000), Pictures.NONE);
        assertThat(long5.whole()).isFalse();
        String attributes = "<p " + "a=b ".repeat(200_000) + ">x</p>";
        assertThat(clean(attributes)).contains("<p>x</p>");
        String styles = "<style>" + "p{color:red}".repeat(100_000) + "</style>x";
        assertThat(clean(styles)).doesNotContain("<style>");
        String nested = "<p style='width:" + "(".repeat(8_000) + "'>x";
        assertThat(clean(nested)).contains("<p>x</p>");
        String formatting = "<a><b><i><table>".repeat(20_000);
        assertHarmless("formatting", clean(formatting));
    }

    @Test
    void plainTextHasLinesAndQuotes() {
        assertThat(
                        PlainText.of(
                                "<div>가 <b>나</b></div><div>다</div><p>x</p><ul><li>y<li>z</ul>"
                                        + "<blockquote>q<br>r</blockquote><style>s</style>"))
                .isEqualTo("가 나\n다\n\nx\n\n• y\n• z\n\n> q\n> r");
    }
}
