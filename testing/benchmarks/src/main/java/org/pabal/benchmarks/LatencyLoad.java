// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// How long a client waits for its 250: from the first octet of MAIL to the reply behind the dot,
/// one command at a time. It shares the machine with the server, both peers alike.
final class LatencyLoad {
    private LatencyLoad() {}

    /// @param p50 half of the mails were faster, in milliseconds
    /// @param p99 of a hundred mails, 99 were faster
    record Latencies(double p50, double p99) {
        private static Latencies of(long[] nanos) {
            Arrays.sort(nanos);
            return new Latencies(at(nanos, 0.50), at(nanos, 0.99));
        }

        private static double at(long[] sorted, double part) {
            return sorted[(int) Math.min(sorted.length - 1, sorted.length * part)] / 1e6;
        }
    }

    static Latencies measure(Door door, int port, int mails, int octets, int connections)
            throws IOException, InterruptedException {
        byte[] content = content(octets);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sessions =
                    IntStream.range(0, connections)
                            .<Callable<long[]>>mapToObj(
                                    i -> () -> session(door, port, mails / connections, content, i))
                            .toList();
            var waited = threads.invokeAll(sessions);
            return Latencies.of(waited.stream().flatMapToLong(LatencyLoad::all).toArray());
        }
    }

    private static java.util.stream.LongStream all(Future<long[]> session) {
        try {
            return Arrays.stream(session.get());
        } catch (Exception failed) {
            throw new IllegalStateException("a session of the load failed", failed);
        }
    }

    private static byte[] content(int octets) {
        String header = "From: sender@load.test\r\nSubject: load\r\n\r\n";
        String line = "x".repeat(78) + "\r\n";
        return (header + line.repeat(Math.max(1, octets / 80)) + ".\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static long[] session(Door door, int port, int mails, byte[] content, int number)
            throws IOException {
        long[] nanos = new long[mails];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            expect(in, '2');
            ask(in, out, door.greeting() + " load.test", '2');
            String rcpt = "RCPT TO:<user" + number % Peer.ACCOUNTS + "@" + Peer.DOMAIN + ">";
            for (int i = 0; i < mails; i++) {
                long start = System.nanoTime();
                ask(in, out, "MAIL FROM:<sender@load.test>", '2');
                ask(in, out, rcpt, '2');
                ask(in, out, "DATA", '3');
                out.write(content);
                expect(in, '2');
                nanos[i] = System.nanoTime() - start;
            }
            ask(in, out, "QUIT", '2');
        }
        return nanos;
    }

    private static void ask(InputStream in, OutputStream out, String command, char expected)
            throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, expected);
    }

    /// Reads a whole reply.
    private static void expect(InputStream in, char firstDigit) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the server closed after " + line);
            }
            if (c != '\n') {
                line.append((char) c);
            } else if (line.length() > 3 && line.charAt(3) == '-') {
                line.setLength(0);
            } else if (line.charAt(0) != firstDigit) {
                throw new IOException("unexpected reply: " + line);
            } else {
                return;
            }
        }
    }
}
