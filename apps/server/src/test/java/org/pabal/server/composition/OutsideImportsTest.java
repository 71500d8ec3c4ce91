// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.fetch.FetchConnector;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.FetchLimits;
import org.pabal.fetch.FetchLogin;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.FetchSource.Security;
import org.pabal.jmap.Check;
import org.pabal.mta.jobs.OutsideAddresses;
import org.pabal.mta.jobs.Reachable;
import org.pabal.server.checks.FetchCheck;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Where users may send this server for their mail: THREATS J07.
final class OutsideImportsTest {
    private static final String ZONE =
            "old.example. A 127.0.0.1\ninside.example. A 10.1.2.3\npublic.example. A 192.88.99.1\n";

    private final Wire wire = new Wire(WireLimits.standard());

    @AfterEach
    void close() {
        wire.close();
    }

    private OutsideImports door(Reachable reachable) {
        return new OutsideImports(
                new OutsideAddresses(ZoneResolver.of(ZONE), reachable),
                reachable,
                new FetchConnector(
                        new Connector(wire),
                        TlsClientContext.trustingAuthorities(),
                        FetchLimits.standard()));
    }

    private static FetchSource source(String host, int port) {
        return new FetchSource(
                host, port, Security.TLS, new FetchLogin.Password("bob", "x", Optional.empty()));
    }

    private void refuses(OutsideImports door, String host, int port, Reason reason) {
        assertThatThrownBy(() -> door.open(source(host, port), FetchConnector.Progress.UNHEARD))
                .as(host)
                .isInstanceOfSatisfying(
                        FetchException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void nothingInsideIsDialled() {
        OutsideImports door = door(Reachable.PUBLIC);
        for (String host :
                List.of(
                        "old.example",
                        "inside.example",
                        "127.0.0.1",
                        "::1",
                        "169.254.169.254",
                        "::ffff:10.0.0.1")) {
            refuses(door, host, 993, Reason.INSIDE);
        }
        refuses(door, "nobody.example", 993, Reason.NO_SUCH_HOST);
    }

    @Test
    void outsideOnlyThePortsOfImapAreDialled() {
        refuses(door(Reachable.PUBLIC), "public.example", 6379, Reason.INSIDE);
    }

    @Test
    void whatTheSettingsNameIsDialledOnAnyPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            int port = closed.getLocalPort();
            closed.close();
            refuses(door(new Reachable(_ -> true)), "old.example", port, Reason.UNREACHABLE);
        }
    }

    @Test
    void theCheckTellsWhichStepFailed() {
        FetchCheck check = new FetchCheck(door(Reachable.PUBLIC), System::nanoTime);
        List<Check.Step> steps =
                check.read(
                                org.pabal.jmap.JmapObject.ofProperties(
                                        new tools.jackson.databind.json.JsonMapper()
                                                .createObjectNode()
                                                .put("host", "inside.example")
                                                .put("user", "bob")
                                                .put("password", "x"),
                                        new org.pabal.jmap.CreatedIds()))
                        .run(Checked.BOB);
        assertThat(steps)
                .extracting(Check.Step::name)
                .containsExactly("name", "connect", "tls", "login", "folders");
        assertThat(steps.getFirst().hint()).isEqualTo("inside");
        assertThat(steps.getLast().state()).isEqualTo(Check.State.SKIPPED);
    }

    private static final class Checked {
        private static final org.pabal.directory.Account BOB =
                new org.pabal.directory.Account(
                        new org.pabal.directory.AccountId(1),
                        org.pabal.message.Address.of("bob@example.org"),
                        "",
                        org.pabal.directory.Language.ENGLISH,
                        java.util.OptionalLong.empty(),
                        true);
    }
}
