// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The two ends of a connection over loopback: ours, which is tested, and the peer's, a plain socket.
final class Ends implements AutoCloseable {

    final Wire wire;
    final SocketConnection ours;
    final Socket peer;

    Ends(WireLimits limits) throws IOException {
        wire = new Wire(limits);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var address = (InetSocketAddress) server.getLocalAddress();
            peer = new Socket(address.getAddress(), address.getPort());
            peer.setTcpNoDelay(true);
            ours = new SocketConnection(wire, server.accept(), "test");
        }
        ours.readDeadline(Duration.ofSeconds(10));
    }

    static Ends standard() throws IOException {
        return new Ends(WireLimits.standard());
    }

    void peerSays(String text) {
        try {
            peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String peerHears(int octets) throws IOException {
        return new String(peer.getInputStream().readNBytes(octets), StandardCharsets.ISO_8859_1);
    }

    /// The line that ours reads next.
    String line() throws IOException {
        return switch (ours.readLine(1000, 1000)) {
            case Connection.Line.Complete(var octets) -> Octets.text(octets);
            case Connection.Line.TooLong _ -> "(too long)";
            case Connection.Line.EndOfStream _ -> "(end)";
        };
    }

    void write(String text) throws IOException {
        ours.write(Octets.of(text));
    }

    /// Work on a virtual thread, as sessions are.
    static final class Other<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        private Other(Callable<T> work) {
            task = new FutureTask<>(work);
            thread = Thread.ofVirtual().start(task);
        }

        void awaitBlocked() {
            Await.until(
                    "the thread waits",
                    () ->
                            thread.getState() == Thread.State.WAITING
                                    || thread.getState() == Thread.State.TIMED_WAITING);
        }

        T get() throws Exception {
            try {
                return task.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw new AssertionError(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("the other thread is stuck", e);
            }
        }
    }

    static <T> Other<T> aside(Callable<T> work) {
        return new Other<>(work);
    }

    @Override
    public void close() throws IOException {
        ours.close();
        peer.close();
        wire.close();
    }
}
