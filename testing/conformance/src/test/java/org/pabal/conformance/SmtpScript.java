// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A mail server as a script: the dialogue of RFC 5321 is here, what is answered is up to a test.
final class SmtpScript implements AutoCloseable {
    /// What the server says. An empty reply breaks the connection off instead.
    interface Manners {
        default String mail(String line) {
            return "250 2.1.0 sender";
        }

        default String recipient(String line) {
            return "250 2.1.5 recipient";
        }

        /// False breaks the connection off in the middle of the message.
        default boolean readsOn() {
            return true;
        }

        /// @param recipients the lines of RCPT that were welcome
        String content(List<String> recipients, List<String> lines);
    }

    private final ServerSocket socket;
    private final Manners manners;

    private SmtpScript(ServerSocket socket, Manners manners) {
        this.socket = socket;
        this.manners = manners;
    }

    static SmtpScript start(InetSocketAddress address, Manners manners) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address, 200);
        SmtpScript server = new SmtpScript(socket, manners);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
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
            List<String> recipients = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String reply = answer(in, out, line, recipients);
                if (reply.isEmpty()) {
                    return;
                }
                say(out, reply);
            }
        } catch (IOException gone) {
            // The client hung up or was killed: its next attempt tells.
        }
    }

    private String answer(BufferedReader in, OutputStream out, String line, List<String> recipients)
            throws IOException {
        String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "EHLO" -> "250-scripted.test\r\n250-PIPELINING\r\n250 8BITMIME";
            case "MAIL" -> {
                recipients.clear();
                yield manners.mail(line);
            }
            case "RCPT" -> {
                String reply = manners.recipient(line);
                if (reply.startsWith("2")) {
                    recipients.add(line);
                }
                yield reply;
            }
            case "DATA" ->
                    recipients.isEmpty()
                            ? "554 5.5.1 no valid recipients"
                            : content(in, out, recipients);
            case "QUIT" -> {
                say(out, "221 2.0.0 bye");
                yield "";
            }
            default -> "250 2.0.0 ok";
        };
    }

    private String content(BufferedReader in, OutputStream out, List<String> recipients)
            throws IOException {
        say(out, "354 go on");
        if (!manners.readsOn()) {
            in.readLine();
            return "";
        }
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                return "";
            }
            lines.add(line);
        }
        return manners.content(List.copyOf(recipients), lines);
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
