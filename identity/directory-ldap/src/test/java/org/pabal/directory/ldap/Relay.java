// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A network between two ends that a test can hold: octets are taken and not passed on.
final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int to;
    private final AtomicBoolean held = new AtomicBoolean();
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    Relay(int to) throws IOException {
        this.to = to;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "ldap://127.0.0.1:" + listener.getLocalPort();
    }

    /// What comes from the server stays here.
    void hold() {
        held.set(true);
    }

    /// What comes from now on is passed on; what was held is lost, and so are its connections.
    void release() throws IOException {
        held.set(false);
        cut();
    }

    void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                open.add(client);
                Socket server = connected(client);
                open.add(server);
                Thread.startVirtualThread(() -> pass(client, server, false));
                Thread.startVirtualThread(() -> pass(server, client, true));
            } catch (IOException gone) {
                // the next one
            }
        }
    }

    private Socket connected(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
            return server;
        } catch (IOException nobody) {
            client.close();
            throw nobody;
        }
    }

    private void pass(Socket from, Socket to, boolean holding) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] octets = new byte[8192];
            int count = in.read(octets);
            while (count >= 0) {
                if (!holding || !held.get()) {
                    out.write(octets, 0, count);
                    out.flush();
                }
                count = in.read(octets);
            }
        } catch (IOException gone) {
            // as on any network
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
