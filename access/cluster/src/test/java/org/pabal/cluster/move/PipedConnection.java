// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostRequest;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

/// A connection to another host's operations within one process, with queues in place of sockets.
public final class PipedConnection implements HostConnection {
    private static final int PIECES = 16;

    private final String from;
    private final String to;
    private final Map<String, HostOperation> operations;

    public PipedConnection(String from, String to, Map<String, HostOperation> operations) {
        this.from = from;
        this.to = to;
        this.operations = operations;
    }

    @Override
    public String host() {
        return to;
    }

    @Override
    public HostCall call(String operation, Map<String, String> arguments) {
        return new Piped(operation, arguments);
    }

    @Override
    public void close() {}

    /// Empty is the end.
    private static final class Pipe {
        private final BlockingQueue<Optional<byte[]>> pieces = new ArrayBlockingQueue<>(PIECES);
        private boolean atEnd;

        void put(Optional<byte[]> piece) throws IOException {
            try {
                pieces.put(piece);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        void put(byte[] octets, int offset, int length) throws IOException {
            byte[] piece = new byte[length];
            System.arraycopy(octets, offset, piece, 0, length);
            put(Optional.of(piece));
        }

        Optional<byte[]> take() throws IOException {
            if (atEnd) {
                return Optional.empty();
            }
            try {
                Optional<byte[]> piece = pieces.take();
                atEnd = piece.isEmpty();
                return piece;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private final class Piped implements HostCall {
        private final Map<String, String> arguments;
        private final Pipe there = new Pipe();
        private final Pipe back = new Pipe();
        private final Thread server;
        private volatile HostAnswer answer = HostAnswer.DONE;
        private boolean ended;

        Piped(String operation, Map<String, String> arguments) {
            this.arguments = arguments;
            this.server = Thread.ofVirtual().start(() -> serve(operation));
        }

        private void serve(String operation) {
            try {
                answer = operations.get(operation).run(new Served());
            } catch (UnavailableException | StorageException | IOException trouble) {
                answer = new HostAnswer.Unavailable(String.valueOf(trouble.getMessage()));
            }
            try {
                back.put(Optional.empty());
                while (there.take().isPresent()) {
                    // nobody wants it
                }
            } catch (IOException end) {
                // nobody listens
            }
        }

        private final class Served implements HostRequest {
            @Override
            public String host() {
                return from;
            }

            @Override
            public Map<String, String> arguments() {
                return arguments;
            }

            @Override
            public Optional<byte[]> read() throws IOException {
                return there.take();
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                back.put(octets, offset, length);
            }

            @Override
            public void flush() {}

            @Override
            public void readDeadline(Duration limit) {}
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            there.put(octets, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void end() throws IOException {
            if (!ended) {
                ended = true;
                there.put(Optional.empty());
            }
        }

        @Override
        public Optional<byte[]> read() throws IOException {
            return back.take();
        }

        @Override
        public void readDeadline(Duration limit) {}

        @Override
        public HostAnswer answer() throws IOException {
            end();
            while (back.take().isPresent()) {
                // skipped
            }
            try {
                server.join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return answer;
        }
    }
}
