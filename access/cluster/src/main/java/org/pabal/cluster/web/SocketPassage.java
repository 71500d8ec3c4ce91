// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.web.Piece.Farewell;
import org.pabal.http.WebSocketHandler;

/// The front's end of a WebSocket whose messages go to the home and come from there. RFC 8887.
final class SocketPassage implements WebSocketHandler {
    private final HostCall call;
    private final Pieces pieces;

    SocketPassage(HostCall call, Pieces pieces) {
        this.call = call;
        this.pieces = pieces;
    }

    @Override
    public void opened(WebSocketPeer peer) {
        Thread.ofVirtual().name("socket-answers").start(() -> passAnswers(peer));
    }

    private void passAnswers(WebSocketPeer peer) {
        Farewell farewell = Farewell.GONE;
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            for (Optional<Piece> next = Passage.next(call);
                    next.isPresent() && next.get().kind() != Kind.END;
                    next = Passage.next(call)) {
                Piece piece = next.get();
                if (piece.kind() == Kind.CLOSE) {
                    farewell = piece.farewell();
                    break;
                }
                piece.addTo(message);
                if (piece.kind() == Kind.LAST) {
                    String text = message.toString(StandardCharsets.UTF_8);
                    message = new ByteArrayOutputStream();
                    peer.send(text);
                }
            }
        } catch (IOException _) {
            // The end of one side is the end of both.
        }
        peer.close(farewell.status(), farewell.reason());
    }

    @Override
    public void text(String message) throws IOException {
        pieces.message(message);
    }

    @Override
    public void closed() {
        try {
            pieces.say(Kind.CLOSE, Farewell.GONE.octets());
        } catch (IOException _) {
            // The home has gone before.
        }
    }
}
