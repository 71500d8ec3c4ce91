// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `sendmail -bv`: whether addresses take mail, as the server says at RCPT.
final class Verification {
    private final Invocation invocation;

    Verification(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> addresses) throws IOException {
        Optional<LocalServer> server = LocalServer.connect(invocation.directory());
        if (server.isEmpty()) {
            return invocation.fail(SysExit.TRY_AGAIN, "local.no-server");
        }
        try (LocalServer there = server.get()) {
            Dialogue dialogue = new Dialogue(there);
            dialogue.say(LocalRequest.Kind.SMTP.firstLine() + "\r\n");
            dialogue.reply();
            dialogue.ask("EHLO localhost");
            dialogue.ask("MAIL FROM:<>");
            int worst = SysExit.OK;
            for (String address : addresses) {
                String reply = dialogue.ask("RCPT TO:<" + address.replaceAll("[\\p{Cntrl}<>]", "") + ">");
                int code = SysExit.of(reply);
                worst = Math.max(worst, code);
                invocation
                        .out()
                        .println(
                                invocation
                                        .messages()
                                        .text(
                                                code == SysExit.OK
                                                        ? "local.deliverable"
                                                        : "local.undeliverable",
                                                address,
                                                reply));
            }
            dialogue.ask("QUIT");
            return worst;
        }
    }

    private static final class Dialogue {
        private final BufferedReader in;
        private final OutputStream out;

        Dialogue(LocalServer server) {
            this.in =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(server.channel()),
                                    StandardCharsets.UTF_8));
            this.out = Channels.newOutputStream(server.channel());
        }

        void say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        String ask(String line) throws IOException {
            say(line);
            return reply();
        }

        String reply() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            if (line == null) {
                throw new IOException("the server closed the connection");
            }
            return line;
        }
    }
}
