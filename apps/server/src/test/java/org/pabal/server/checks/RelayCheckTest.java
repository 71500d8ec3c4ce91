// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.jmap.Check.State;
import org.pabal.jmap.Check.Step;
import org.pabal.message.Address;
import org.pabal.mta.relay.Finding.Kind;
import org.pabal.mta.relay.SenderProbe;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;

/// What is said to be good of a smarthost: only what was tried.
final class RelayCheckTest {
    private static final Address FROM = Address.of("me@pabal.example");
    private static final RelayCredentials LOGIN = new RelayCredentials("u", "secret");

    private static List<State> states(
            Kind said, Optional<RelayCredentials> credentials, RelayTls tls, String host) {
        ZoneResolver zone = ZoneResolver.of("relay.example. A 192.0.2.7\n");
        SenderProbe probe = (_, _) -> List.of(new SenderProbe.Answer(said, "its words"));
        return new RelayCheck(() -> zone, probe, () -> 0)
                        .run(
                                new NextHop.Relay(
                                        "r", new NextHop.Host(host, 587, credentials, tls)),
                                FROM)
                        .stream()
                        .map(Step::state)
                        .toList();
    }

    @Test
    void aRelayThatTakesTheSenderIsGood() {
        assertThat(states(Kind.ACCEPTED, Optional.of(LOGIN), RelayTls.REQUIRED, "relay.example"))
                .containsOnly(State.OK)
                .hasSize(5);
    }

    @Test
    void withoutTlsAndLogInTheseAreNotCalledGood() {
        assertThat(states(Kind.ACCEPTED, Optional.empty(), RelayTls.NONE, "relay.example"))
                .containsExactly(State.OK, State.OK, State.SKIPPED, State.SKIPPED, State.OK);
        assertThat(states(Kind.SENDER_REFUSED, Optional.empty(), RelayTls.NONE, "relay.example"))
                .containsExactly(State.OK, State.OK, State.SKIPPED, State.SKIPPED, State.BAD);
    }

    @Test
    void whatIsBehindABadStepWasNotTried() {
        assertThat(states(Kind.LOGIN_FAILED, Optional.of(LOGIN), RelayTls.REQUIRED, "192.0.2.7"))
                .containsExactly(State.OK, State.OK, State.OK, State.BAD, State.SKIPPED);
        assertThat(states(Kind.ACCEPTED, Optional.empty(), RelayTls.NONE, "gone.example"))
                .startsWith(State.BAD, State.SKIPPED);
    }
}
