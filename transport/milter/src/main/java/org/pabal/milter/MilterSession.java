// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.milter.MilterReply.Decision;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;

/// One connection to a milter, for the events of one SMTP connection. For one thread, which waits.
///
/// An event that the milter does not want is not sent and counts as `CONTINUE`. The caller keeps the
/// order of events and stops when a decision says so; after any `IOException` only {@link #close}
/// is left to do.
public final class MilterSession implements Closeable {
    /// No larger piece of a body is sent. Milters of all versions take it.
    public static final int MAX_BODY_PIECE = 65_535;

    private static final Decision CONTINUE = new MilterReply.Continue();

    /// Signs of progress may prolong the wait for the end of the body to so many times its limit.
    private static final int LONGEST_PROGRESS = 4;

    private final Connection connection;
    private final Packets packets;
    private final MilterTimes times;
    private final InstantSource clock;
    private final MilterOptions options;

    /// The value of a macro such as `i` or `{client_addr}`; empty when it has none now.
    public interface Macros extends Function<String, Optional<String>> {}

    private MilterSession(
            Connection connection,
            Packets packets,
            MilterTimes times,
            InstantSource clock,
            MilterOptions options) {
        this.connection = connection;
        this.packets = packets;
        this.times = times;
        this.clock = clock;
        this.options = options;
    }

    /// Connects and negotiates.
    public static MilterSession open(
            Connector connector, ServiceAddress address, MilterTimes times, InstantSource clock)
            throws IOException {
        Connection connection = connector.connect(address, times.connect());
        try {
            Packets packets = new Packets(connection);
            packets.write('O', MilterOptions.offer());
            packets.flush();
            Packets.Packet answer = packets.read(times.connect());
            if (answer.command() != 'O') {
                throw new MilterViolation("it answers the negotiation with " + answer.command());
            }
            MilterOptions options = MilterOptions.read(answer.data());
            return new MilterSession(connection, packets, times, clock, options);
        } catch (IOException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    /// @param name of the client's address, or `unknown`
    public Decision connect(String name, InetSocketAddress client, Macros macros)
            throws IOException {
        if (!begin(MilterStage.CONNECT, macros)) {
            return CONTINUE;
        }
        boolean four = client.getAddress() instanceof Inet4Address;
        String address = client.getAddress().getHostAddress();
        int scope = address.indexOf('%');
        String plain = scope < 0 ? address : address.substring(0, scope);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        string(data, name);
        data.write(four ? '4' : '6');
        data.write(client.getPort() >> 8);
        data.write(client.getPort());
        string(data, four ? plain : "IPv6:" + plain);
        return ask(MilterStage.CONNECT, data.toByteArray());
    }

    public Decision helo(String name, Macros macros) throws IOException {
        return strings(MilterStage.HELO, List.of(name), macros);
    }

    /// @param path with its angle brackets
    /// @param arguments such as `SIZE=100`
    public Decision mail(String path, List<String> arguments, Macros macros) throws IOException {
        return strings(MilterStage.MAIL, joined(path, arguments), macros);
    }

    /// @param path with its angle brackets
    /// @param arguments such as `NOTIFY=NEVER`
    public Decision rcpt(String path, List<String> arguments, Macros macros) throws IOException {
        return strings(MilterStage.RCPT, joined(path, arguments), macros);
    }

    private static List<String> joined(String path, List<String> arguments) {
        List<String> all = new java.util.ArrayList<>(arguments.size() + 1);
        all.add(path);
        all.addAll(arguments);
        return all;
    }

    public Decision data(Macros macros) throws IOException {
        return strings(MilterStage.DATA, List.of(), macros);
    }

    /// A command that the server does not know.
    public Decision unknown(String line, Macros macros) throws IOException {
        return strings(MilterStage.UNKNOWN, List.of(line), macros);
    }

    /// @param value as it stands behind the colon, its lines folded with CRLF
    public Decision header(String name, String value, Macros macros) throws IOException {
        String kept =
                !options.keepsLeadingSpace() && value.startsWith(" ") ? value.substring(1) : value;
        // Lines of a value are parted by LF alone, in both directions.
        return strings(MilterStage.HEADER, List.of(name, kept.replace("\r\n", "\n")), macros);
    }

    public Decision endOfHeader(Macros macros) throws IOException {
        return strings(MilterStage.END_OF_HEADER, List.of(), macros);
    }

    /// Whether a body is worth reading.
    public boolean wantsBody() {
        return options.wants(MilterStage.BODY);
    }

    /// @param length at most {@link #MAX_BODY_PIECE}
    public Decision body(byte[] octets, int offset, int length) throws IOException {
        if (length > MAX_BODY_PIECE) {
            throw new IllegalArgumentException("a piece of " + length + " octets");
        }
        if (!options.wants(MilterStage.BODY)) {
            return CONTINUE;
        }
        packets.write(MilterStage.BODY.letter(), octets, offset, length);
        return answer(MilterStage.BODY);
    }

    /// Takes what a milter wants to change.
    public interface Modifications {
        /// @throws IOException when it is too much
        void add(MilterReply.Modification modification) throws IOException;
    }

    /// @param wanted called for each modification before the decision
    public Decision endOfBody(Macros macros, Modifications wanted) throws IOException {
        begin(MilterStage.END_OF_BODY, macros);
        packets.write(MilterStage.END_OF_BODY.letter());
        packets.flush();
        Instant end = clock.instant().plus(times.content().multipliedBy(LONGEST_PROGRESS));
        while (true) {
            switch (read(times.content())) {
                case MilterReply.Skip _ ->
                        throw new MilterViolation("it skips the end of the body");
                case Decision decision -> {
                    return decision;
                }
                case MilterReply.Modification modification -> wanted.add(allowed(modification));
                case MilterReply.Progress _ -> {}
                case MilterReply.Malformed(var why) -> throw new MilterViolation("it sent " + why);
            }
            if (clock.instant().isAfter(end)) {
                throw new MilterViolation("it comes to no end");
            }
        }
    }

    private MilterReply.Modification allowed(MilterReply.Modification modification)
            throws MilterViolation {
        int action =
                switch (modification) {
                    case MilterReply.AddHeader _, MilterReply.InsertHeader _ ->
                            MilterOptions.ADD_HEADERS;
                    case MilterReply.ChangeHeader _ -> MilterOptions.CHANGE_HEADERS;
                    case MilterReply.ChangeFrom _ -> MilterOptions.CHANGE_FROM;
                    case MilterReply.AddRecipient _ ->
                            MilterOptions.ADD_RECIPIENTS
                                    | MilterOptions.ADD_RECIPIENTS_WITH_ARGUMENTS;
                    case MilterReply.RemoveRecipient _ -> MilterOptions.REMOVE_RECIPIENTS;
                    case MilterReply.ReplaceBody _ -> MilterOptions.CHANGE_BODY;
                    case MilterReply.Quarantine _ -> MilterOptions.QUARANTINE;
                };
        if (!options.may(action)) {
            throw new MilterViolation(
                    "it does what it has not announced: "
                            + modification.getClass().getSimpleName());
        }
        return modification;
    }

    /// Whether header values come with the white space behind the colon.
    public boolean keepsLeadingSpace() {
        return options.keepsLeadingSpace();
    }

    /// The mail ends without an end of its body.
    public void abort() throws IOException {
        packets.write('A');
        packets.flush();
    }

    /// The SMTP connection is over, and the next one begins over this one.
    ///
    /// @return false when the milter is too old for it: nothing was sent
    public boolean nextConnection() throws IOException {
        if (options.version() < MilterOptions.VERSION) {
            return false;
        }
        packets.write('K');
        packets.flush();
        return true;
    }

    /// The SMTP connection is over.
    @Override
    public void close() {
        try {
            packets.write('Q');
            packets.flush();
        } catch (IOException gone) {
            // It has left before; that is all it was to be told.
        } finally {
            connection.close();
        }
    }

    private Decision strings(MilterStage stage, List<String> strings, Macros macros)
            throws IOException {
        if (!begin(stage, macros)) {
            return CONTINUE;
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String string : strings) {
            string(data, string);
        }
        return ask(stage, data.toByteArray());
    }

    private static void string(ByteArrayOutputStream data, String text) {
        data.writeBytes(MilterOptions.octets(text.replace('\0', '?')));
        data.write(0);
    }

    /// Sends the macros of an event.
    ///
    /// @return false when the milter does not want the event
    private boolean begin(MilterStage stage, Macros macros) throws IOException {
        if (!options.wants(stage)) {
            return false;
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(stage.letter());
        for (String name : options.macrosFor(stage)) {
            Optional<String> value = macros.apply(name);
            if (value.isPresent()) {
                string(data, name);
                string(data, value.get());
            }
        }
        if (data.size() > 1) {
            packets.write('D', data.toByteArray());
        }
        return true;
    }

    private Decision ask(MilterStage stage, byte[] data) throws IOException {
        packets.write(stage.letter(), data);
        return answer(stage);
    }

    private Decision answer(MilterStage stage) throws IOException {
        if (!options.answers(stage)) {
            return CONTINUE;
        }
        packets.flush();
        Instant end = clock.instant().plus(times.command().multipliedBy(LONGEST_PROGRESS));
        while (true) {
            switch (read(times.command())) {
                case MilterReply.Skip skip -> {
                    if (stage != MilterStage.BODY || !options.maySkip()) {
                        throw new MilterViolation("it skips " + stage);
                    }
                    return skip;
                }
                case Decision decision -> {
                    return decision;
                }
                case MilterReply.Modification modification ->
                        throw new MilterViolation(
                                "it wants to change the mail at "
                                        + stage
                                        + ": "
                                        + modification.getClass().getSimpleName());
                case MilterReply.Progress _ -> {}
                case MilterReply.Malformed(var why) -> throw new MilterViolation("it sent " + why);
            }
            if (clock.instant().isAfter(end)) {
                throw new MilterViolation("it comes to no end");
            }
        }
    }

    private MilterReply read(Duration patience) throws IOException {
        Packets.Packet packet = packets.read(patience);
        return ReplyReader.read(packet.command(), packet.data());
    }
}
