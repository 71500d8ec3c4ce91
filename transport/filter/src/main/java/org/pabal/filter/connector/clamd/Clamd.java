// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.clamd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.pabal.filter.Advice;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Outcome;
import org.pabal.filter.connector.ConnectorStatus;
import org.pabal.filter.connector.Exchange;
import org.pabal.filter.connector.Health;
import org.pabal.spam.Finding;
import org.pabal.spam.VirusCheck;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ClamAV's clamd. Safe for use by many threads.
///
/// It is shown each mail when it is complete, from its first octet on, whatever its size up to clamd's
/// own limit; what is beyond is not looked at, and the mail is marked. While it is down mail is deferred
/// or marked, as the settings want.
public final class Clamd implements ContentScanner {
    private static final Logger LOG = LoggerFactory.getLogger(Clamd.class);
    private static final String NAME = "clamd";
    private static final String PARTLY = "CLAMAV_PARTLY";
    private static final String NOT_ASKED = "CLAMAV_NOT_ASKED";
    private static final int PIECE = 32 << 10;
    private static final int MAX_ANSWER = 4_000;

    private final ClamdConfig config;
    private final Connector connector;
    private final Health health;
    private final Semaphore places;

    public Clamd(ClamdConfig config, Connector connector, InstantSource clock) {
        this.config = config;
        this.connector = connector;
        this.health = new Health(NAME, config.address(), config.whenDown(), clock);
        this.places = new Semaphore(config.connections(), true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration patience() {
        return config.timeout();
    }

    @Override
    public Scan begin(String mailId) {
        return new MailScan(mailId);
    }

    /// For one thread.
    private final class MailScan implements Scan {
        private final String mailId;
        private final Spool spool = new Spool(config.folder(), config.maxOctets());

        MailScan(String mailId) {
            this.mailId = mailId;
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            spool.write(octets, offset, length);
        }

        @Override
        public Advice finish() throws InterruptedException {
            if (!health.mayAsk()) {
                return unscanned(health.trouble());
            }
            long until = System.nanoTime() + config.timeout().toNanos();
            if (!places.tryAcquire(config.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                health.failed("all its places are taken");
                return unscanned("all its places are taken");
            }
            try {
                return ask(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } finally {
                places.release();
            }
        }

        private Advice ask(Duration left) {
            try {
                ClamdAnswer answer = Exchange.run(connector, config.address(), left, this::answer);
                health.answered();
                return advice(answer);
            } catch (IOException trouble) {
                String reason = String.valueOf(trouble.getMessage());
                health.failed(reason);
                return unscanned(reason);
            }
        }

        private Advice unscanned(String reason) {
            LOG.info("mail={} event=not-scanned reason=\"{}\"", mailId, reason);
            return config.whenDown().advice(NOT_ASKED, reason);
        }

        private ClamdAnswer answer(Connection connection) throws IOException {
            connection.write("nINSTREAM\n".getBytes(StandardCharsets.US_ASCII));
            try {
                spool.writeTo((octets, offset, length) -> {
                    for (int at = 0; at < length; at += PIECE) {
                        int piece = Math.min(PIECE, length - at);
                        connection.write(lengthOf(piece));
                        connection.write(octets, offset + at, piece);
                    }
                });
                connection.write(lengthOf(0));
                connection.flush();
            } catch (IOException refused) {
                return lastWord(connection, refused);
            }
            return read(connection);
        }

        /// A clamd whose limit is lower says so and closes.
        private ClamdAnswer lastWord(Connection connection, IOException refused)
                throws IOException {
            try {
                return read(connection);
            } catch (IOException silent) {
                if (silent instanceof EOFException) {
                    throw refused;
                }
                throw silent;
            }
        }

        private Advice advice(ClamdAnswer answer) {
            return switch (answer) {
                case ClamdAnswer.Virus(var signature) -> {
                    LOG.info(
                            "mail={} event=virus-found signature={}",
                            mailId,
                            new LogText(signature));
                    yield new Advice(
                            List.of(new Finding(VirusCheck.FOUND_TEST, config.points(), signature)),
                            config.found(),
                            config.found() == Outcome.REFUSE ? "virus " + signature : "");
                }
                case ClamdAnswer.Clean _ ->
                        Advice.of(
                                List.of(
                                        spool.isCut()
                                                ? new Finding(
                                                        PARTLY,
                                                        0,
                                                        config.maxOctets()
                                                                + " of "
                                                                + spool.octets()
                                                                + " octets")
                                                : new Finding(VirusCheck.CLEAN_TEST, 0)));
            };
        }

        @Override
        public void close() {
            spool.close();
        }
    }

    private static byte[] lengthOf(int octets) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(octets).array();
    }

    private static ClamdAnswer read(Connection connection) throws IOException {
        return ClamdAnswer.parse(line(connection));
    }

    private static String line(Connection connection) throws IOException {
        return switch (connection.readLfLine(MAX_ANSWER, 0)) {
            case Connection.Line.Complete(var octets) ->
                    new String(octets, StandardCharsets.ISO_8859_1);
            case Connection.Line.TooLong _ -> throw new IOException("its answer has no end");
            case Connection.Line.EndOfStream _ ->
                    throw new EOFException("it closed the connection without an answer");
        };
    }

    @Override
    public Advice broken(Throwable failure) {
        return config.whenDown().advice(NOT_ASKED, health.broken(failure));
    }

    public ConnectorStatus status() {
        return health.status();
    }

    /// What is wrong with it now, if anything: for the operator who asks.
    public Optional<String> examine() {
        try {
            return Exchange.run(
                    connector,
                    config.address(),
                    config.timeout(),
                    connection -> {
                        connection.write("nPING\n".getBytes(StandardCharsets.US_ASCII));
                        connection.flush();
                        String said = line(connection);
                        return said.equals("PONG")
                                ? Optional.empty()
                                : Optional.of("it does not speak clamd's protocol");
                    });
        } catch (IOException trouble) {
            return Optional.of(String.valueOf(trouble.getMessage()));
        }
    }
}
