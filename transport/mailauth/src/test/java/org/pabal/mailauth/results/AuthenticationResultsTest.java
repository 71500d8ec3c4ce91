// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;

class AuthenticationResultsTest {
    private static final String ALPHABET =
            "ab.@-=;:\"\\()<> \t\r\n,/?[]\u00e9\u202e\ud83d\ude00\u0000";

    /// RFC 8601 appendix B.
    @Test
    void theExamplesOfTheRfcAreRead() {
        AuthenticationResults several =
                AuthenticationResults.parse(
                                " example.com;\r\n      auth=pass (cram-md5) smtp.auth=sender@example.net;"
                                        + "\r\n      spf=pass smtp.mailfrom=example.net")
                        .orElseThrow();
        assertThat(several.authservId()).isEqualTo("example.com");
        assertThat(several.of("auth").orElseThrow().property("smtp", "auth"))
                .contains("sender@example.net");
        assertThat(several.of("spf").orElseThrow().result()).isEqualTo("pass");

        AuthenticationResults none =
                AuthenticationResults.parse(" example.org 1; none").orElseThrow();
        assertThat(none.results()).isEmpty();

        AuthenticationResults commented =
                AuthenticationResults.parse(
                                " foo.example.net (foobar) 1 (baz);\r\n    dkim (Because I like it) / 1"
                                        + " (One yay) = (wait for it) fail\r\n      policy (A dot can go"
                                        + " here) . (like that) expired\r\n      (this surprised me) ="
                                        + " (as I wasn't expecting it) 1362471462")
                        .orElseThrow();
        assertThat(commented.authservId()).isEqualTo("foo.example.net");
        assertThat(commented.of("dkim").orElseThrow().property("policy", "expired"))
                .contains("1362471462");
    }

    @Test
    void whatOthersWriteIsRead() {
        AuthenticationResults google =
                AuthenticationResults.parse(
                                " mx.google.com;\r\n       dkim=pass header.i=@facebookmail.com"
                                        + " header.s=s1024-2013-q3 header.b=F/4+aA==;\r\n       spf=pass"
                                        + " (google.com: domain of a@b.example designates 69.171.232.1 as"
                                        + " permitted sender) smtp.mailfrom=a@b.example;\r\n      "
                                        + " dmarc=pass (p=REJECT sp=REJECT dis=NONE)"
                                        + " header.from=facebookmail.com")
                        .orElseThrow();
        assertThat(google.of("dkim").orElseThrow().property("header", "b")).contains("F/4+aA==");
        AuthenticationResults microsoft =
                AuthenticationResults.parse(
                                " spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=none"
                                        + " (message not signed) header.d=none;dmarc=pass action=none"
                                        + " header.from=x.example;compauth=pass reason=100")
                        .orElse(new AuthenticationResults("none", List.of()));
        assertThat(microsoft.authservId()).as("it has no id: it is nobody's").isEqualTo("none");
    }

    @Test
    void itIsWrittenAsOneExpects() {
        AuthenticationResults results =
                new AuthenticationResults(
                        "mail.d.example",
                        List.of(
                                new MethodResult("iprev", "pass", Optional.empty(), List.of())
                                        .with("policy", "iprev", "2001:db8::1"),
                                new MethodResult("spf", "fail", Optional.empty(), List.of())
                                        .because("192.0.2.1 is not \"designated\"")
                                        .with("smtp", "mailfrom", "security@facebookmail.com"),
                                new MethodResult("dkim", "pass", Optional.empty(), List.of())
                                        .with("header", "d", "facebookmail.com")
                                        .with("header", "i", "@facebookmail.com")
                                        .with("header", "b", "F/4+aA==")));
        assertThat(results.field())
                .isEqualTo(
                        "Authentication-Results: mail.d.example;\r\n"
                                + "\tiprev=pass policy.iprev=\"2001:db8::1\";\r\n"
                                + "\tspf=fail reason=\"192.0.2.1 is not \\\"designated\\\"\"\r\n"
                                + "\tsmtp.mailfrom=security@facebookmail.com;\r\n"
                                + "\tdkim=pass header.d=facebookmail.com header.i=@facebookmail.com\r\n"
                                + "\theader.b=\"F/4+aA==\"\r\n");
        assertThat(new AuthenticationResults("mail.d.example", List.of()).payload())
                .isEqualTo("mail.d.example; none");
    }

    /// Nothing that a sender says breaks out of its string, whatever it is.
    @Test
    void whatIsWrittenIsReadBack() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            AuthenticationResults results = some(random);
            String field = results.field();
            assertThat(AuthenticationResults.parse(results.payload()))
                    .as("seed %d: %s", seed, field)
                    .contains(results);
            byte[] octets = (field + "\r\n").getBytes(StandardCharsets.UTF_8);
            List<RawField> fields = MessageHeader.parse(octets).fields();
            assertThat(fields).as("seed %d", seed).hasSize(1);
            assertThat(AuthenticationResults.parse(fields.getFirst()))
                    .as("seed %d", seed)
                    .contains(results);
            for (String line : field.split("\r\n", -1)) {
                assertThat(line.getBytes(StandardCharsets.UTF_8).length)
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(998);
            }
        }
    }

    private static AuthenticationResults some(Random random) {
        List<MethodResult> results = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            MethodResult result =
                    new MethodResult("m" + i, "r", Optional.empty(), List.of())
                            .because(text(random));
            for (int j = random.nextInt(4); j > 0; j--) {
                result = result.with("p" + j, "n", text(random));
            }
            results.add(result);
        }
        return new AuthenticationResults("x" + text(random), results);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 700 : 20); i > 0; i--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /// Fuzz: any text ends with a result or with none.
    @Test
    void anyTextIsReadToAnEnd() {
        String seed =
                " d.example (c(o\\)m)) 1; dkim/1=pass reason=\"a\\\"b\" header.d=x.example"
                        + " smtp.mailfrom=\"a b\"@c; none=x";
        for (long run = 0; run < 50_000; run++) {
            Random random = new Random(run);
            StringBuilder text = new StringBuilder(seed);
            for (int i = random.nextInt(12); i >= 0; i--) {
                int at = random.nextInt(text.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            String value = text.toString();
            AuthenticationResults.parse(value)
                    .ifPresent(results ->
                            assertThat(AuthenticationResults.parse(results.payload()))
                                    .as("of %s", value)
                                    .contains(results));
            new ForgedResults(List.of("d.example")).isOurs(value);
        }
    }

    /// THREATS D05.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mail.d.example; dkim=pass",
                "authentication-RESULTS: MAIL.D.Example; dkim=pass",
                "Authentication-Results : mail.d.example; dkim=pass",
                "Authentication-Results:mail.d.example;dkim=pass",
                "Authentication-Results: mail.d.example 1; dkim=pass",
                "Authentication-Results: mail.d.example1; dkim=pass",
                "Authentication-Results: mail.d.example.; dkim=pass",
                "Authentication-Results: \"mail.d.example\"; dkim=pass",
                "Authentication-Results: \"mail.\\d.example\"; dkim=pass",
                "Authentication-Results: (x (y)) mail.d.example (z) 1 ; dkim=pass",
                "Authentication-Results: mail.(x)d.example; dkim=pass",
                "Authentication-Results:\r\n mail.d.example\r\n\t; dkim=pass",
                "Authentication-Results: mail.d.example/1; dkim=pass",
                "Authentication-Results: mail.d.example=x; dkim=pass",
                "Authentication-Results: mail.d.example",
                "Authentication-Results: (x mail.d.example; dkim=pass",
                "Authentication-Results: \"mail.d.example; dkim=pass",
                "Authentication-Results: other.example; dkim=pass\r\n"
                        + "Authentication-Results: mail.d.example; dkim=pass"
            })
    void whatClaimsToBeOursIsTakenOut(String field) {
        String section = "Subject: a\r\n" + field + "\r\nFrom: x@y.example\r\n\r\n";
        String left = left(section);
        assertThat(left).doesNotContainIgnoringCase("mail.d.example");
        assertThat(left).startsWith("Subject: a\r\n").endsWith("From: x@y.example\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: other.example; dkim=pass header.d=mail.d.example",
                "Authentication-Results: xmail.d.example; dkim=pass",
                "Authentication-Results: mail.d.example.org; dkim=pass",
                "ARC-Authentication-Results: i=1; mail.d.example; dkim=pass",
                "X-Authentication-Results: mail.d.example; dkim=pass",
                "Subject: Authentication-Results: mail.d.example",
            })
    void whatOthersSayStays(String field) {
        String section = "Subject: a\r\n" + field + "\r\nFrom: x@y.example\r\n\r\n";
        assertThat(left(section)).isEqualTo(section);
    }

    @Test
    void aLineThatIsNoFieldHidesNothing() {
        String forged = "Authentication-Results: mail.d.example; dkim=pass\r\n";
        assertThat(left("From x Mon\r\nthis is no field\r\n" + forged + "\r\n" + forged))
                .isEqualTo("From x Mon\r\nthis is no field\r\n\r\n" + forged);
        assertThat(left(" x\r\n" + forged + "A: b\r\n")).isEqualTo(" x\r\nA: b\r\n");
    }

    @Test
    void anIdInALabelsIsTheSame() {
        ForgedResults forged = new ForgedResults(List.of("메일.예시.kr"));
        assertThat(forged.isOurs(" 메일.예시.kr; spf=pass")).isTrue();
        assertThat(
                        forged.isOurs(
                                " "
                                        + org.pabal.message.Domain.of("메일.예시.kr").toAscii()
                                        + "; spf=pass"))
                .isTrue();
    }

    private static String left(String section) {
        byte[] octets = section.getBytes(StandardCharsets.UTF_8);
        return new String(
                new ForgedResults(List.of("Mail.D.example")).remove(octets).section(),
                StandardCharsets.UTF_8);
    }
}
