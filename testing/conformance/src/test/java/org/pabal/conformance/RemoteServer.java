// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A mail server of somebody else, as it is on a bad day: it defers, refuses, breaks off in the
/// middle of a message, and takes a message without saying so. RFC 5321 §4.5.3.2.
///
/// Which it does is drawn from the seed and the order of commands. A recipient whose local-part
/// begins with `no` is always refused.
final class RemoteServer implements AutoCloseable, SmtpScript.Manners {
    private final SmtpScript server;
    private final Random random;

    /// How often each subject was promised or kept without a promise.
    private final Map<String, Integer> taken = Collections.synchronizedMap(new TreeMap<>());

    /// Subjects that were kept at least once without the reply that says so.
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    private RemoteServer(Random random) throws IOException {
        this.random = random;
        this.server =
                SmtpScript.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this);
    }

    static RemoteServer start(long seed) throws IOException {
        return new RemoteServer(new Random(seed));
    }

    int port() {
        return server.port();
    }

    Map<String, Integer> taken() {
        return new TreeMap<>(taken);
    }

    boolean mayRepeat(String subject) {
        return silent.contains(subject);
    }

    @Override
    public String mail(String line) {
        return chance(40) ? "451 4.3.0 busy" : "250 2.1.0 sender";
    }

    @Override
    public String recipient(String line) {
        if (line.contains("<no")) {
            return "550 5.1.1 no such user";
        }
        return chance(40) ? "450 4.2.0 later" : "250 2.1.5 recipient";
    }

    @Override
    public boolean readsOn() {
        return !chance(40);
    }

    @Override
    public String content(List<String> recipients, List<String> lines) {
        if (chance(40)) {
            return "451 4.3.0 not now";
        }
        String subject = "";
        for (String line : lines) {
            if (line.startsWith("Subject: ")) {
                subject = line.substring("Subject: ".length());
            }
        }
        taken.merge(subject, 1, Integer::sum);
        if (chance(30)) {
            silent.add(subject);
            return ""; // kept, and the client cannot know
        }
        return "250 2.0.0 kept";
    }

    private synchronized boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
