// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A mail server that takes everything, but for what a test lets it say after DATA.
final class ScriptedServer implements AutoCloseable, SmtpScript.Manners {
    private final LinkedBlockingQueue<String> mails = new LinkedBlockingQueue<>();
    private final List<String> senders = new CopyOnWriteArrayList<>();
    private final SmtpScript server;
    private volatile String afterData = "250 2.0.0 kept";

    private ScriptedServer(InetSocketAddress address) throws IOException {
        server = SmtpScript.start(address, this);
    }

    static ScriptedServer start() throws IOException {
        return at(InetAddress.getLoopbackAddress(), 0);
    }

    static ScriptedServer at(InetAddress address, int port) throws IOException {
        return new ScriptedServer(new InetSocketAddress(address, port));
    }

    int port() {
        return server.port();
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

    @Override
    public String mail(String line) {
        senders.add(line.substring(10));
        return "250 2.1.0 ok";
    }

    @Override
    public String content(List<String> recipients, List<String> lines) {
        String reply = afterData;
        if (reply.startsWith("2")) {
            StringBuilder mail = new StringBuilder();
            recipients.forEach(line -> mail.append(line.substring(8)).append('\n'));
            lines.forEach(line -> mail.append(line).append('\n'));
            mails.add(mail.toString());
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
