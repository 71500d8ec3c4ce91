// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A mail server that takes everything, but for what a test lets it say after DATA.
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final LinkedBlockingQueue<String> mails = new LinkedBlockingQueue<>();
    private final List<String> senders = new CopyOnWriteArrayList<>();
    private volatile String afterData = "250 2.0.0 kept";

    private ScriptedServer(ServerSocket socket) {
        this.socket = socket;
    }

    static ScriptedServer start() throws IOException {
        return at(InetAddress.getLoopbackAddress(), 0);
    }

    static ScriptedServer at(InetAddress address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port), 100);
        ScriptedServer server = new ScriptedServer(socket);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    /// The reply to the content of every mail from now on.
    void says(String reply) {
        afterData = reply;
    }

    /// The arguments of MAIL, in order.
    List<String> senders() {
        return senders;
    }

    /// The next mail that was taken: its recipients, then its content.
    String await() throws InterruptedException {
        String mail = mails.poll(30, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("no mail came within half a minute");
        }
        return mail;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
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
            say(out, "220 scripted.test ESMTP");
            StringBuilder mail = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.length() < 4 ? line : line.substring(0, 4).toUpperCase()) {
                    case "EHLO" -> say(out, "250-scripted.test\r\n250 8BITMIME");
                    case "MAIL" -> {
                        mail.setLength(0);
                        senders.add(line.substring(10));
                        say(out, "250 2.1.0 ok");
                    }
                    case "RCPT" -> {
                        mail.append(line.substring(8)).append('\n');
                        say(out, "250 2.1.5 ok");
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
                            if (text == null) {
                                return;
                            }
                            mail.append(text).append('\n');
                        }
                        String reply = afterData;
                        if (reply.startsWith("2")) {
                            mails.add(mail.toString());
                        }
                        say(out, reply);
                    }
                    case "QUIT" -> {
                        say(out, "221 2.0.0 bye");
                        return;
                    }
                    default -> say(out, "250 2.0.0 ok");
                }
            }
        } catch (IOException gone) {
            // The client hung up.
        }
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
