// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.pabal.cluster.HostRequest;

/// The body of a request, as the front passes it on.
final class PassedBody extends InputStream {
    private final HostRequest request;
    private Piece piece = new Piece(Kind.BODY, new byte[1]);
    private int taken;
    private boolean ended;

    PassedBody(HostRequest request) {
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (taken == piece.length() && !ended && length > 0) {
            next();
        }
        int now = Math.min(length, piece.length() - taken);
        if (now == 0 && length > 0) {
            return -1;
        }
        System.arraycopy(piece.octets(), 1 + taken, buffer, offset, now);
        taken += now;
        return now;
    }

    private void next() throws IOException {
        Optional<byte[]> octets = request.read();
        ended = octets.isEmpty();
        if (octets.isPresent()) {
            piece = Piece.read(octets.get());
            taken = 0;
            if (piece.kind() != Kind.BODY) {
                throw new IOException("the front sent " + piece.kind() + " in a body");
            }
        }
    }

    @Override
    public int available() {
        return piece.length() - taken;
    }
}
