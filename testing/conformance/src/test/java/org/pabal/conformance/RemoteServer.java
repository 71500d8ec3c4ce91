// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A mail server of somebody else, as it is on a bad day: it defers, refuses, breaks off in the
/// middle of a message, and takes a message without saying so. RFC 5321 §4.5.3.2.
///
/// Which it does is drawn from the seed and the order of commands. A recipient whose local-part
/// begins with `no` is always refused.
final class RemoteServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Random random;

    /// How often each subject was promised or kept without a promise.
    private final Map<String, Integer> taken = Collections.synchronizedMap(new TreeMap<>());

    /// Subjects that were kept at least once without the reply that says so.
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    private final AtomicLong sessions = new AtomicLong();

    private RemoteServer(ServerSocket socket, Random random) {
        this.socket = socket;
        this.random = random;
    }

    static RemoteServer start(long seed) throws IOException {
        RemoteServer server =
                new RemoteServer(
                        new ServerSocket(0, 200, InetAddress.getLoopbackAddress()),
                        new Random(seed));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    Map<String, Integer> taken() {
        return new TreeMap<>(taken);
    }

    boolean mayRepeat(String subject) {
        return silent.contains(subject);
    }

    long sessions() {
        return sessions.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                sessions.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            say(out, "220 remote.test");
            int recipients = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.length() < 4 ? line : line.substring(0, 4).toUpperCase();
                switch (command) {
                    case "EHLO" -> say(out, "250-remote.test\r\n250-PIPELINING\r\n250 8BITMIME");
                    case "MAIL" -> {
                        recipients = 0;
                        say(out, chance(40) ? "451 4.3.0 busy" : "250 2.1.0 sender");
                    }
                    case "RCPT" -> {
                        String reply = recipient(line);
                        recipients += reply.startsWith("2") ? 1 : 0;
                        say(out, reply);
                    }
                    case "DATA" -> {
                        if (recipients == 0) {
                            say(out, "554 5.5.1 no valid recipients");
                        } else if (!content(in, out)) {
                            return;
                        }
                    }
                    case "QUIT" -> {
                        say(out, "221 2.0.0 bye");
                        return;
                    }
                    default -> say(out, "250 2.0.0 ok");
                }
            }
        } catch (IOException gone) {
            // The client was killed, or we hung up: its next attempt tells.
        }
    }

    private String recipient(String line) {
        if (line.contains("<no")) {
            return "550 5.1.1 no such user";
        }
        return chance(40) ? "450 4.2.0 later" : "250 2.1.5 recipient";
    }

    /// @return false when the connection is to end here
    private boolean content(BufferedReader in, OutputStream out) throws IOException {
        say(out, "354 go on");
        if (chance(40)) {
            in.readLine();
            return false; // in the middle of the message
        }
        String subject = "";
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                return false;
            }
            if (line.startsWith("Subject: ")) {
                subject = line.substring("Subject: ".length());
            }
        }
        if (chance(40)) {
            say(out, "451 4.3.0 not now");
            return true;
        }
        taken.merge(subject, 1, Integer::sum);
        if (chance(30)) {
            silent.add(subject);
            return false; // kept, and the client cannot know
        }
        say(out, "250 2.0.0 kept");
        return true;
    }

    private synchronized boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
