// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostRequest;

/// A call that is being answered.
final class ServedRequest implements HostRequest {
    /// What an operation that gave up has not read: more is not worth reading.
    private static final int MAX_SKIPPED_FRAMES = 64;

    private final String host;
    private final Map<String, String> arguments;
    private final Frames frames;
    private boolean ended;

    ServedRequest(String host, Map<String, String> arguments, Frames frames) {
        this.host = host;
        this.arguments = Map.copyOf(arguments);
        this.frames = frames;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public Map<String, String> arguments() {
        return arguments;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        Frame frame = frames.read(HostConnection.MAX_PIECE_OCTETS);
        return switch (frame.type()) {
            case DATA -> Optional.of(frame.content());
            case END -> {
                ended = true;
                yield Optional.empty();
            }
            case HELLO, CALL, DONE, REFUSED, UNAVAILABLE ->
                    throw new BrokenLink("the peer sent " + frame.type() + " in a stream");
        };
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        frames.writeData(octets, offset, length);
    }

    @Override
    public void flush() throws IOException {
        frames.flush();
    }

    @Override
    public void readDeadline(Duration limit) {
        frames.readDeadline(limit);
    }

    /// @return false when the asker's stream did not end in time: the connection is of no more use
    boolean skipRest() throws IOException {
        for (int i = 0; i < MAX_SKIPPED_FRAMES && !ended; i++) {
            read();
        }
        return ended;
    }
}
