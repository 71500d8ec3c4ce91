// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.pabal.wire.ServiceAddress;

/// A policy service on a loopback port that notes its requests and answers by a function.
final class FakePolicyService implements Closeable {
    private final ServerSocket socket;
    private final Function<Map<String, String>, String> script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

    /// @param script gives what is written back, octet for octet
    FakePolicyService(Function<Map<String, String>, String> script) {
        this.script = script;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        Thread.ofVirtual().name("fake-policy-service").start(this::accept);
    }

    static FakePolicyService answering(String action) {
        return new FakePolicyService(_ -> "action=" + action + "\n\n");
    }

    ServiceAddress address() {
        return new ServiceAddress.Inet("127.0.0.1", socket.getLocalPort());
    }

    int connections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            Map<String, String> request = new LinkedHashMap<>();
            String line;
            while ((line = in.readLine()) != null) {
                if (!line.isEmpty()) {
                    String[] parts = line.split("=", 2);
                    request.put(parts[0], parts[1]);
                    continue;
                }
                requests.add(request);
                String answer = script.apply(request);
                client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                if (answer.isEmpty()) {
                    return;
                }
                request = new LinkedHashMap<>();
            }
        } catch (IOException gone) {
            // The other side has had enough.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
