// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.TokenJudgement;

class IntrospectedTokensTest {
    private static final long NOW = FakeProvider.NOW.getEpochSecond();

    @TempDir Path folder;
    private FakeProvider provider;
    private IntrospectedTokens tokens;

    @BeforeEach
    void begin() throws IOException {
        provider = new FakeProvider(folder);
        tokens =
                new IntrospectedTokens(
                        new TokenRules("", Set.of("pabal"), Set.of("imap"), "username"),
                        provider.url("/introspect"),
                        new IntrospectedTokens.Client("pa bal", "s:cret+"),
                        provider.provider(),
                        provider.clock);
    }

    @AfterEach
    void end() {
        provider.close();
    }

    private void answer(String json) {
        provider.pages.put("/introspect", json);
    }

    private static TokenJudgement good(String name) {
        return new TokenJudgement.Good(name);
    }

    @Test
    void theProviderIsAskedAsItsClient() {
        answer("{\"active\":true,\"username\":\"bob\",\"scope\":\"imap\"}");
        assertThat(tokens.judge("a+b/c==")).isEqualTo(good("bob"));
        assertThat(provider.asked.getFirst())
                .startsWith("POST /introspect HTTP/1.1\n")
                .contains(
                        "Authorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString("pa+bal:s%3Acret%2B".getBytes()))
                .endsWith("\ntoken=a%2Bb%2Fc%3D%3D&token_type_hint=access_token");
    }

    @Test
    void whatTheProviderSaysIsJudged() {
        String[] bad = {
            "{}",
            "{\"active\":false,\"username\":\"bob\"}",
            "{\"active\":\"true\",\"username\":\"bob\",\"scope\":\"imap\"}",
            "{\"active\":true,\"scope\":\"imap\"}",
            "{\"active\":true,\"username\":\"bob\",\"scope\":\"imaps\"}",
            "{\"active\":true,\"username\":\"bob\",\"scope\":\"imap\",\"aud\":\"other\"}",
            "{\"active\":true,\"username\":\"bob\",\"scope\":\"imap\",\"exp\":" + (NOW - 60) + "}",
            "{\"active\":true,\"username\":\"bob\",\"scope\":\"imap\",\"exp\":\"never\"}",
        };
        for (String each : bad) {
            answer(each);
            assertThat(tokens.judge("t")).as(each).isInstanceOf(TokenJudgement.Bad.class);
        }
        answer(
                "{\"active\":true,\"username\":\"bob\",\"scope\":\"imap\",\"aud\":[\"pabal\"],"
                        + "\"exp\":"
                        + (NOW + 10)
                        + "}");
        assertThat(tokens.judge("t")).isEqualTo(good("bob"));
        assertThat(provider.asked).as("no refusal is kept").hasSize(bad.length + 1);
    }

    @Test
    void aGoodTokenIsRememberedForAMinuteOrUntilItExpires() {
        String long_ = "{\"active\":true,\"username\":\"bob\",\"scope\":\"imap\"}";
        answer(long_);
        assertThat(tokens.judge("long")).isEqualTo(good("bob"));
        answer(long_.replace("}", ",\"exp\":" + (NOW + 20) + "}"));
        assertThat(tokens.judge("short")).isEqualTo(good("bob"));
        answer("{\"active\":false}");
        provider.now = FakeProvider.NOW.plusSeconds(19);
        assertThat(tokens.judge("long")).isEqualTo(good("bob"));
        assertThat(tokens.judge("short")).isEqualTo(good("bob"));
        assertThat(tokens.judge("other")).isInstanceOf(TokenJudgement.Bad.class);
        provider.now = FakeProvider.NOW.plusSeconds(20);
        assertThat(tokens.judge("short")).isInstanceOf(TokenJudgement.Bad.class);
        provider.now = FakeProvider.NOW.plusSeconds(59);
        assertThat(tokens.judge("long")).isEqualTo(good("bob"));
        provider.now = FakeProvider.NOW.plusSeconds(60);
        assertThat(tokens.judge("long")).isInstanceOf(TokenJudgement.Bad.class);
    }

    @Test
    void aProviderThatDoesNotAnswerIsNeitherGoodNorBad() { // THREATS A13
        assertThatThrownBy(() -> tokens.judge("t"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("404");
        answer("[]");
        assertThatThrownBy(() -> tokens.judge("t")).isInstanceOf(UnavailableException.class);
        answer("{\"active\":true" + " ".repeat(300_000) + "}");
        assertThatThrownBy(() -> tokens.judge("t")).isInstanceOf(UnavailableException.class);
        provider.stop();
        assertThatThrownBy(() -> tokens.judge("t")).isInstanceOf(UnavailableException.class);
        assertThat(tokens.judge("t".repeat(1 << 20))).isInstanceOf(TokenJudgement.Bad.class);
    }

    @Test
    void onlyHttpsUrlsAreTaken() {
        for (String bad :
                new String[] {
                    "http://id.example/",
                    "https://",
                    "https://u:p@id.example/",
                    "https://id.example/#x",
                    "https://id.example:99999/",
                    "https://[::1]/",
                    "id.example",
                    "https://id.example/" + "a".repeat(2_000),
                    "https://id example/"
                }) {
            assertThat(ProviderUrl.parse(bad)).as(bad).isEmpty();
        }
        assertThat(ProviderUrl.parse("HTTPS://id.example:8443/a?b").orElseThrow())
                .hasToString("https://id.example:8443/a?b");
        assertThat(ProviderUrl.parse("https://id.example").orElseThrow())
                .isEqualTo(new ProviderUrl("id.example", 443, "/"));
    }
}
