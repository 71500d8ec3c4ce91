// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.HostRequest;
import org.pabal.cluster.web.AnswerHead.Form;
import org.pabal.cluster.web.FieldLines.Field;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;
import org.pabal.http.PassedOn;
import org.pabal.http.WebSocketHandler;

/// A request that a front has passed on, and its answer, at the home. Whatever is compressed, framed or
/// logged for the client is the front's to do.
final class PassedExchange implements HttpExchange {
    /// A client that has fallen asleep is the front's to give up.
    private static final Duration BODY_PATIENCE = Duration.ofMinutes(2);

    /// The front says when a client with an event stream or a WebSocket has gone.
    private static final Duration LASTING_PATIENCE = Duration.ofDays(7);

    private final HostRequest request;
    private final RequestHead head;
    private final Pieces pieces;
    private final String id;
    private final int maxMessage;
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<String>> answer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable Map<String, String> query;
    private @Nullable InputStream body;
    private @Nullable OutputStream stream;
    private @Nullable Thread watch;
    private int status = 200;
    private boolean begun;

    /// @param maxMessage octets of one message of a WebSocket
    PassedExchange(
            HostRequest request, RequestHead head, Pieces pieces, String id, int maxMessage) {
        this.request = request;
        this.head = head;
        this.pieces = pieces;
        this.id = id;
        this.maxMessage = maxMessage;
        head.fields()
                .forEach(field ->
                        fields.computeIfAbsent(field.name(), _ -> new ArrayList<>())
                                .add(field.value()));
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return head.path();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public Optional<String> query(String name) {
        Map<String, String> known = query;
        if (known == null) {
            known = parameters();
            query = known;
        }
        return Optional.ofNullable(known.get(name));
    }

    private Map<String, String> parameters() {
        Map<String, String> found = new HashMap<>();
        int mark = head.target().indexOf('?');
        if (mark >= 0) {
            for (String pair : head.target().substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                found.putIfAbsent(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name, List.of());
    }

    @Override
    public Set<String> fieldNames() {
        return fields.keySet();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public HttpClientFacts client() {
        return head.client();
    }

    @Override
    public Optional<PassedOn> passedOn() {
        return Optional.of(new PassedOn(request.host(), head.account()));
    }

    private boolean isHead() {
        return method().equals("HEAD");
    }

    @Override
    public InputStream body() {
        InputStream opened = body;
        if (opened == null) {
            boolean bodyless = isHead() || method().equals("GET");
            request.readDeadline(BODY_PATIENCE);
            opened = bodyless ? InputStream.nullInputStream() : new PassedBody(request);
            body = opened;
        }
        return opened;
    }

    @Override
    public byte[] body(int most) throws IOException {
        byte[] octets = body().readNBytes(most + 1);
        if (octets.length > most) {
            throw new BodyTooLargeException(most);
        }
        return octets;
    }

    @Override
    public HttpExchange status(int now) {
        checkNotBegun();
        status = now;
        return this;
    }

    @Override
    public HttpExchange answer(String name, String value) {
        checkNotBegun();
        answer.put(name, new ArrayList<>(List.of(value)));
        return this;
    }

    @Override
    public HttpExchange addAnswer(String name, String value) {
        checkNotBegun();
        answer.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    private void checkNotBegun() {
        if (begun) {
            throw new IllegalStateException("the answer has begun");
        }
    }

    boolean hasBegun() {
        return begun;
    }

    /// Nothing was said yet that cannot be unsaid.
    void reset() {
        checkNotBegun();
        status = 200;
        answer.clear();
    }

    private void begin(Form form, String about) throws IOException {
        checkNotBegun();
        List<Field> told = new ArrayList<>();
        answer.forEach((name, values) ->
                values.forEach(value -> told.add(new Field(name, value))));
        byte[] octets =
                new AnswerHead(form == Form.SOCKET ? 101 : status, form, about, told)
                        .text()
                        .getBytes(StandardCharsets.UTF_8);
        begun = true;
        pieces.say(Kind.HEAD, octets);
    }

    @Override
    public void send(byte[] octets) throws IOException {
        begin(Form.WHOLE, Integer.toString(octets.length));
        pieces.write(Kind.BODY, octets, 0, octets.length);
    }

    @Override
    public OutputStream stream() throws IOException {
        boolean events =
                answer.getOrDefault("Content-Type", List.of()).stream()
                        .anyMatch(type ->
                                type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"));
        begin(Form.STREAM, "0");
        if (events && method().equals("GET")) {
            watchFront();
        }
        OutputStream opened = new AnswerBody(pieces, isHead());
        stream = opened;
        return opened;
    }

    /// A front whose client has gone hangs up; whoever waits for events hears of it.
    private void watchFront() {
        Thread handling = Thread.currentThread();
        request.readDeadline(LASTING_PATIENCE);
        watch =
                Thread.ofVirtual()
                        .name("web-" + id)
                        .start(() -> {
                            try {
                                while (request.read().isPresent()) {
                                    // the front has nothing to say
                                }
                            } catch (IOException gone) {
                                handling.interrupt();
                            }
                        });
    }

    @Override
    public void upgrade(String subprotocol, WebSocketHandler handler) throws IOException {
        if (header("Sec-WebSocket-Version").isEmpty()) {
            throw new IOException("the request asks for no WebSocket");
        }
        begin(Form.SOCKET, subprotocol);
        request.readDeadline(LASTING_PATIENCE);
        PassedSocket.run(request, pieces, handler, maxMessage);
    }

    /// Whatever the handler has left open.
    void end() throws IOException {
        OutputStream open = stream;
        if (open != null) {
            open.close();
        } else if (!begun) {
            send(new byte[0]);
        }
        pieces.say(Kind.END, new byte[0]);
        Thread watching = watch;
        if (watching != null) {
            joinWatch(watching);
        }
    }

    private static void joinWatch(Thread watching) throws IOException {
        try {
            watching.join();
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            throw new IOException("the front hung up", gone);
        }
    }
}
