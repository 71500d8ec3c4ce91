// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.LoginService;
import org.pabal.message.Domain;
import org.pabal.wire.TlsFacts;

class LoginContextsTest {
    private static final Domain COM = Domain.of("domain1.example");
    private static final Domain NET = Domain.of("domain2.example");
    private static final Domain PRESET = Domain.of("preset.example");

    private final LoginContexts logins =
            new LoginContexts(
                    domain -> domain.equals(COM) || domain.equals(NET),
                    Map.of(
                            InetAddress.ofLiteral("192.0.2.10"), COM,
                            InetAddress.ofLiteral("2001:db8::a"), COM),
                    Optional.of(PRESET),
                    Optional.empty());

    private Optional<Domain> at(InetAddress local, String serverName) {
        Optional<TlsFacts> tls =
                serverName.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new TlsFacts(
                                        "TLSv1.3",
                                        "TLS_AES_128_GCM_SHA256",
                                        Optional.of(serverName),
                                        Map.of(),
                                        Optional.empty()));
        return logins.of(new InetSocketAddress(local, 110), tls, LoginService.POP3).defaultDomain();
    }

    private Optional<Domain> at(String local, String serverName) {
        return at(InetAddress.ofLiteral(local), serverName);
    }

    @Test
    void theAddressGoesBeforeTheServerNameAndThatBeforeTheSettings() {
        assertThat(at("192.0.2.10", "mail.domain2.example")).contains(COM);
        assertThat(at("192.0.2.99", "mail.domain2.example")).contains(NET);
        assertThat(at("192.0.2.99", "mail.elsewhere.example")).contains(PRESET);
        assertThat(at("192.0.2.99", "")).contains(PRESET);
    }

    @Test
    void anIpv4AddressIsTheSameOnAnIpv6Socket() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(new byte[] {(byte) 192, 0, 2, 10}, 0, mapped, 12, 4);
        assertThat(at(InetAddress.getByAddress(mapped), "")).contains(COM);
        assertThat(at("::ffff:192.0.2.10", "")).contains(COM);
    }

    @Test
    void anIpv6AddressIsTheSameInEverySpelling() {
        assertThat(at("2001:DB8:0:0:0:0:0:A", "")).contains(COM);
        assertThat(at("2001:db8::b", "")).contains(PRESET);
    }

    /// What is told of a connection that has no address.
    @Test
    void anUnspecificAddressMeansNoDomain() {
        assertThat(at("0.0.0.0", "")).contains(PRESET);
        assertThat(at("::", "mail.domain2.example")).contains(NET);
    }
}
