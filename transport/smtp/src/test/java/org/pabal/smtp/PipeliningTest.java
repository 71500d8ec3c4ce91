// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.smtp.SmtpConfig.Role;

/// Which replies leave together. RFC 2920 §3.2.
class PipeliningTest {

    private static List<String> packets(String... batches) {
        FakeMailSystem system = new FakeMailSystem();
        system.account("bob@example.org");
        BatchConnection connection = new BatchConnection(List.of(batches));
        new SmtpSession(
                        connection,
                        SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"),
                        system.service(),
                        SmtpSurroundings.of(Optional.empty(), InstantSource.system()))
                .run();
        return connection.packets;
    }

    @Test
    void repliesToABatchLeaveTogether() {
        List<String> packets =
                packets(
                        "HELO x",
                        "MAIL FROM:<a@example.net>\nRCPT TO:<bob@example.org>\nDATA",
                        "hello\n.\nMAIL FROM:<a@example.net>\nRCPT TO:<bob@example.org>\nDATA",
                        "hello\n.",
                        "QUIT");
        assertThat(packets.stream().map(PipeliningTest::codes))
                .containsExactly("220", "250", "250 250 354", "250 250 250 354", "250", "221");
    }

    private static String codes(String packet) {
        return String.join(" ", packet.lines().map(line -> line.substring(0, 3)).toList());
    }
}
