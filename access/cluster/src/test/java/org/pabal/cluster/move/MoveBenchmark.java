// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.Address;
import org.pabal.storage.Storage;
import org.pabal.storage.embedded.EmbeddedConfig;
import org.pabal.storage.embedded.EmbeddedStorage;

/// How long a move takes, and how long of that the account is frozen: run it by hand, with a folder, the
/// number of messages and the octets of each.
final class MoveBenchmark {
    private static final Address BOB = Address.of("bob@example.org");

    private MoveBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int messages = Integer.parseInt(args[1]);
        int octets = Integer.parseInt(args[2]);
        Map<Address, String> hosts = new HashMap<>(Map.of(BOB, "a"));
        TestHost a = host("a", folder, hosts);
        TestHost b = host("b", folder, hosts);
        a.other = b;
        b.other = a;
        a.open();
        b.open();
        fill(a, messages, octets);
        for (int round = 0; round < 2; round++) {
            TestHost from = round == 0 ? a : b;
            long begun = System.nanoTime();
            from.moves.prepare(from.account(BOB), from.other.name);
            Departure departure = from.moves.departure(from.account(BOB).id()).orElseThrow();
            Thread use = Thread.ofVirtual().start(() -> use(from));
            while (!departure.isOver()) {
                departure.step();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            use.interrupt();
            use.join();
            System.out.printf(
                    "%d messages of %d octets, %s to %s: %d ms, %d MB/s, frozen %d ms, %d rounds%n",
                    messages,
                    octets,
                    from.name,
                    from.other.name,
                    took.toMillis(),
                    (long) messages * octets / 1000 / Math.max(1, took.toMillis()),
                    departure.progress().frozen().toMillis(),
                    departure.progress().rounds.get());
        }
        a.close();
        b.close();
    }

    private static TestHost host(String name, Path folder, Map<Address, String> hosts)
            throws Exception {
        Path store = Files.createDirectories(folder).resolve(name);
        Storage storage = EmbeddedStorage.open(EmbeddedConfig.defaults(store));
        return new TestHost(name, storage, s -> s, 1, hosts, Instant::now, Faults.none()).with(BOB);
    }

    /// A mail each 20 ms, until the account is gone.
    private static void use(TestHost host) {
        try {
            for (int i = 0; ; i++) {
                file(host, List.of(staged(host, i, 4_000)), "use" + i);
                Thread.sleep(20);
            }
        } catch (RuntimeException | InterruptedException gone) {
            // as expected
        }
    }

    private static void fill(TestHost host, int messages, int octets) {
        List<StagedMessage> staged = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            staged.add(staged(host, i, octets));
            if (staged.size() == 200 || i == messages - 1) {
                file(host, staged, "fill" + i);
                staged.clear();
            }
        }
    }

    private static void file(TestHost host, List<StagedMessage> staged, String key) {
        List<Filing> filings = new ArrayList<>();
        for (int i = 0; i < staged.size(); i++) {
            filings.add(
                    new Filing(
                            host.account(BOB),
                            MailboxName.INBOX,
                            staged.get(i),
                            Flags.NONE,
                            Instant.now(),
                            key + "-" + i));
        }
        host.mailboxes.file(filings, List.of());
    }

    private static StagedMessage staged(TestHost host, int number, int size) {
        byte[] head =
                ("From: Alice <alice@example.net>\r\nTo: bob@example.org\r\nSubject: mail "
                                + number
                                + "\r\nDate: Mon, 2 Mar 2026 10:00:00 +0900\r\nMessage-ID: <"
                                + number
                                + "@example.net>\r\n\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] body = new byte[Math.max(2, size - head.length)];
        Random random = new Random(number);
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i % 78 == 76 ? '\r' : i % 78 == 77 ? '\n' : 'a' + random.nextInt(26));
        }
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        try (MessageIntake intake = host.mailboxes.newMessage()) {
            intake.write(all, 0, all.length);
            return intake.finish();
        }
    }
}
