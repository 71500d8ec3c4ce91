// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.wire.IpNetwork;

/// A client that speaks before it was greeted does not speak SMTP.
class EarlyTalkerTest {

    private static List<String> said(SmtpConfig config, String... batches) {
        BatchConnection connection = new BatchConnection(List.of(batches));
        connection.talkEarly();
        new SmtpSession(
                        connection,
                        config,
                        new FakeMailSystem().service(),
                        SmtpSurroundings.of(Optional.empty(), InstantSource.system()))
                .run();
        return connection.packets;
    }

    private static SmtpConfig config(Role role) {
        return SmtpConfig.defaults(role, "mx.example.org");
    }

    @Test
    void aStrangerOnReceptionIsRefused() {
        assertThat(said(config(Role.RECEPTION), "EHLO x", "MAIL FROM:<a@example.net>"))
                .containsExactly("554 5.5.1 Wait for the greeting before you speak\r\n");
    }

    @Test
    void aBrowserIsToldWhereItIs() { // THREATS S24
        assertThat(said(config(Role.RECEPTION), "POST / HTTP/1.1", "NOOP"))
                .singleElement()
                .asString()
                .startsWith("554 5.5.1 This is a mail server");
    }

    @Test
    void ownMachinesAndOtherRolesAreNotTested() {
        List<IpNetwork> near = List.of(new IpNetwork(InetAddress.ofLiteral("192.0.2.0"), 24));
        SmtpConfig.Clients own = new SmtpConfig.Clients(near, List.of(), near);
        assertThat(said(config(Role.RECEPTION).with(own), "QUIT").getFirst()).startsWith("220 ");
        assertThat(said(config(Role.SUBMISSION), "QUIT").getFirst()).startsWith("220 ");
        assertThat(said(config(Role.LMTP).with(own), "QUIT").getFirst()).startsWith("220 ");
    }
}
