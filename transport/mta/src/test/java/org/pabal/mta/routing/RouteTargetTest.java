// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;

/// What may stand in `[routes]`, and what becomes of addresses in paths.
final class RouteTargetTest {

    private static String shown(String text) {
        return RouteTarget.parse(text)
                .map(target ->
                        target instanceof RouteTarget.Fixed(var hop)
                                ? hop.toString()
                                : target.toString())
                .orElse("none");
    }

    @Test
    void eachFormIsUnderstood() {
        assertThat(shown("host")).isEqualTo("host:25");
        assertThat(shown("mx.internal:26")).isEqualTo("mx.internal:26");
        assertThat(shown("[2001:db8::1]:26")).isEqualTo("2001:db8::1:26");
        assertThat(shown("smtp:h")).isEqualTo("h:25");
        assertThat(shown("lmtp:h")).isEqualTo("lmtp:h:24");
        assertThat(shown("lmtp:[::1]:2424")).isEqualTo("lmtp:::1:2424");
        assertThat(shown("lmtp:unix:/run/dovecot/lmtp")).isEqualTo("lmtp:unix:/run/dovecot/lmtp");
        assertThat(shown("pipe:sms")).isEqualTo("pipe:sms");
        assertThat(shown("maildir:/v/{domain}/{local}/Maildir/"))
                .isEqualTo("maildir:/v/{domain}/{local}/Maildir/");
        assertThat(shown("error:5.7.1 Not here")).contains("Not here");
        assertThat(shown("local")).startsWith("Local");
        assertThat(shown("mx")).startsWith("MailExchangers");
        assertThat(shown("smarthost")).startsWith("Smarthost");
    }

    @Test
    void everythingElseIsRefused() {
        for (String wrong :
                List.of(
                        "",
                        "h:0",
                        "h:70000",
                        "h:x",
                        "smtp:",
                        "lmtp:unix:rel",
                        "lmtp:unix:",
                        "pipe:",
                        "pipe:A b",
                        "pipe:../x",
                        "maildir:rel",
                        "maildir:/a/../b",
                        "maildir:/a/{x}",
                        "maildir:/a//b",
                        "maildir:/a b",
                        "maildir:/.",
                        "error:5.1.2",
                        "error:2.0.0 ok",
                        "error:text",
                        "a b",
                        "-h",
                        "|/bin/sh",
                        "/tmp/x")) {
            assertThat(RouteTarget.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void parsingIsTotal() {
        long seed = 7;
        Random random = new Random(seed);
        String[] pieces = {
            "lmtp:",
            "unix:",
            "/",
            "{local}",
            "..",
            "pipe:",
            "maildir:",
            "error:",
            "5.1.1 ",
            "[",
            "]",
            ":25",
            "a",
            "\0",
            "é",
            " ",
            "*",
            "@"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(RouteTarget.parse(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isNotNull();
            RouteTable.isKey(text.toString());
        }
    }

    /// THREATS S09, S10, S11.
    @Test
    void anAddressNeverLeavesItsPlaceInAPath() {
        String template = "/v/{domain}/{local}/Maildir";
        assertThat(path(template, "bob+x@example.org")).isEqualTo("/v/example.org/bob+x/Maildir");
        assertThat(path(template, "Bob@EXAMPLE.org")).isEqualTo("/v/example.org/bob/Maildir");
        assertThat(path(template, "a/b@example.org")).isEqualTo("/v/example.org/a%2fb/Maildir");
        assertThat(path(template, "\"..\"@example.org")).isEqualTo("/v/example.org/%2e./Maildir");
        assertThat(path(template, "\".\"@example.org")).isEqualTo("/v/example.org/%2e/Maildir");
        assertThat(path(template, "\"../../etc/passwd\"@example.org"))
                .isEqualTo("/v/example.org/%2e.%2f..%2fetc%2fpasswd/Maildir");
        assertThat(path(template, "%2e@example.org")).isEqualTo("/v/example.org/%252e/Maildir");
        assertThat(path(template, "\"|id\"@example.org")).isEqualTo("/v/example.org/%7cid/Maildir");
        assertThat(path(template, "밥@example.org")).isEqualTo("/v/example.org/%eb%b0%a5/Maildir");
        assertThat(path(template, "a@[192.0.2.1]")).isEqualTo("/v/%5b192.0.2.1%5d/a/Maildir");
        assertThat(path(template, "\"{domain}\"@example.org"))
                .isEqualTo("/v/example.org/%7bdomain%7d/Maildir");
    }

    private static String path(String template, String address) {
        return MaildirPath.of(template, Address.of(address)).toString();
    }
}
