// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.pabal.http.HttpLimits;
import org.pabal.http.WebSocketHandler;
import org.pabal.http.WebSocketHandler.WebSocketPeer;

/// Our end of a WebSocket: turns Jetty's calls into words for the handler, which hears them one at a
/// time on the thread of its request. The next message is read when the last one has been dealt with,
/// so that a client cannot make us keep more than one. Public, as Jetty looks for its methods.
@SuppressWarnings("exports") // nobody but Jetty names it
public final class WebSocketEnd implements Session.Listener, WebSocketPeer {
    private static final int NO_BINARY = 1003;
    private static final int GOING_AWAY = 1001;
    private static final int FAILED = 1011;
    private static final int MAX_REASON_CHARS = 40;

    private final WebSocketHandler handler;
    private final long pingNanos;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile @Nullable Session session;

    private sealed interface Event {
        record Opened() implements Event {}

        record Text(String text) implements Event {}

        record Closed() implements Event {}
    }

    WebSocketEnd(WebSocketHandler handler, HttpLimits limits) {
        this.handler = handler;
        this.pingNanos = limits.ping().toNanos();
    }

    /// Returns when the WebSocket has ended.
    void run() throws IOException {
        boolean opened = false;
        try {
            while (true) {
                switch (events.poll(pingNanos, TimeUnit.NANOSECONDS)) {
                    case null -> ping();
                    case Event.Opened _ -> {
                        opened = true;
                        handler.opened(this);
                        demand();
                    }
                    case Event.Text(var text) -> {
                        handler.text(text);
                        demand();
                    }
                    case Event.Closed _ -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            close(GOING_AWAY, "the server stops");
        } catch (RuntimeException e) {
            close(FAILED, "internal error");
            throw e;
        } finally {
            disconnect();
            if (opened) {
                handler.closed();
            }
        }
    }

    private void demand() {
        Session now = session;
        if (now != null && now.isOpen()) {
            now.demand();
        }
    }

    private void ping() throws IOException {
        Session now = session;
        if (now == null) {
            throw new IOException("the client asked for a WebSocket and did not begin it");
        }
        if (now.isOpen()) {
            now.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    private void disconnect() {
        Session now = session;
        if (now != null && now.isOpen()) {
            now.close(GOING_AWAY, "", Callback.from(now::disconnect, _ -> now.disconnect()));
        }
    }

    void goAway() {
        close(GOING_AWAY, "the server stops");
    }

    @Override
    public void send(String text) throws IOException {
        Session now = session;
        if (now == null || !now.isOpen()) {
            throw new IOException("the WebSocket has ended");
        }
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        now.sendText(text, Callback.from(() -> sent.complete(null), sent::completeExceptionally));
        try {
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the server stops").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException("the WebSocket has ended", e.getCause());
        }
    }

    @Override
    public void close(int status, String reason) {
        Session now = session;
        if (now != null && now.isOpen()) {
            String told =
                    reason.length() > MAX_REASON_CHARS
                            ? reason.substring(0, MAX_REASON_CHARS)
                            : reason;
            now.close(status, told, Callback.NOOP);
        }
        events.add(new Event.Closed());
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        events.add(new Event.Opened());
    }

    @Override
    public void onWebSocketText(String text) {
        events.add(new Event.Text(text));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer octets, Callback callback) {
        callback.succeed();
        close(NO_BINARY, "text only");
    }

    @Override
    public void onWebSocketPong(ByteBuffer octets) {
        demand();
    }

    @Override
    public void onWebSocketError(Throwable why) {
        events.add(new Event.Closed());
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        callback.succeed();
        events.add(new Event.Closed());
    }
}
