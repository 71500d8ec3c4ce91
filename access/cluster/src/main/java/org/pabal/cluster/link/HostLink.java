// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostConnection;
import org.pabal.wire.Connection;

/// A connection to another host's cluster service, the side that asks.
public final class HostLink implements HostConnection {
    private final Connection connection;
    private final String host;
    private final LinkLimits limits;
    private final Frames frames;
    private final String program;
    private @Nullable Call open;

    private HostLink(
            Connection connection, String host, LinkLimits limits, Frames frames, String program) {
        this.connection = connection;
        this.host = host;
        this.limits = limits;
        this.frames = frames;
        this.program = program;
    }

    /// Says hello over a connection whose TLS is up. Closes it when that fails.
    ///
    /// @param host who has proved to be at the other end
    /// @param program ours
    public static HostLink open(
            Connection connection, String host, String program, LinkLimits limits)
            throws IOException {
        try {
            Frames frames = new Frames(connection);
            frames.readDeadline(limits.hello());
            frames.write(Frame.Type.HELLO, LinkVersion.hello(program));
            frames.flush();
            String theirs = LinkVersion.expect(frames).getOrDefault("program", "?");
            return new HostLink(connection, host, limits, frames, theirs);
        } catch (IOException | RuntimeException noHello) {
            connection.close();
            throw noHello;
        }
    }

    @Override
    public String host() {
        return host;
    }

    /// The other side's program and its version.
    public String program() {
        return program;
    }

    @Override
    public HostCall call(String operation, Map<String, String> arguments) throws IOException {
        if (open != null && !open.isAnswered()) {
            throw new IllegalStateException("the call before has not been answered");
        }
        Map<String, String> head = new HashMap<>(arguments);
        head.put(LinkSession.OPERATION, operation);
        frames.write(Frame.Type.CALL, head);
        frames.readDeadline(limits.step());
        Call call = new Call();
        open = call;
        return call;
    }

    @Override
    public void close() {
        connection.close();
    }

    private final class Call implements HostCall {
        private volatile boolean ended;
        private volatile @Nullable HostAnswer answer;

        boolean isAnswered() {
            return answer != null;
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
        public void end() throws IOException {
            if (!ended) {
                ended = true;
                frames.write(Frame.Type.END, new byte[0], 0, 0);
                frames.flush();
            }
        }

        @Override
        public Optional<byte[]> read() throws IOException {
            if (answer != null) {
                return Optional.empty();
            }
            Frame frame = frames.read(MAX_PIECE_OCTETS);
            switch (frame.type()) {
                case DATA -> {
                    return Optional.of(frame.content());
                }
                case DONE -> answer = new HostAnswer.Done(Fields.decode(frame.content()));
                case REFUSED -> answer = new HostAnswer.Refused(text(frame));
                case UNAVAILABLE -> answer = new HostAnswer.Unavailable(text(frame));
                case HELLO, CALL, END ->
                        throw new BrokenLink(host + " sent " + frame.type() + " in a stream");
            }
            return Optional.empty();
        }

        private static String text(Frame frame) {
            return new String(frame.content(), UTF_8).replaceAll("\\p{Cntrl}", "?");
        }

        @Override
        public void readDeadline(Duration limit) {
            frames.readDeadline(limit);
        }

        @Override
        public HostAnswer answer() throws IOException {
            end();
            while (true) {
                read();
                HostAnswer found = answer;
                if (found != null) {
                    return found;
                }
            }
        }
    }
}
