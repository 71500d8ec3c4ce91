// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpConfig;
import org.pabal.http.Problem;
import org.pabal.http.RequestPath;
import org.pabal.http.SecurityHeaders;
import org.pabal.http.TrustedProxies;
import org.pabal.wire.LogText;
import org.pabal.wire.Misconduct;
import org.pabal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes each request from Jetty to its handler, on a virtual thread of its own, and sees to its end.
final class Dispatch extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private static final String RETRY_AFTER_SECONDS = "2";

    private final transient Wire wire;
    private final transient HttpConfig config;
    private final transient RequestServices services;
    private final transient RequestGate gate;
    private final AtomicInteger running = new AtomicInteger();
    private final transient ReentrantLock endings = new ReentrantLock();
    private final transient Condition ended = endings.newCondition();

    /// The threads of event streams and WebSockets, by themselves without end.
    private final transient Set<Thread> lasting = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    Dispatch(Wire wire, HttpConfig config, RequestServices services, RequestGate gate) {
        this.wire = wire;
        this.config = config;
        this.services = services;
        this.gate = gate;
    }

    private void answered() {
        running.decrementAndGet();
        if (stopping) {
            endings.lock();
            try {
                ended.signalAll();
            } finally {
                endings.unlock();
            }
        }
    }

    /// Waits for the end of all requests that have one, but not longer.
    void awaitAnswers(Duration patience) {
        long left = patience.toNanos();
        endings.lock();
        try {
            while (running.get() > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endings.unlock();
        }
    }

    /// Event streams and WebSockets.
    int lasting() {
        return lasting.size();
    }

    /// From now on each connection ends with the answer that is being given.
    void endLasting() {
        stopping = true;
        lasting.forEach(Thread::interrupt);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<ClientEndPoint> connection =
                ClientEndPoint.below(request.getConnectionMetaData().getConnection().getEndPoint());
        connection.ifPresent(ClientEndPoint::requestBegins);
        Request.addCompletionListener(
                request, _ -> connection.ifPresent(ClientEndPoint::requestEnds));
        // What takes its time here is no idle client; one that takes or brings nothing is.
        request.addIdleTimeoutListener(_ -> false);
        String id = wire.nextSession();
        Thread.ofVirtual().name("http-" + id).start(() -> serve(request, response, callback, id));
        return true;
    }

    private void serve(Request request, Response response, Callback callback, String id) {
        try {
            new Turn(request, response, callback, id).run();
        } catch (RuntimeException | Error e) {
            LOG.error("event=request-failed session={}", id, e);
            callback.failed(e);
        }
    }

    /// One request from its beginning to its end.
    private final class Turn {
        private final Request request;
        private final Response response;
        private final String id;
        private final GuardedConnector door;
        private final HttpClientFacts client;
        private final JettyExchange exchange;
        private final Optional<String> path;
        private final AtomicBoolean counted = new AtomicBoolean();
        private final AtomicBoolean inside = new AtomicBoolean();

        Turn(Request request, Response response, Callback callback, String id) {
            this.request = request;
            this.response = response;
            this.id = id;
            this.door = (GuardedConnector) request.getConnectionMetaData().getConnector();
            this.client = client();
            this.path =
                    RequestPath.decode(
                                    Optional.ofNullable(request.getHttpURI().getPath()).orElse(""))
                            .map(this::belowPrefix);
            this.exchange =
                    new JettyExchange(
                            request,
                            response,
                            new Completion(callback, this::ended),
                            services,
                            id,
                            path.orElse("/"),
                            client);
        }

        void run() {
            running.incrementAndGet();
            counted.set(true);
            try {
                answer();
                exchange.end();
            } catch (BodyTooLargeException e) {
                giveUp(new Problem(413, sentence(e)), e);
            } catch (RequestBody.TooSlowException e) {
                notice(e);
                giveUp(new Problem(408, sentence(e)), e);
            } catch (IOException e) {
                LOG.debug("event=client-gone session={} reason=\"{}\"", id, e.getMessage());
                exchange.abort(e);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "event=request-failed listener={} session={} remote={} method={} path={}",
                        door.getName(),
                        id,
                        client.address(),
                        new LogText(request.getMethod()),
                        new LogText(path.orElse("")),
                        e);
                giveUp(
                        new Problem(
                                500,
                                "This went wrong on our side; tell your postmaster the number "
                                        + id
                                        + "."),
                        e);
            } finally {
                lasting.remove(Thread.currentThread());
            }
        }

        private void answer() throws IOException {
            InetAddress source = client.address().getAddress();
            if (stopping) {
                response.getHeaders().put("Connection", "close");
            }
            if (client.isSecure() && config.hsts().isPositive()) {
                exchange.answer(
                        "Strict-Transport-Security", "max-age=" + config.hsts().toSeconds());
            }
            if (!client.isDirect() && wire.gatekeeper().refuses(source)) {
                refuse(429, "Too many failures from your address, try again later.");
            } else if (request.getHeaders().size() > config.limits().fields()) {
                refuse(431, "A request has " + config.limits().fields() + " fields at most.");
            } else if (path.isEmpty()) {
                refuse(404, "There is nothing at this address.");
            } else if (!enter(source)) {
                exchange.answer("Retry-After", RETRY_AFTER_SECONDS);
                refuse(503, "Too many requests at once, try again in a moment.");
            } else {
                exchange.whenLasting(this::lasts);
                door.handler().handle(exchange);
            }
        }

        private boolean enter(InetAddress source) {
            inside.set(gate.enter(source));
            return inside.get();
        }

        private void leave() {
            if (inside.compareAndSet(true, false)) {
                gate.leave(client.address().getAddress());
            }
        }

        /// The client has the answer, which may be later than the end of its handler, or has gone.
        private void ended() {
            leave();
            uncount();
        }

        private void refuse(int status, String why) throws IOException {
            SecurityHeaders.api().apply(exchange);
            new Problem(status, why).send(exchange);
        }

        private void lasts() {
            lasting.add(Thread.currentThread());
            leave();
            uncount();
            if (stopping) {
                Thread.currentThread().interrupt();
            }
        }

        private void uncount() {
            if (counted.compareAndSet(true, false)) {
                answered();
            }
        }

        private void giveUp(Problem problem, Throwable why) {
            if (exchange.hasBegun()) {
                exchange.abort(why);
                return;
            }
            try {
                response.reset();
                SecurityHeaders.api().apply(exchange);
                if (problem.status() != 500) {
                    response.getHeaders().put("Connection", "close"); // unread octets are coming
                }
                problem.send(exchange);
            } catch (IOException | RuntimeException e) {
                exchange.abort(e);
            }
        }

        private void notice(IOException why) {
            wire.gatekeeper()
                    .noticed(
                            client.address().getAddress(),
                            door.getName(),
                            Misconduct.SILENT,
                            sentence(why));
        }

        private String sentence(IOException why) {
            String text = String.valueOf(why.getMessage());
            return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
        }

        private HttpClientFacts client() {
            InetSocketAddress peer =
                    request.getConnectionMetaData().getRemoteSocketAddress()
                                    instanceof InetSocketAddress ip
                            ? ip
                            : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            boolean tls = door.isSecure();
            TrustedProxies proxies = config.proxies();
            if (!proxies.trusts(peer.getAddress())) {
                return new HttpClientFacts(peer, tls, directHost(), "", true);
            }
            TrustedProxies.Told told = proxies.read(peer, this::fields);
            return new HttpClientFacts(
                    told.client(),
                    told.isSecure().orElse(tls),
                    host(told.host().or(() -> Optional.ofNullable(authority()))),
                    told.prefix(),
                    false);
        }

        private @Nullable String authority() {
            return request.getHttpURI().getAuthority();
        }

        private String directHost() {
            Optional<String> told = Optional.ofNullable(authority());
            return request.getConnectionMetaData().getLocalSocketAddress()
                            instanceof InetSocketAddress here
                    ? config.names().hostFor(told, here.getAddress())
                    : host(told);
        }

        private String host(Optional<String> told) {
            return config.names().hostFor(told);
        }

        private List<String> fields(String name) {
            return request.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
        }

        /// A proxy may leave the path before it, or take it away.
        private String belowPrefix(String whole) {
            String prefix = client.prefix();
            boolean below = !prefix.isEmpty() && (whole + "/").startsWith(prefix + "/");
            String rest = below ? whole.substring(prefix.length()) : whole;
            return rest.isEmpty() ? "/" : rest;
        }
    }
}
