// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// A server that answers with anything but LDAP. THREATS L04
class HostileServerTest {

    /// What it writes to whoever has asked.
    private interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private static void meets(Answer answer) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                while (!listener.isClosed()) {
                    try (Socket client = listener.accept()) {
                        var _ = client.getInputStream().read();
                        answer.write(client.getOutputStream());
                    } catch (IOException gone) {
                        // the next one
                    }
                }
            });
            var connection =
                    Sources.connection("ldap://127.0.0.1:" + listener.getLocalPort())
                            .withLimits(Duration.ofMillis(700), Duration.ofMillis(500));
            LdapConfig config =
                    Sources.config("dc=x", Profile.POSIX, "example.org", "ldap://127.0.0.1:1");
            try (LdapSource source = Sources.open(Sources.with(config, connection))) {
                assertThatThrownBy(() -> source.find(Address.of("bob@example.org")))
                        .isInstanceOf(UnavailableException.class);
            }
        }
    }

    @Test
    void lengthsBeyondAllMeasureAreNotReserved() throws IOException {
        long before = Runtime.getRuntime().totalMemory();
        meets(out -> out.write(bytes(0x30, 0x84, 0xff, 0xff, 0xff, 0xff)));
        meets(out -> out.write(bytes(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 2, 1, 1, 0x64)));
        meets(out -> out.write(bytes(0x30, 0x83, 0x20, 0x00, 0x00, 2, 1, 1, 0x64)));
        meets(out -> out.write(bytes(0x30, 0x80, 2, 1, 1, 0x64, 0x80)));
        assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(512L << 20);
    }

    @Test
    void nestedOctetsEnd() throws IOException {
        meets(out -> {
            for (int i = 0; i < 10_000; i++) {
                out.write(bytes(0x30, 0x82, 0xff, 0xf0));
            }
        });
    }

    @Test
    void anOctetNowAndThenIsCutOff() throws IOException {
        meets(out -> {
            out.write(bytes(0x30, 0x82, 0x10, 0x00));
            for (int i = 0; i < 1_000; i++) {
                out.write(0);
                out.flush();
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        });
    }

    @Test
    void anythingElse() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] octets = new byte[1 + random.nextInt(200)];
            random.nextBytes(octets);
            meets(out -> out.write(octets));
        }
        meets(out -> {});
    }

    private static byte[] bytes(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }
}
