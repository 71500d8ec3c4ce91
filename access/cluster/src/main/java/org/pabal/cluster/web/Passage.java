// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.web.FieldLines.Field;
import org.pabal.http.Homes;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way to the home, and the answer on its way back.
final class Passage {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

    /// A home that is at work says so more often, {@link PassedRequests#BEAT}.
    private static final Duration PATIENCE = PassedRequests.BEAT.multipliedBy(4);

    /// An answer that is had as a whole before it is given: its length can be told.
    private static final int MAX_WHOLE = 256 << 10;

    /// A body that was wanted has ended when its answer comes, or is about to.
    private static final Duration LAST_OCTETS = Duration.ofMillis(200);

    private static final int BUFFER = 32 << 10;

    private final HttpExchange exchange;
    private final Matter matter;
    private final HostConnection link;
    private volatile @Nullable IOException notBrought;

    Passage(HttpExchange exchange, Matter matter, HostConnection link) {
        this.exchange = exchange;
        this.matter = matter;
        this.link = link;
    }

    /// @return whether the connection takes the next call
    /// @throws IOException when the client is gone, or the home in the midst of its answer
    boolean run() throws IOException {
        Optional<AnswerHead> head;
        HostCall call;
        Optional<Thread> body;
        try {
            call = link.call(PassedRequests.NAME, RequestHead.arguments(exchange, matter));
            call.readDeadline(PATIENCE);
            call.flush();
            body = passBody(call);
            head = head(call);
        } catch (IOException lost) {
            IOException mine = notBrought;
            if (mine != null) {
                throw mine;
            }
            LOG.warn(
                    "event=home-lost session={} host={} reason={}",
                    exchange.id(),
                    link.host(),
                    new LogText(String.valueOf(lost.getMessage())));
            Homes.unreachable(exchange, matter.host());
            return false;
        }
        if (head.isEmpty()) {
            Homes.unreachable(exchange, matter.host());
            return false;
        }
        answer(call, head.get());
        return body.map(Passage::hasEnded).orElse(true)
                && head.get().form() != AnswerHead.Form.SOCKET
                && isDone(call);
    }

    /// The client has its answer; a home that did not want all of the body may have gone.
    private static boolean isDone(HostCall call) {
        try {
            return call.answer() instanceof HostAnswer.Done;
        } catch (IOException gone) {
            return false;
        }
    }

    /// One that the home did not want may still be on its way.
    private static boolean hasEnded(Thread body) {
        try {
            return body.join(LAST_OCTETS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Large bodies go beside the answer, which may come before they are whole.
    private Optional<Thread> passBody(HostCall call) throws IOException {
        Pieces pieces = pieces(call);
        if (matter.body().isPresent()) {
            byte[] other = matter.body().get();
            pieces.write(Kind.BODY, other, 0, other.length);
            call.end();
            return Optional.empty();
        }
        String method = exchange.method();
        if (method.equals("GET") || method.equals("HEAD")) {
            return Optional.empty();
        }
        InputStream in = exchange.body();
        return Optional.of(
                Thread.ofVirtual()
                        .name("body-" + exchange.id())
                        .start(() -> copyBody(in, pieces, call)));
    }

    private void copyBody(InputStream in, Pieces pieces, HostCall call) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!pass(pieces, buffer, count)) {
                    return;
                }
            }
        } catch (IOException broken) {
            notBrought = broken;
            link.close();
            return;
        }
        end(call);
    }

    /// @return false when the home takes no more: what it says is the answer
    private static boolean pass(Pieces pieces, byte[] octets, int count) {
        try {
            pieces.write(Kind.BODY, octets, 0, count);
            pieces.flush();
            return true;
        } catch (IOException notWanted) {
            return false;
        }
    }

    private static void end(HostCall call) {
        try {
            call.end();
        } catch (IOException notWanted) {
            // What the home says is the answer.
        }
    }

    private static Pieces pieces(HostCall call) {
        return new Pieces(
                new Pieces.Line() {
                    @Override
                    public void write(byte[] octets, int offset, int length) throws IOException {
                        call.write(octets, offset, length);
                    }

                    @Override
                    public void flush() throws IOException {
                        call.flush();
                    }
                });
    }

    /// @return empty when the home does not answer this call at all
    private Optional<AnswerHead> head(HostCall call) throws IOException {
        Optional<Piece> piece = next(call);
        if (piece.isEmpty()) {
            LOG.warn(
                    "event=home-refuses session={} host={} answer={}",
                    exchange.id(),
                    link.host(),
                    new LogText(call.answer().toString()));
            return Optional.empty();
        }
        if (piece.get().kind() != Kind.HEAD) {
            throw new IOException("it begins with " + piece.get().kind());
        }
        return Optional.of(AnswerHead.read(piece.get().text()));
    }

    /// The next piece but those that say nothing.
    static Optional<Piece> next(HostCall call) throws IOException {
        for (Optional<byte[]> octets = call.read(); octets.isPresent(); octets = call.read()) {
            Piece piece = Piece.read(octets.get());
            if (piece.kind() != Kind.BEAT) {
                return Optional.of(piece);
            }
        }
        return Optional.empty();
    }

    private void answer(HostCall call, AnswerHead head) throws IOException {
        if (head.form() != AnswerHead.Form.SOCKET) {
            exchange.status(head.status());
        }
        Set<String> told = new HashSet<>();
        for (Field field : head.fields()) {
            String name = field.name();
            if (name.equalsIgnoreCase("Set-Cookie") || !told.add(name.toLowerCase(Locale.ROOT))) {
                exchange.addAnswer(name, field.value());
            } else {
                exchange.answer(name, field.value());
            }
        }
        switch (head.form()) {
            case WHOLE -> whole(call, head.octets());
            case STREAM -> stream(call);
            case SOCKET -> exchange.upgrade(head.about(), new SocketPassage(call, pieces(call)));
        }
    }

    private void whole(HostCall call, int octets) throws IOException {
        if (octets > MAX_WHOLE) {
            stream(call);
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(octets);
        for (Piece piece = body(call); piece.kind() != Kind.END; piece = body(call)) {
            piece.addTo(body);
            if (body.size() > octets) {
                throw new IOException("the home sends more than it has said");
            }
        }
        if (body.size() != octets) {
            throw new IOException("the home sends less than it has said");
        }
        exchange.send(body.toByteArray());
    }

    private void stream(HostCall call) throws IOException {
        OutputStream out = exchange.stream();
        for (Piece piece = body(call); piece.kind() != Kind.END; piece = body(call)) {
            out.write(piece.octets(), 1, piece.length());
            if (piece.kind() == Kind.FLUSH) {
                out.flush();
            }
        }
        out.close();
    }

    private static Piece body(HostCall call) throws IOException {
        Piece piece =
                next(call).orElseThrow(() -> new IOException("the home did not end its answer"));
        return switch (piece.kind()) {
            case BODY, FLUSH, END -> piece;
            case BEAT, HEAD, TEXT, LAST, CLOSE ->
                    throw new IOException("the home sent " + piece.kind() + " in a body");
        };
    }
}
