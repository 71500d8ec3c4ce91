// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.directory.Account;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.Ids;
import org.pabal.jmap.mailview.signed.Grant;
import org.pabal.jmap.mailview.signed.SignedLinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Pictures, attachments and lists, with a server of the web on loopback. THREATS W05, W06, J06, J07.
@Timeout(60)
class MailViewTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] PNG =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
    private static final String PASSED = "mx.example.org; dmarc=pass header.from=shop.example";

    private final ViewStage stage = new ViewStage();

    MailViewTest() throws IOException {}

    @AfterEach
    void close() {
        stage.close();
    }

    private void receive(String found, String fields, String body) throws Exception {
        stage.receive(
                "alice",
                "INBOX",
                found,
                "",
                "From: Shop <news@shop.example>\r\n" + fields + "\r\n" + body);
    }

    private String newest() throws Exception {
        JsonNode found =
                stage.call(
                        "alice",
                        "Email/query",
                        object(
                                """
                                {"sort": [{"property": "receivedAt", "isAscending": false}]}\
                                """));
        return found.path("ids").path(0).asString();
    }

    private JsonNode view(String remote) throws Exception {
        ObjectNode arguments = JSON.createObjectNode().put("remote", remote);
        arguments.putArray("emailIds").add(newest());
        return stage.call("alice", "MailView/get", arguments).path("list").path(0);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private static String link(JsonNode view) {
        Matcher link = Pattern.compile("src=\"([^\"]+)\"").matcher(view.path("html").asString());
        assertThat(link.find()).as(view.path("html").asString()).isTrue();
        return link.group(1);
    }

    private void receivePicture(String address) throws Exception {
        stage.clock.advance(Duration.ofMinutes(1));
        receive(
                PASSED,
                "Content-Type: text/html\r\n",
                "<p><img src=\"" + address + "\" width=300>");
    }

    @Test
    void picturesOfOthersAreFetchedOnceAskedFor() throws Exception {
        stage.other.has("/a.png?x=1&y=2", "200 OK\r\nContent-Type: text/html", PNG);
        receivePicture(stage.other.url("/a.png?x=1&amp;y=2"));
        JsonNode blocked = view("block");
        assertThat(blocked.path("html").asString()).doesNotContain("<img");
        assertThat(blocked.path("remote").path("count").asInt()).isEqualTo(1);
        assertThat(stage.other.requests).isEmpty();

        FakeExchange shown = stage.visit(link(view("once")));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.sent()).isEqualTo(PNG);
        assertThat(shown.answered("Content-Type")).contains("image/png");
        assertThat(shown.answered("X-Content-Type-Options")).contains("nosniff");
        assertThat(shown.answered("Cross-Origin-Resource-Policy")).contains("cross-origin");
        assertThat(shown.answered("Content-Security-Policy"))
                .contains("default-src 'none'; sandbox");
        assertThat(stage.other.requests).hasSize(1);
        assertThat(stage.other.requests.getFirst())
                .doesNotContainIgnoringCase("cookie")
                .doesNotContainIgnoringCase("referer")
                .contains("User-Agent: Pabal\n");
    }

    private int statusOf(String address) throws Exception {
        receivePicture(address);
        return stage.visit(link(view("once"))).status();
    }

    @Test
    void onlyPicturesArePassedOn() throws Exception {
        byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
        stage.other.has("/s.svg", "200 OK\r\nContent-Type: image/svg+xml", svg);
        assertThat(statusOf(stage.other.url("/s.svg"))).isEqualTo(415);
        stage.other.has("/s.png", "200 OK\r\nContent-Type: image/png", svg);
        assertThat(statusOf(stage.other.clearUrl("/s.png"))).isEqualTo(415);
        stage.other.has("/big.png", "200 OK", new byte[20_000]);
        assertThat(statusOf(stage.other.clearUrl("/big.png"))).isEqualTo(502);
        assertThat(statusOf(stage.other.clearUrl("/none.png"))).isEqualTo(502);
    }

    @Test
    void redirectsAreFollowedAFewTimesAndNeverInside() throws Exception {
        stage.other.has("/end.png", "200 OK", PNG);
        stage.other.has("/1", "302 On\r\nLocation: /2", new byte[0]);
        stage.other.has("/2", "301 On\r\nLocation: " + stage.other.url("/3"), new byte[0]);
        stage.other.has("/3", "307 On\r\nLocation: /end.png", new byte[0]);
        assertThat(statusOf(stage.other.clearUrl("/1"))).as("clear, then TLS").isEqualTo(200);
        stage.other.has("/0", "302 On\r\nLocation: /1", new byte[0]);
        assertThat(statusOf(stage.other.clearUrl("/0"))).as("four redirects").isEqualTo(502);
        for (String inside :
                new String[] {
                    "http://inside.example/x.png",
                    "http://10.1.2.3/x.png",
                    "http://[::1]/x.png",
                    "http://169.254.169.254/latest",
                    "ftp://shop.example/x.png",
                    "file:///etc/passwd"
                }) {
            stage.other.has("/in", "302 On\r\nLocation: " + inside, new byte[0]);
            assertThat(statusOf(stage.other.clearUrl("/in"))).as(inside).isEqualTo(403);
        }
        assertThat(statusOf("http://inside.example/x.png")).isEqualTo(403);
        assertThat(statusOf("http://2130706433:8080/x.png")).isGreaterThanOrEqualTo(400);
    }

    @Test
    void picturesOfSomebodyAreShownAlwaysUntilThatIsRevoked() throws Exception {
        receivePicture("https://shop.example/a.png");
        decide("always");
        JsonNode shown = view("block");
        assertThat(shown.path("remote").path("shown").asBoolean()).isTrue();
        assertThat(shown.path("remote").path("rule").asString()).isEqualTo("always");
        assertThat(link(shown)).contains("/px/");
        decide("never");
        assertThat(view("block").path("html").asString()).doesNotContain("<img");
        assertThat(view("block").path("remote").path("rule").asString()).isEqualTo("never");
        stage.call(
                "alice",
                "MailViewSetting/set",
                object("{\"update\": {\"singleton\": {\"remote\": {}}}}"));
        assertThat(view("block").path("remote").path("rule").isNull()).isTrue();
    }

    private void decide(String word) throws Exception {
        JsonNode set =
                stage.call(
                        "alice",
                        "MailViewSetting/set",
                        object(
                                "{\"update\": {\"singleton\": {\"remote/news@shop.example\": \""
                                        + word
                                        + "\"}}}"));
        assertThat(set.path("updated").has("singleton")).as(set.toString()).isTrue();
    }

    /// Who writes in another's name is not told that it was read.
    @Test
    void alwaysIsNotForForgers() throws Exception {
        decide("always");
        receive(
                "mx.example.org; dmarc=fail header.from=shop.example",
                "Content-Type: text/html\r\n",
                "<img src=\"https://shop.example/a.png\">");
        assertThat(view("block").path("remote").path("shown").asBoolean()).isFalse();
    }

    private static String mixed() {
        return "--b\r\nContent-Type: text/html\r\n\r\n<img src=\"cid:logo@x\"><img src='cid:no'>\r\n"
                + "--b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder().encodeToString(PNG)
                + "\r\n--b\r\nContent-Type: text/html\r\n"
                + "Content-Disposition: attachment; filename=\"../계획 <1>.html\"\r\n\r\n"
                + "<script>alert(1)</script>\r\n--b--\r\n";
    }

    @Test
    void partsAreHadByLinksOfTheirOwn() throws Exception {
        receive(PASSED, "Content-Type: multipart/related; boundary=b\r\n", mixed());
        JsonNode view = view("block");
        FakeExchange picture = stage.visit(link(view));
        assertThat(link(view)).isEqualTo(view.path("inline").path("logo@x").asString());
        assertThat(picture.sent()).isEqualTo(PNG);
        assertThat(picture.answered("Content-Type")).contains("image/png");
        assertThat(picture.answered("Content-Disposition")).contains("inline");

        JsonNode attachments = view.path("attachments");
        String file = "";
        for (var each : attachments.properties()) {
            file = each.getKey().endsWith("-3") ? each.getValue().asString() : file;
        }
        FakeExchange whole = stage.visit(file);
        assertThat(whole.text()).isEqualTo("<script>alert(1)</script>");
        assertThat(whole.answered("Content-Type")).contains("application/octet-stream");
        assertThat(whole.answered("Content-Disposition"))
                .startsWith("attachment; filename=")
                .doesNotContain("../")
                .contains("%EA%B3%84");
        FakeExchange range = stage.visit(file, "Range", "bytes=1-6");
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.text()).isEqualTo("script");
        assertThat(stage.visit(file, "Range", "bytes=99-").status()).isEqualTo(416);
    }

    @Test
    void linksEnd() throws Exception {
        receive(PASSED, "Content-Type: multipart/related; boundary=b\r\n", mixed());
        String link = link(view("block"));
        assertThat(stage.visit(link).status()).isEqualTo(200);
        assertThat(stage.visit(link.replace("/b/", "/px/")).status()).isEqualTo(404);
        int at = link.lastIndexOf('.');
        String changed = link.substring(0, at - 3) + "AAA" + link.substring(at);
        assertThat(stage.visit(changed).status()).isEqualTo(404);
        assertThat(stage.visit("/b/").status()).isEqualTo(404);
        assertThat(stage.visit("/b/x.y").status()).isEqualTo(404);
        stage.clock.advance(Duration.ofHours(2));
        assertThat(stage.visit(link).status()).as("without a session").isEqualTo(404);
    }

    @Test
    void linksOfASessionEndWithIt() throws Exception {
        receive(PASSED, "Content-Type: multipart/related; boundary=b\r\n", mixed());
        SignedLinks links = new SignedLinks(() -> new byte[32], stage.clock);
        Account alice = stage.account("alice");
        String blob = view("block").path("attachments").propertyNames().iterator().next();
        String link =
                links.link(
                        new Grant(
                                alice.id(),
                                alice.id(),
                                Optional.of("s1"),
                                links.expiry(Optional.of("s1")),
                                new Grant.Part(blob, "image/png", "")),
                        Optional.empty());
        assertThat(Ids.of(alice.id())).isEqualTo(stage.accountId("alice"));
        assertThat(stage.visit(link).status()).isEqualTo(404);
        stage.sessions.add("s1");
        assertThat(stage.visit(link).status()).isEqualTo(200);
        stage.sessions.clear();
        assertThat(stage.visit(link).status()).isEqualTo(404);
    }

    /// THREATS J05
    @Test
    void nobodyHasALinkToAnothersMail() throws Exception {
        receive(PASSED, "Content-Type: multipart/related; boundary=b\r\n", mixed());
        SignedLinks links = new SignedLinks(() -> new byte[32], stage.clock);
        String blob = view("block").path("attachments").propertyNames().iterator().next();
        String link =
                links.link(
                        new Grant(
                                stage.account("alice").id(),
                                stage.account("bob").id(),
                                Optional.empty(),
                                links.expiry(Optional.empty()),
                                new Grant.Part(blob, "image/png", "")),
                        Optional.empty());
        assertThat(stage.visit(link).status()).isEqualTo(404);
    }

    private String unsubscribeFields() {
        return "List-Unsubscribe: <mailto:leave@shop.example>,\r\n <"
                + stage.other.url("/leave?u=1")
                + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                + "DKIM-Signature: v=1; d=shop.example; s=k; b=AbCd\r\n Efgh; bh=x;"
                + " h=From:List-Unsubscribe:List-Unsubscribe-Post\r\n";
    }

    /// RFC 8058 §3.2, §4
    @Test
    void oneClickPostsWhatTheListAsksFor() throws Exception {
        String signed = PASSED + "; dkim=pass header.d=shop.example header.b=AbCdEf";
        receive(signed, unsubscribeFields(), "x\r\n");
        JsonNode way = view("block").path("unsubscribe");
        assertThat(way.path("oneClick").asBoolean()).as(way.toString()).isTrue();
        assertThat(way.path("mailto").asString()).isEqualTo("mailto:leave@shop.example");

        stage.other.has("/leave?u=1", "202 Fine", new byte[0]);
        ObjectNode arguments = JSON.createObjectNode().put("emailId", newest());
        JsonNode said = stage.call("alice", "MailView/unsubscribe", arguments);
        assertThat(said.path("isDone").asBoolean()).isTrue();
        assertThat(said.path("said").asString()).isEqualTo("HTTP 202");
        assertThat(stage.other.requests.getFirst())
                .startsWith("POST /leave?u=1 HTTP/1.1\n")
                .contains("Content-Type: application/x-www-form-urlencoded\n")
                .endsWith("\n\nList-Unsubscribe=One-Click");
        stage.other.has("/leave?u=1", "500 No", new byte[0]);
        JsonNode refused = stage.call("alice", "MailView/unsubscribe", arguments);
        assertThat(refused.path("isDone").asBoolean()).isFalse();
        assertThat(refused.path("said").asString()).isEqualTo("HTTP 500");
    }

    @Test
    void oneClickIsForWhatASignatureCovers() throws Exception {
        String fields = unsubscribeFields();
        receive(PASSED, fields, "x\r\n");
        assertThat(view("block").path("unsubscribe").path("oneClick").asBoolean()).isFalse();
        String signed = PASSED + "; dkim=pass header.d=shop.example header.b=AbCdEf";
        for (String broken :
                new String[] {
                    fields.replace(":List-Unsubscribe-Post", ""),
                    fields.replace("d=shop.example", "d=other.example"),
                    fields.replace("b=AbCd", "b=Zbcd"),
                    fields.replace("<https:", "<http:"),
                    fields + "List-Unsubscribe: <https://evil.example/>\r\n"
                }) {
            stage.clock.advance(Duration.ofMinutes(1));
            receive(signed, broken, "x\r\n");
            assertThat(view("block").path("unsubscribe").path("oneClick").asBoolean())
                    .as(broken)
                    .isFalse();
        }
    }
}
