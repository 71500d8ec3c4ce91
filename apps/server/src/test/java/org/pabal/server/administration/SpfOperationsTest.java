// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;

class SpfOperationsTest {
    private static final String ZONE =
            """
            example.org TXT "v=spf1 ip4:192.0.2.0/24 -all"
            mail.example.org TXT "v=spf1 a -all"
            mail.example.org A 192.0.2.7
            """;

    private final SpfOperations spf =
            new SpfOperations(
                    () -> ZoneResolver.of("example.org SERVFAIL"),
                    () -> "mx.example.net",
                    InstantSource.system());

    private List<?> checks(Map<String, Object> arguments) {
        return (List<?>) spf.explain(new Arguments(arguments)).get("checks");
    }

    @Test
    void bothIdentitiesAreExplained() {
        assertThat(
                        checks(
                                Map.of(
                                        "ip", "192.0.2.8",
                                        "from", "alice@example.org",
                                        "helo", "mail.example.org",
                                        "zone", ZONE)))
                .extracting(
                        check -> ((Map<?, ?>) check).get("identity"),
                        check -> ((Map<?, ?>) check).get("result"),
                        check -> ((Map<?, ?>) check).get("mechanism"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("helo", "fail", "-all"),
                        org.assertj.core.groups.Tuple.tuple(
                                "mailfrom", "pass", "ip4:192.0.2.0/24"));
    }

    @Test
    void withoutAZoneTheDnsIsAsked() {
        assertThat(checks(Map.of("ip", "192.0.2.8", "from", "example.org")).toString())
                .contains("temperror", "postmaster@example.org");
    }

    @Test
    void whatCannotBeAskedIsRefusedInWords() {
        assertRefused(Map.of("ip", "here", "from", "a@example.org"), "not an IP address");
        assertRefused(Map.of("ip", "192.0.2.8", "from", "a@@b"), "not an address");
        assertRefused(Map.of("ip", "192.0.2.8", "from", "<>"), "HELO");
        assertRefused(
                Map.of("ip", "192.0.2.8", "from", "a@example.org", "zone", "x NOSUCH y"), "line 1");
    }

    private void assertRefused(Map<String, Object> arguments, String why) {
        assertThatThrownBy(() -> spf.explain(new Arguments(arguments)))
                .isInstanceOf(Arguments.Unusable.class)
                .hasMessageContaining(why);
    }
}
