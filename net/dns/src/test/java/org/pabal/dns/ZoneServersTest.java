// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pabal.dns.FakeNameServer.Place;
import org.pabal.dns.Resolver.Answer.Found;
import org.pabal.dns.Resolver.Answer.NoData;

/// The zone's own servers say what is in it now.
class ZoneServersTest {
    private static final Resolver OTHERS =
            ZoneResolver.of(
                    """
                    code.kr. NS ns.code.kr.
                    ns.code.kr. A 127.0.0.1
                    code.kr. TXT "of yesterday"
                    code.kr.example. TXT "of others"
                    """);

    @Test
    void whatWasPublishedAMomentAgoIsSeen() throws IOException {
        AtomicReference<String> text = new AtomicReference<>("");
        try (FakeNameServer server =
                new FakeNameServer(query ->
                        Optional.of(
                                text.get().isEmpty()
                                        ? FakeNameServer.response(query, 0, Place.ANSWER)
                                        : FakeNameServer.response(
                                                query,
                                                0,
                                                Place.ANSWER,
                                                "code.kr. 3600 TXT " + text.get())))) {
            Resolver zone = ZoneServers.of("mail.code.kr", OTHERS, server.address().getPort());
            assertThat(zone.txt("code.kr")).isInstanceOf(NoData.class);
            text.set("now");
            assertThat(zone.txt("Code.KR")).isEqualTo(new Found<>(List.of("now")));
            assertThat(zone.txt("code.kr.example")).isEqualTo(new Found<>(List.of("of others")));
        }
    }

    @Test
    void withoutServersTheOthersAreAsked() {
        assertThat(ZoneServers.of("elsewhere.example", OTHERS)).isSameAs(OTHERS);
    }
}
