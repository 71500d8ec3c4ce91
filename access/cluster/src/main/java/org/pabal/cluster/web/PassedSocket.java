// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.cluster.HostRequest;
import org.pabal.cluster.web.Piece.Farewell;
import org.pabal.http.WebSocketHandler;
import org.pabal.http.WebSocketHandler.WebSocketPeer;

/// The home's end of a WebSocket that a client has with the front. Pings are between those two.
final class PassedSocket {
    private PassedSocket() {}

    /// Returns when it has ended.
    static void run(HostRequest request, Pieces pieces, WebSocketHandler handler, int maxMessage)
            throws IOException {
        handler.opened(peer(pieces));
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            for (Optional<byte[]> octets = request.read();
                    octets.isPresent();
                    octets = request.read()) {
                Piece piece = Piece.read(octets.get());
                switch (piece.kind()) {
                    case TEXT, LAST -> {
                        if (message.size() + piece.length() > maxMessage) {
                            throw new IOException("the front sent a message without end");
                        }
                        piece.addTo(message);
                        if (piece.kind() == Kind.LAST) {
                            String text = message.toString(StandardCharsets.UTF_8);
                            message = new ByteArrayOutputStream();
                            handler.text(text);
                        }
                    }
                    case CLOSE -> {
                        return;
                    }
                    case BEAT, HEAD, BODY, FLUSH, END ->
                            throw new IOException("the front sent " + piece.kind());
                }
            }
        } finally {
            handler.closed();
        }
    }

    private static WebSocketPeer peer(Pieces pieces) {
        return new WebSocketPeer() {
            @Override
            public void send(String text) throws IOException {
                pieces.message(text);
            }

            @Override
            public void close(int status, String reason) {
                try {
                    pieces.say(Kind.CLOSE, new Farewell(status, reason).octets());
                } catch (IOException _) {
                    // The front has gone, and its client with it.
                }
            }
        };
    }
}
