// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pabal.message.UnavailableException;
import org.pabal.spam.Finding;
import org.pabal.testkit.Peer;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// The service on loopback over a filter that finds spam in whatever says so.
final class SpamdStage implements AutoCloseable, SpamdService {
    static final int MAX_MESSAGE = 10_000;

    final List<String> told = new CopyOnWriteArrayList<>();
    private final Wire wire = new Wire(WireLimits.standard());
    private final Listener listener;
    private volatile boolean down;

    SpamdStage() throws IOException {
        this(true);
    }

    SpamdStage(boolean allowed) throws IOException {
        SpamdConfig config = new SpamdConfig(MAX_MESSAGE, Duration.ofSeconds(5), _ -> allowed);
        listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "spamd",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        connection -> new SpamdSession(connection, config, this).run());
        listener.start();
    }

    void fail() {
        down = true;
    }

    @Override
    public Judged judge(Optional<String> user, byte[] message) {
        if (down) {
            throw new UnavailableException("the disk is away");
        }
        boolean spam = new String(message, ISO_8859_1).contains("spam");
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("SPF_FAIL", 2, "sender.example"));
        if (spam) {
            findings.add(new Finding("GTUBE", 13));
        }
        return new Judged(
                spam ? 15 : 2, 5, findings, "X-Spam-Status: " + (spam ? "Yes" : "No") + "\r\n");
    }

    @Override
    public Told tell(Optional<String> user, byte[] message, Teaching teaching) {
        if (!user.equals(Optional.of("bob@example.org"))) {
            return Told.NO_SUCH_USER;
        }
        told.add(teaching + " " + message.length);
        return teaching == Teaching.HAM ? Told.UNCHANGED : Told.LEARNT;
    }

    /// What is answered to these octets, after which the client sends no more.
    String ask(byte[] request) throws Exception {
        try (Peer peer = Peer.to((InetSocketAddress) listener.boundAddress())) {
            peer.output().write(request);
            peer.output().flush();
            peer.endOutput();
            return new String(peer.input().readAllBytes(), ISO_8859_1);
        }
    }

    String ask(String head, String message) throws Exception {
        return ask(
                (head + "\r\nContent-length: " + message.length() + "\r\n\r\n" + message)
                        .getBytes(ISO_8859_1));
    }

    static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    @Override
    public void close() {
        listener.close();
        wire.close();
    }
}
