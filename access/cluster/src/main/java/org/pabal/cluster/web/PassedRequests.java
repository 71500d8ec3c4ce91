// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostRequest;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpHandler;
import org.pabal.http.Problem;
import org.pabal.http.SecurityHeaders;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the requests that fronts pass on: the operation `web.request`.
public final class PassedRequests implements HostOperation, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PassedRequests.class);

    /// The operation's name.
    static final String NAME = "web.request";

    /// Asked of a connection that has rested: whether it is still one.
    static final String HELLO = "web.hello";

    /// How often a front is told that its request is being worked on.
    static final Duration BEAT = Duration.ofSeconds(20);

    private final Supplier<HttpHandler> handler;
    private final Supplier<String> name;
    private final int maxMessage;
    private final AtomicLong served = new AtomicLong();
    private final Set<Pieces> open = ConcurrentHashMap.newKeySet();
    private final Thread beats = Thread.ofVirtual().name("web-beats").unstarted(this::keepBeating);

    /// @param handler of all that is passed on
    /// @param name of this host
    /// @param maxMessage octets of one message of a WebSocket
    public PassedRequests(Supplier<HttpHandler> handler, Supplier<String> name, int maxMessage) {
        this.handler = handler;
        this.name = name;
        this.maxMessage = maxMessage;
        beats.start();
    }

    /// What other hosts may ask.
    public Map<String, HostOperation> operations() {
        return Map.of(NAME, this, HELLO, _ -> HostAnswer.DONE);
    }

    private void keepBeating() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, BEAT.toNanos());
            // One that does not keep pace holds none of the others up.
            open.forEach(each -> Thread.ofVirtual().start(() -> beat(each)));
        }
    }

    private static void beat(Pieces pieces) {
        try {
            pieces.beat();
        } catch (IOException _) {
            // Whoever writes the answer hears of it.
        }
    }

    @Override
    public HostAnswer run(HostRequest request) throws IOException {
        RequestHead head = RequestHead.of(request.arguments(), name.get());
        String id = request.host() + "-" + served.incrementAndGet();
        Pieces pieces =
                new Pieces(
                        new Pieces.Line() {
                            @Override
                            public void write(byte[] octets, int offset, int length)
                                    throws IOException {
                                request.write(octets, offset, length);
                            }

                            @Override
                            public void flush() throws IOException {
                                request.flush();
                            }
                        });
        open.add(pieces);
        try {
            answer(new PassedExchange(request, head, pieces, id, maxMessage), head, id);
        } finally {
            open.remove(pieces);
        }
        return HostAnswer.DONE;
    }

    private void answer(PassedExchange exchange, RequestHead head, String id) throws IOException {
        try {
            handler.get().handle(exchange);
        } catch (BodyTooLargeException large) {
            giveUp(exchange, new Problem(413, String.valueOf(large.getMessage())), large);
        } catch (RuntimeException bug) {
            LOG.error(
                    "event=request-failed session={} remote={} method={} path={}",
                    id,
                    head.client().address(),
                    new LogText(head.method()),
                    new LogText(head.path()),
                    bug);
            giveUp(
                    exchange,
                    new Problem(
                            500,
                            "This went wrong on our side; tell your postmaster the number " + id + "."),
                    new IOException("the answer cannot be finished", bug));
        }
        exchange.end();
    }

    /// @param instead thrown when the answer has begun: the client must not take it for whole
    private static void giveUp(PassedExchange exchange, Problem problem, IOException instead)
            throws IOException {
        if (exchange.hasBegun()) {
            throw instead;
        }
        exchange.reset();
        SecurityHeaders.api().apply(exchange);
        problem.send(exchange);
    }

    @Override
    public void close() {
        beats.interrupt();
    }
}
