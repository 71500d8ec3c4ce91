// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.pabal.http.AcceptEncoding;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;
import org.pabal.http.WebSocketHandler;

/// One request of Jetty's and its answer.
final class JettyExchange implements HttpExchange {
    private static final String TYPE = "Content-Type";
    private static final String CODING = "Content-Encoding";
    private static final String LENGTH = "Content-Length";

    /// Below this, compression makes nothing shorter.
    private static final int WORTH_COMPRESSING = 1024;

    private static final int CHUNK = 16 << 10;

    /// Without waiting for the client.
    private static final int SENT_AT_ONCE = 64 << 10;

    private static final String WEB_SOCKET = "websocket";

    private final Request request;
    private final Response response;
    private final Callback done;
    private final RequestServices services;
    private final String id;
    private final String path;
    private final HttpClientFacts client;

    private @Nullable InputStream body;
    private @Nullable Fields query;
    private @Nullable OutputStream stream;
    private boolean ended;

    /// Jetty tells the end itself.
    private boolean handedOver;

    private Runnable lasting = () -> {};

    JettyExchange(
            Request request,
            Response response,
            Callback done,
            RequestServices services,
            String id,
            String path,
            HttpClientFacts client) {
        this.request = request;
        this.response = response;
        this.done = done;
        this.services = services;
        this.id = id;
        this.path = path;
        this.client = client;
    }

    /// @param told once, when the answer turns out to be one without a foreseeable end
    void whenLasting(Runnable told) {
        lasting = told;
    }

    @Override
    public String method() {
        return isWebSocketOfHttp2() ? "GET" : request.getMethod();
    }

    /// It comes as CONNECT there, and is otherwise what a GET is in HTTP/1.1. RFC 8441 §5
    private boolean isWebSocketOfHttp2() {
        TunnelSupport tunnel = request.getTunnelSupport();
        return tunnel != null && WEB_SOCKET.equals(tunnel.getProtocol());
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String target() {
        String whole = request.getHttpURI().getPathQuery();
        String prefix = client.prefix();
        boolean below = !prefix.isEmpty() && whole.startsWith(prefix + "/");
        return below ? whole.substring(prefix.length()) : whole;
    }

    @Override
    public Optional<String> query(String name) {
        Fields known = query;
        if (known == null) {
            known = Request.extractQueryParameters(request);
            query = known;
        }
        return Optional.ofNullable(known.getValue(name));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    @Override
    public List<String> headers(String name) {
        return request.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
    }

    @Override
    public Set<String> fieldNames() {
        return request.getHeaders().getFieldNamesCollection();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public HttpClientFacts client() {
        return client;
    }

    @Override
    public InputStream body() {
        InputStream opened = body;
        if (opened == null) {
            opened = new RequestBody(Content.Source.asInputStream(request), services.limits());
            body = opened;
        }
        return opened;
    }

    @Override
    public byte[] body(int most) throws IOException {
        long announced = request.getLength();
        if (announced > most) {
            throw new BodyTooLargeException(most);
        }
        ByteArrayOutputStream all =
                new ByteArrayOutputStream(announced < 0 ? CHUNK : Math.toIntExact(announced));
        byte[] chunk = new byte[announced < 0 ? CHUNK : (int) Math.min(CHUNK, announced + 1)];
        InputStream in = body();
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (all.size() + count > most) {
                throw new BodyTooLargeException(most);
            }
            all.write(chunk, 0, count);
        }
        return all.toByteArray();
    }

    @Override
    public HttpExchange status(int status) {
        checkNotBegun();
        response.setStatus(status);
        return this;
    }

    @Override
    public HttpExchange answer(String name, String value) {
        checkNotBegun();
        response.getHeaders().put(name, value);
        return this;
    }

    @Override
    public HttpExchange addAnswer(String name, String value) {
        checkNotBegun();
        response.getHeaders().add(name, value);
        return this;
    }

    private void checkNotBegun() {
        if (hasBegun()) {
            throw new IllegalStateException("the answer has begun");
        }
    }

    boolean hasBegun() {
        return ended || stream != null || response.isCommitted();
    }

    @Override
    public void send(byte[] octets) throws IOException {
        checkNotBegun();
        ended = true;
        byte[] sent = octets;
        if (isCompressible()) {
            response.getHeaders().ensureField(new HttpField("Vary", "Accept-Encoding"));
            if (octets.length >= WORTH_COMPRESSING && readsGzip()) {
                sent = gzip(octets);
                response.getHeaders().put(CODING, "gzip");
            }
        }
        if (response.getStatus() != 204 && response.getStatus() != 304) {
            response.getHeaders().put(LENGTH, sent.length);
        }
        if (sent.length > SENT_AT_ONCE) {
            try (OutputStream out = plainStream()) {
                out.write(sent);
            }
        } else {
            int length = method().equals("HEAD") ? 0 : sent.length;
            handedOver = true;
            response.write(true, ByteBuffer.wrap(sent, 0, length), done);
        }
    }

    private OutputStream plainStream() {
        return new AnswerStream(response, done, services.limits(), method().equals("HEAD"));
    }

    /// Text that was made for this request. Files are compressed before, and what is compressed or
    /// secret by itself has another type.
    private boolean isCompressible() {
        String type = Optional.ofNullable(response.getHeaders().get(TYPE)).orElse("");
        String bare = type.toLowerCase(Locale.ROOT);
        return !response.getHeaders().contains(CODING)
                && (bare.startsWith("application/json")
                        || bare.startsWith("application/problem+json")
                        || bare.startsWith("text/plain"));
    }

    private boolean readsGzip() {
        return AcceptEncoding.allows(headers("Accept-Encoding"), "gzip");
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream shorter = new ByteArrayOutputStream(octets.length / 3);
        try (GZIPOutputStream out = new GZIPOutputStream(shorter)) {
            out.write(octets);
        }
        return shorter.toByteArray();
    }

    @Override
    public OutputStream stream() throws IOException {
        checkNotBegun();
        boolean events =
                Optional.ofNullable(response.getHeaders().get(TYPE))
                        .filter(type -> type.startsWith("text/event-stream"))
                        .isPresent();
        if (events) {
            lasting.run();
            answerToProxies();
        }
        OutputStream plain = plainStream();
        // Whose length is announced is sent as it is: a file, or a range of one.
        boolean open = !response.getHeaders().contains(LENGTH) && !method().equals("HEAD");
        if (!events && open && isCompressible() && readsGzip()) {
            response.getHeaders().put(CODING, "gzip");
            response.getHeaders().ensureField(new HttpField("Vary", "Accept-Encoding"));
            plain = new GZIPOutputStream(plain, CHUNK, true);
        }
        stream = plain;
        return plain;
    }

    /// Proxies collect answers before they pass them on; nginx is asked not to.
    private void answerToProxies() {
        response.getHeaders().put("X-Accel-Buffering", "no");
        response.getHeaders().put("Cache-Control", "no-store");
    }

    @Override
    public void upgrade(String subprotocol, WebSocketHandler handler) throws IOException {
        checkNotBegun();
        WebSocketEnd end = new WebSocketEnd(handler, services.limits());
        if (!services.sockets().upgrade(subprotocol, end, request, response, done)) {
            throw new IOException("the request asks for no WebSocket");
        }
        ended = true;
        handedOver = true;
        lasting.run();
        services.sockets().run(end);
    }

    /// Whatever the handler has left open.
    void end() throws IOException {
        OutputStream open = stream;
        if (open != null) {
            open.close();
        } else if (!ended) {
            send(new byte[0]);
        }
    }

    /// The answer cannot be finished: the client must not take it for whole.
    void abort(Throwable why) {
        ended = true;
        if (!handedOver) {
            done.failed(why);
        }
    }
}
