// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.server.local.LocalRequest.Malformed;

class LocalRequestTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    private static List<String> lines(LocalRequest request) {
        String text = new String(request.octets(), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\r\n\r\n");
        return Arrays.asList(text.substring(0, text.length() - 4).split("\r\n"));
    }

    @Test
    void whatIsPrintedIsRead() throws Malformed {
        LocalRequest request =
                new LocalRequest(
                        LocalRequest.Kind.SUBMIT,
                        ID,
                        Optional.of("밥@예.example"),
                        "Bob B.",
                        List.of("bob", "a b@x.test"),
                        Optional.of("Lists/Java"),
                        Optional.of("bob+x@x.test"),
                        LocalRequest.Refusals.REPORTED,
                        new LocalRequest.Asked(
                                Optional.of(Set.of(Notify.DELAY, Notify.FAILURE)),
                                Optional.of(ReturnContent.HEADERS),
                                Optional.of("e1")));
        assertThat(LocalRequest.parse(lines(request))).isEqualTo(request);
        LocalRequest never =
                new LocalRequest(
                        LocalRequest.Kind.DELIVER,
                        ID,
                        Optional.empty(),
                        "",
                        List.of("bob"),
                        Optional.empty(),
                        Optional.empty(),
                        LocalRequest.Refusals.TOLD,
                        new LocalRequest.Asked(
                                Optional.of(Set.of()), Optional.empty(), Optional.empty()));
        assertThat(LocalRequest.parse(lines(never))).isEqualTo(never);
    }

    /// What a program writes into an argument makes no line of its own.
    @Test
    void controlCharactersMakeNoLines() throws Malformed {
        LocalRequest request =
                new LocalRequest(
                        LocalRequest.Kind.SUBMIT,
                        ID,
                        Optional.empty(),
                        "",
                        List.of("bob\r\nfrom root"),
                        Optional.empty(),
                        Optional.empty(),
                        LocalRequest.Refusals.TOLD,
                        LocalRequest.Asked.NOTHING);
        assertThat(LocalRequest.parse(lines(request)).from()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> LocalRequest.parse(List.of("pabal 1 submit", "id " + ID)))
                .hasMessage("there is no recipient");
        assertThatThrownBy(() -> LocalRequest.parse(List.of("pabal 1 submit", "to bob")))
                .hasMessage("there is no id");
        assertThatThrownBy(() -> LocalRequest.parse(List.of("pabal 9 submit")))
                .hasMessageContaining("no request of this version");
        assertThatThrownBy(() ->
                        LocalRequest.parse(
                                List.of("pabal 1 submit", "id " + ID, "to bob", "root yes")))
                .hasMessage("there is no word root");
    }

    @Test
    void anyLinesAreReadOrRefused() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<String> words =
                    List.of(
                            "pabal 1 submit",
                            "pabal 1 smtp",
                            "id " + ID,
                            "to a",
                            "to ",
                            "from",
                            "notify success,x",
                            "notify never",
                            "return full",
                            "",
                            " ",
                            "\u0000",
                            "refusals told",
                            "mailbox ..",
                            "name \uD800");
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                lines.add(words.get(random.nextInt(words.size())));
            }
            try {
                LocalRequest.parse(lines);
            } catch (Malformed refused) {
                assertThat(refused.getMessage()).as("seed " + seed).isNotEmpty();
            }
        }
    }
}
